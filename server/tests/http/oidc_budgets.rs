//! Budgets of what clients have us write, and what is written of a request.

use crate::support::{
    Page, TestApp,
    clients::CALLBACK,
    oidc::{App, CHALLENGE, answer, authorize},
};
use domain::time::Span;
use serde_json::json;

const ADA: &str = "ada@example.org";

/// Has an action been done so often, by every requester and client that has done it at all.
async fn done(app: &TestApp, action: &str, times: i64) {
    let sql = format!("UPDATE throttles SET count = {times} WHERE bucket LIKE '{action}:%'");
    assert_ne!(app.database.execute(&sql).await, 0, "nobody has");
}

/// Says for how long nothing more is done, in the form of the standard.
fn expect_too_many(page: &Page) {
    page.expect_error(429, "invalid_request");
    assert_eq!(page.header("retry-after"), "600");
}

#[tokio::test]
async fn requests_that_would_wait_for_a_stranger_have_a_budget() {
    let app = TestApp::start().await;
    let magazine = app.trusted().await;
    let path = authorize(magazine.id, &[]);
    let mut ada = app.customer(ADA).await;
    let mut stranger = app.visitor();
    assert!(stranger.get(&path).await.location().starts_with("/login"));
    done(&app, "client-request", 600).await;
    let page = stranger.get(&path).await;
    let told = answer(&page);
    assert_eq!(
        (&*told["error"], &*told["state"]),
        ("temporarily_unavailable", "s t&te")
    );
    assert_eq!(app.database.count("authorize_requests").await, 1);

    assert!(
        answer(&ada.get(&path).await).contains_key("code"),
        "nothing waits"
    );
    let weekly = app.client("Weekly").await;
    let page = stranger.get(&authorize(weekly, &[])).await;
    assert!(page.location().starts_with("/login"), "another client");
    let mut elsewhere = app.visitor();
    elsewhere.address = "198.51.100.1:50000".parse().unwrap();
    assert!(elsewhere.get(&path).await.location().starts_with("/login"));
    done(&app, "client-request", 1200).await;
    let page = stranger.get(&authorize(weekly, &[])).await;
    assert_eq!(answer(&page)["error"], "temporarily_unavailable");
    app.time.turn(Span::minutes(10));
    assert!(stranger.get(&path).await.location().starts_with("/login"));
}

async fn push(client: &App, further: &[(&str, &str)]) -> Page {
    let mut fields = vec![
        ("redirect_uri", CALLBACK),
        ("response_type", "code"),
        ("scope", "openid"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    fields.extend_from_slice(further);
    client.post("par", &fields).await
}

#[tokio::test]
async fn pushed_requests_of_a_client_without_a_secret_have_a_budget() {
    let app = TestApp::start().await;
    let magazine = app.trusted().await;
    assert_eq!(push(&magazine, &[]).await.code(), 201);
    done(&app, "client-push", 600).await;
    expect_too_many(&push(&magazine, &[]).await);
    assert_eq!(app.database.count("authorize_requests").await, 1);
    app.time.turn(Span::minutes(10));
    assert_eq!(push(&magazine, &[]).await.code(), 201);
}

#[tokio::test]
async fn tokens_for_a_client_without_a_secret_have_a_budget() {
    let app = TestApp::start().await;
    let magazine = app.trusted().await;
    let mut ada = app.customer(ADA).await.browser;
    let code = magazine
        .code(&mut ada, &[("scope", "openid offline_access")])
        .await;
    let given = magazine.redeem(&code).await;
    let another = magazine.code(&mut ada, &[]).await;
    done(&app, "client-tokens", 3000).await;
    expect_too_many(&magazine.renew(&given["refresh_token"]).await);
    expect_too_many(&magazine.post("token", &magazine.redeeming(&another)).await);
    // What is invented has us write nothing, and is not counted.
    let invented = app.portico.entropy.token();
    let page = magazine.renew(&json!(invented.expose())).await;
    page.expect_error(400, "invalid_grant");
    app.time.turn(Span::minutes(10));
    let renewed = magazine.renew(&given["refresh_token"]).await;
    assert_eq!(renewed.code(), 200, "nothing was used up: {}", renewed.body);
}

#[tokio::test]
async fn a_budget_that_is_used_up_keeps_no_theft_from_being_seen() {
    let app = TestApp::start().await;
    let magazine = app.trusted().await;
    let mut ada = app.customer(ADA).await.browser;
    let code = magazine
        .code(&mut ada, &[("scope", "openid offline_access")])
        .await;
    let given = magazine.redeem(&code).await;
    done(&app, "client-tokens", 3000).await;
    for _ in 0..2 {
        let again = magazine.post("token", &magazine.redeeming(&code)).await;
        again.expect_error(400, "invalid_grant");
        let known = magazine.userinfo(&given["access_token"]).await;
        assert_eq!(known.code(), 401, "what it gave has ended");
    }
}

#[tokio::test]
async fn a_client_that_shows_a_secret_speaks_for_all_its_people() {
    let app = TestApp::start().await;
    let magazine = app.confidential().await;
    let mut ada = app.customer(ADA).await.browser;
    assert_eq!(push(&magazine, &[]).await.code(), 201);
    let code = magazine.code(&mut ada, &[]).await;
    magazine.redeem(&code).await;
    let counted = app.database.count("throttles WHERE bucket LIKE 'client-%'").await;
    assert_eq!(counted, 0);
}

#[tokio::test]
async fn of_a_request_that_waits_only_what_is_read_is_kept() {
    let app = TestApp::start().await;
    let magazine = app.confidential().await;
    let long = "x".repeat(4000);
    let beside = [("utm_source", long.as_str()), ("a", "b")];
    assert_eq!(push(&magazine, &beside).await.code(), 201);
    let path = authorize(magazine.id, &beside);
    assert!(app.visitor().get(&path).await.location().starts_with("/login"));
    let kept = app
        .database
        .texts("SELECT parameters FROM authorize_requests")
        .await;
    assert_eq!(kept.len(), 2);
    for parameters in kept {
        let pairs: Vec<(String, String)> = serde_json::from_str(&parameters).unwrap();
        let mut names: Vec<_> = pairs.iter().map(|(name, _)| name.as_str()).collect();
        names.retain(|name| !["state", "nonce"].contains(name));
        names.sort_unstable();
        let expected = [
            "client_id",
            "code_challenge",
            "code_challenge_method",
            "redirect_uri",
            "response_type",
            "scope",
        ];
        assert_eq!(names, expected);
    }
}
