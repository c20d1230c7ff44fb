//! A customer's session: its cookie, its limits, its end.

use crate::support::{PASSWORD, Page, TestApp};
use axum::http::header;
use domain::{customers::CustomerStatus, time::Span};
use rstest::rstest;

const COOKIE: &str = "__Host-portico";
const ADA: &str = "ada@example.org";

/// The `Set-Cookie` line of the session.
fn session_cookie(page: &Page) -> String {
    let lines = page
        .headers
        .get_all(header::SET_COOKIE)
        .iter()
        .map(|value| value.to_str().unwrap());
    let own: Vec<_> = lines.filter(|line| line.starts_with("__Host-portico=")).collect();
    assert_eq!(own.len(), 1, "{own:?}");
    own[0].to_owned()
}

fn attributes(cookie: &str) -> Vec<&str> {
    let mut attributes: Vec<_> = cookie.split("; ").skip(1).collect();
    attributes.sort_unstable();
    attributes
}

#[tokio::test]
async fn the_cookie_has_every_safe_attribute_and_ends_with_the_browser() {
    let app = TestApp::start().await;
    app.insert_customer(ADA, CustomerStatus::Active).await;
    let mut ada = app.visitor();
    let page = ada.sign_in(ADA, PASSWORD).await;
    assert_eq!(
        attributes(&session_cookie(&page)),
        ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]
    );
    let token = ada.cookie(COOKIE).unwrap();
    assert_eq!(token.len(), 43, "256 bits in base64url");
    assert_eq!(
        app.database
            .count(&format!("sessions WHERE token_hash = '{token}'"))
            .await,
        0,
        "hashed at rest"
    );
}

#[tokio::test]
async fn keep_me_signed_in_lets_the_cookie_live_for_thirty_days() {
    let app = TestApp::start().await;
    app.insert_customer(ADA, CustomerStatus::Active).await;
    let fields = [("email", ADA), ("password", PASSWORD), ("keep", "on")];
    let page = app.visitor().post("/login", &fields).await;
    let expected = ["HttpOnly", "Max-Age=2592000", "Path=/", "SameSite=Lax", "Secure"];
    assert_eq!(attributes(&session_cookie(&page)), expected);
}

#[tokio::test]
async fn every_sign_in_has_a_new_token_and_the_old_one_is_worth_nothing() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    let old = ada.cookie(COOKIE).unwrap().to_owned();
    let mut thief = app.visitor();
    thief.set_cookie(COOKIE, &old);
    assert!(thief.is_signed_in().await);

    assert_eq!(ada.sign_in(ADA, PASSWORD).await.location(), "/");
    assert_ne!(ada.cookie(COOKIE).unwrap(), old);
    assert!(ada.is_signed_in().await);
    assert!(!thief.is_signed_in().await);
}

#[tokio::test]
async fn a_token_that_somebody_planted_before_is_not_taken_over() {
    let app = TestApp::start().await;
    app.insert_customer(ADA, CustomerStatus::Active).await;
    let planted = "A".repeat(43);
    let mut ada = app.visitor();
    ada.set_cookie(COOKIE, &planted);
    assert_eq!(ada.sign_in(ADA, PASSWORD).await.location(), "/");
    assert_ne!(ada.cookie(COOKIE), Some(planted.as_str()));
}

#[rstest]
#[case::idle(false, &[59, 59], 60)]
#[case::idle_kept(true, &[14 * 24 * 60 - 1], 14 * 24 * 60)]
#[tokio::test]
async fn an_idle_session_ends(#[case] keep: bool, #[case] seen_after: &[i64], #[case] idle: i64) {
    let app = TestApp::start().await;
    app.insert_customer(ADA, CustomerStatus::Active).await;
    let mut ada = app.visitor();
    let keep = if keep { "on" } else { "" };
    let page = ada.get("/login").await;
    ada.fill(
        &page,
        "/login",
        &[("email", ADA), ("password", PASSWORD), ("keep", keep)],
    )
    .await;
    for minutes in seen_after {
        app.time.turn(Span::minutes(*minutes));
        assert!(ada.is_signed_in().await, "after {minutes} minutes");
    }
    app.time.turn(Span::minutes(idle));
    assert!(!ada.is_signed_in().await);
    assert_eq!(app.open_sessions().await, 0, "it is over for good");
}

#[rstest]
#[case::absolute(false, 12 * 60, 50)]
#[case::absolute_kept(true, 30 * 24 * 60, 13 * 24 * 60)]
#[tokio::test]
async fn a_session_in_use_ends_at_its_absolute_limit(
    #[case] keep: bool,
    #[case] limit: i64,
    #[case] step: i64,
) {
    let app = TestApp::start().await;
    app.insert_customer(ADA, CustomerStatus::Active).await;
    let mut ada = app.visitor();
    let keep = if keep { "on" } else { "" };
    let page = ada.get("/login").await;
    ada.fill(
        &page,
        "/login",
        &[("email", ADA), ("password", PASSWORD), ("keep", keep)],
    )
    .await;
    let mut age = 0;
    while age + step < limit {
        app.time.turn(Span::minutes(step));
        age += step;
        assert!(ada.is_signed_in().await, "at {age} minutes");
    }
    app.time.turn(Span::minutes(limit - age));
    assert!(!ada.is_signed_in().await);
}

#[tokio::test]
async fn being_seen_is_written_at_most_once_a_minute() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    let seen = async || app.database.number("SELECT last_seen_at FROM sessions").await;
    let at_first = seen().await;
    app.time.turn(Span::seconds(59));
    ada.get("/").await;
    assert_eq!(seen().await, at_first);
    app.time.turn(Span::seconds(1));
    ada.get("/").await;
    assert_eq!(seen().await, at_first + 60_000);
}

#[tokio::test]
async fn a_disabled_customer_is_out_at_the_next_request() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    assert!(ada.is_signed_in().await);
    app.set_status(ada.id, CustomerStatus::Active, CustomerStatus::Disabled)
        .await;
    assert!(!ada.is_signed_in().await);
    let home = ada.get("/").await;
    assert!(home.says("common.sign_in") && !home.text().contains("Ada"));
}

#[tokio::test]
async fn when_local_sign_in_goes_off_sessions_that_began_with_a_password_live_on() {
    let app = TestApp::start().await;
    let _provider = app.provider("north").await;
    let mut ada = app.customer(ADA).await;
    app.settings(|settings| settings.local_sign_in = false).await;
    assert!(ada.is_signed_in().await);
    app.time.turn(Span::minutes(61));
    assert!(!ada.is_signed_in().await, "to their limits");
}
