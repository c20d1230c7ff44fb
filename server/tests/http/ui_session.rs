//! `/ui/session`: what is left of a session, without keeping it alive; and what is said after its end.

use crate::support::{Browser, PASSWORD, TestApp};
use app::api::sessions::{SessionClock, SessionState, SignedOut};
use domain::time::Span;
use rstest::rstest;

const ADA: &str = "ada@example.org";
const MINUTE: i64 = 60;

async fn state(browser: &mut Browser, stay: bool) -> SessionState {
    let page = browser.get(&format!("/ui/session?stay={stay}")).await;
    assert_eq!(page.code(), 200, "{}", page.text());
    serde_json::from_str(&page.body).unwrap()
}

fn runs(left: i64, extends: bool) -> SessionState {
    SessionState::Runs(SessionClock {
        left,
        warn: 5 * MINUTE,
        extends,
    })
}

#[tokio::test]
async fn asking_how_long_it_lasts_keeps_no_session_alive() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    assert_eq!(state(&mut ada, false).await, runs(60 * MINUTE, true));
    for minutes in [20, 40, 59] {
        app.time.turn(Span::minutes(if minutes == 59 { 19 } else { 20 }));
        let left = (60 - minutes) * MINUTE;
        assert_eq!(state(&mut ada, false).await, runs(left, true), "{minutes}");
    }
    app.time.turn(Span::minutes(1));
    assert_eq!(state(&mut ada, false).await, SessionState::Over(SignedOut::Idle));
    assert!(!ada.is_signed_in().await);
}

#[tokio::test]
async fn who_says_that_they_are_there_stays_signed_in() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    app.time.turn(Span::minutes(58));
    assert_eq!(state(&mut ada, true).await, runs(60 * MINUTE, true));
    app.time.turn(Span::minutes(59));
    assert!(ada.is_signed_in().await);
}

#[tokio::test]
async fn nothing_moves_the_absolute_limit() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    for _ in 0..14 {
        app.time.turn(Span::minutes(50));
        state(&mut ada, true).await;
    }
    assert_eq!(state(&mut ada, true).await, runs(20 * MINUTE, false));
    app.time.turn(Span::minutes(20));
    assert_eq!(state(&mut ada, true).await, SessionState::Over(SignedOut::TooOld));
    assert_eq!(
        state(&mut ada, false).await,
        SessionState::Over(SignedOut::TooOld),
        "also after it has ended"
    );
}

#[tokio::test]
async fn a_session_that_somebody_ended_is_told_from_one_that_ran_out() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    app.database
        .execute("UPDATE sessions SET ended_at = 1, ended_because = 'signed_out_elsewhere'")
        .await;
    assert_eq!(
        state(&mut ada, false).await,
        SessionState::Over(SignedOut::Elsewhere)
    );
    assert_eq!(
        state(&mut app.visitor().0, true).await,
        SessionState::Over(SignedOut::Elsewhere)
    );
}

#[rstest]
#[case::idle(&[60], "sessions.over_idle", "idle")]
#[case::too_old(&[50, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50], "sessions.over_too_old", "too_old")]
#[tokio::test]
async fn the_page_after_the_limit_says_so_and_signing_in_leads_back(
    #[case] steps: &[i64],
    #[case] text: &str,
    #[case] word: &str,
) {
    let app = TestApp::start().await;
    let (mut shopper, mut ada) = (app.customer(ADA).await, app.customer("ada2@example.org").await);
    let (last, before) = steps.split_last().unwrap();
    for minutes in before {
        app.time.turn(Span::minutes(*minutes));
        shopper.get("/").await;
        ada.get("/").await;
    }
    app.time.turn(Span::minutes(*last));

    let page = shopper.get("/offers/yoga-course").await;
    page.expect(200, text);
    let login = "/login?next=%2Foffers%2Fyoga-course";
    assert!(page.all("a").iter().any(|a| a.get("href") == Some(login)));
    assert!(
        !shopper.get("/offers/yoga-course").await.says(text),
        "it says so once"
    );

    let page = ada.get("/account/sessions").await;
    assert_eq!(
        page.location(),
        format!("/login?next=%2Faccount%2Fsessions&ended={word}")
    );
    let page = ada.follow(&page).await;
    page.expect(200, text);
    let fields = [("email", "ada2@example.org"), ("password", PASSWORD)];
    let page = ada.fill(&page, "/login", &fields).await;
    assert_eq!(page.location(), "/account/sessions");
}

#[tokio::test]
async fn an_invented_reason_is_not_shown() {
    let app = TestApp::start().await;
    let page = app.visitor().get("/login?ended=%3Cb%3Exyzzy").await;
    assert!(page.code() == 200 && !page.text().contains("xyzzy"));
}

#[tokio::test]
async fn a_time_limit_is_local_and_the_provider_is_asked_again_once() {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    app.settings(|settings| {
        settings.approval = false;
        settings.local_sign_in = false;
    })
    .await;
    let mut alex = app.visitor();
    alex.through(&provider).await.location();
    app.time.turn(Span::minutes(60));
    let page = alex.get("/account/profile").await;
    let page = alex.follow(&page).await;
    assert_eq!(
        page.location(),
        "/signed-out?next=%2Faccount%2Fprofile&ended=idle",
        "nobody is signed straight back in"
    );
    let page = alex.follow(&page).await;
    page.expect(200, "sessions.over_idle");
    let again = "/login?provider=north&next=%2Faccount%2Fprofile";
    assert!(page.all("a").iter().any(|a| a.get("href") == Some(again)));
    let start = alex.get(again).await.location().to_owned();
    let out = alex.start(&start).await;
    assert!(
        out.query_pairs()
            .any(|pair| pair == ("prompt".into(), "login".into()))
    );
    assert_eq!(
        app.visitor().get("/login").await.location(),
        "/providers/north/start"
    );
}
