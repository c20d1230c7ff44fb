//! Signing out where clients are concerned: at their wish (OpenID Connect RP-Initiated Logout 1.0), and told to them
//! (OpenID Connect Back-Channel Logout 1.0).

use crate::support::{
    Page, TestApp,
    oidc::{App, claims},
};
use axum::{Router, extract::State, http::StatusCode, routing::post};
use domain::time::Span;
use rstest::rstest;
use serde_json::{Value, json};
use server::services::oidc::back_channel;
use std::sync::{Arc, Mutex};

const ADA: &str = "ada@example.org";
pub(super) const BACK: &str = "https://app.example/bye";

/// A client that people may be sent back to after a logout, and the ID token of Ada, who is signed in.
pub(super) async fn scene() -> (TestApp, App, crate::support::Browser, String) {
    let app = TestApp::start().await;
    let magazine = app.trusted().await;
    app.database
        .execute(&format!(
            r#"UPDATE clients SET post_logout_redirect_uris = '["{BACK}"]'"#
        ))
        .await;
    let mut ada = app.customer(ADA).await.browser;
    let code = magazine.code(&mut ada, &[]).await;
    let given = magazine.redeem(&code).await;
    let hint = given["id_token"].as_str().unwrap().to_owned();
    (app, magazine, ada, hint)
}

pub(super) fn logout(fields: &[(&str, &str)]) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    format!("/oauth2/v1/logout?{query}")
}

#[tokio::test]
async fn a_hint_of_this_session_ends_it_at_once() {
    let (_app, _magazine, mut ada, hint) = scene().await;
    let asked = [
        ("id_token_hint", &*hint),
        ("post_logout_redirect_uri", BACK),
        ("state", "a&b"),
    ];
    let page = ada.get(&logout(&asked)).await;
    assert_eq!(
        (page.code(), page.location()),
        (303, "https://app.example/bye?state=a%26b")
    );
    assert!(!ada.is_signed_in().await);
    // Once more: there is nobody to sign out.
    assert_eq!(
        ada.get(&logout(&asked)).await.location(),
        "https://app.example/bye?state=a%26b"
    );
}

#[tokio::test]
async fn without_a_hint_the_person_is_asked_and_led_back() {
    let (_app, magazine, mut ada, _) = scene().await;
    let id = magazine.id.to_string();
    let asked = [("client_id", &*id), ("post_logout_redirect_uri", BACK)];
    let page = ada.get(&logout(&asked)).await;
    page.expect(200, "logout.confirm_heading");
    assert!(
        page.text().contains("Magazine would like to sign you out here."),
        "{}",
        page.text()
    );
    assert!(ada.is_signed_in().await);
    let inputs = page.all("input");
    assert!(
        inputs.iter().any(|input| input.get("name") == Some("asked")),
        "the answer is told from any other logout"
    );
    let page = ada.post("/logout", &[("choice", "local"), ("asked", "1")]).await;
    assert_eq!(page.code(), 200);
    assert!(page.all("a").iter().any(|a| a.get("href") == Some(BACK)));
    assert!(!ada.is_signed_in().await);
    // A later logout leads nowhere else.
    let page = ada.post("/logout", &[("choice", "local")]).await;
    assert_eq!(page.location(), "/signed-out");
}

#[tokio::test]
async fn a_question_that_was_not_answered_leads_nowhere_later() {
    let (_app, magazine, mut ada, _) = scene().await;
    let id = magazine.id.to_string();
    let asked = [("client_id", &*id), ("post_logout_redirect_uri", BACK)];
    ada.get(&logout(&asked))
        .await
        .expect(200, "logout.confirm_heading");
    let page = ada.post("/logout", &[("choice", "local")]).await;
    assert_eq!(page.location(), "/signed-out");
}

#[tokio::test]
async fn a_hint_of_another_session_asks() {
    let (app, _magazine, _, hint) = scene().await;
    let mut ben = app.customer("ben@example.org").await.browser;
    let page = ben.get(&logout(&[("id_token_hint", &hint)])).await;
    page.expect(200, "logout.confirm_heading");
    assert!(ben.is_signed_in().await);
}

#[rstest]
#[case::another_address("post_logout_redirect_uri", "https://evil.example/")]
#[case::another_client("client_id", "nobody")]
#[case::no_token("id_token_hint", "a.b.c")]
#[tokio::test]
async fn what_is_wrong_asks_and_leads_nowhere(#[case] name: &str, #[case] value: &str) {
    let (_app, _magazine, mut ada, hint) = scene().await;
    let mut asked = vec![
        ("id_token_hint", hint.as_str()),
        ("post_logout_redirect_uri", BACK),
    ];
    asked.retain(|(own, _)| *own != name);
    asked.push((name, value));
    let asked = logout(&asked);
    let page = ada.get(&asked).await;
    page.expect(200, "logout.confirm_heading");
    assert!(ada.is_signed_in().await && !page.leads_back());
    let page = ada.post("/logout", &[("choice", "local"), ("asked", "1")]).await;
    assert_eq!(page.location(), "/signed-out");
    assert_eq!(
        ada.get(&asked).await.location(),
        "/signed-out",
        "nobody is signed in"
    );
}

/// Tokens that a client was sent, and what it answers.
#[derive(Clone)]
pub(super) struct Ears {
    heard: Arc<Mutex<Vec<String>>>,
    answer: Arc<Mutex<StatusCode>>,
}

pub(super) async fn listen(app: &TestApp) -> Ears {
    let ears = Ears {
        heard: Arc::default(),
        answer: Arc::new(Mutex::new(StatusCode::OK)),
    };
    let hear = async |State(ears): State<Ears>, body: String| {
        ears.heard.lock().unwrap().push(body);
        *ears.answer.lock().unwrap()
    };
    let router = Router::new().route("/bye", post(hear)).with_state(ears.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let uri = format!("http://{}/bye", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    app.database
        .execute(&format!("UPDATE clients SET back_channel_logout_uri = '{uri}'"))
        .await;
    ears
}

impl Ears {
    fn take(&self) -> Vec<Value> {
        let heard = std::mem::take(&mut *self.heard.lock().unwrap());
        let token = |body: String| json!(body.strip_prefix("logout_token=").unwrap());
        heard.into_iter().map(|body| claims(&token(body))).collect()
    }
}

#[tokio::test]
async fn a_client_is_told_when_a_session_ends_until_it_has_taken_it() {
    let (app, magazine, mut ada, hint) = scene().await;
    let ears = listen(&app).await;
    ada.post("/logout", &[("choice", "local")]).await;
    *ears.answer.lock().unwrap() = StatusCode::SERVICE_UNAVAILABLE;
    assert_eq!(back_channel::run_once(&app.portico).await.unwrap(), 1);
    let first = ears.take();
    let given = claims(&json!(hint));
    assert_eq!(
        (&first[0]["sid"], &first[0]["sub"]),
        (&given["sid"], &given["sub"])
    );
    assert_eq!(first[0]["aud"], magazine.id.to_string());
    assert!(first[0]["events"]["http://schemas.openid.net/event/backchannel-logout"].is_object());
    assert!(first[0].get("nonce").is_none());

    assert_eq!(
        back_channel::run_once(&app.portico).await.unwrap(),
        0,
        "not at once"
    );
    app.time.turn(Span::seconds(6));
    *ears.answer.lock().unwrap() = StatusCode::OK;
    assert_eq!(back_channel::run_once(&app.portico).await.unwrap(), 1);
    assert_ne!(
        ears.take()[0]["jti"],
        first[0]["jti"],
        "a token of its own for each try"
    );
    app.time.turn(Span::days(1));
    assert_eq!(back_channel::run_once(&app.portico).await.unwrap(), 0);
    assert_eq!(
        app.database.texts("SELECT status FROM client_logouts").await,
        ["told"]
    );
}

#[tokio::test]
async fn a_client_is_told_however_long_ago_the_sign_in_was() {
    let (app, _, mut ada, hint) = scene().await;
    let ears = listen(&app).await;
    for _ in 0..3 {
        app.time.turn(Span::minutes(50));
        assert!(ada.is_signed_in().await);
        app.jobs().await;
    }
    ada.post("/logout", &[("choice", "local")]).await;
    receipt(&mut ada)
        .await
        .expect(200, "logout.receipt_application_being_told");
    assert_eq!(back_channel::run_once(&app.portico).await.unwrap(), 1);
    assert_eq!(ears.take()[0]["sid"], claims(&json!(hint))["sid"]);
}

#[tokio::test]
async fn a_client_that_was_given_nothing_in_the_session_hears_nothing() {
    let app = TestApp::start().await;
    app.trusted().await;
    let ears = listen(&app).await;
    let mut ada = app.customer(ADA).await.browser;
    ada.post("/logout", &[("choice", "local")]).await;
    assert_eq!(back_channel::run_once(&app.portico).await.unwrap(), 0);
    assert!(ears.take().is_empty());
}

/// What the receipt says, by its words.
pub(super) async fn receipt(ada: &mut crate::support::Browser) -> Page {
    let page = ada.get("/signed-out").await;
    page.expect(200, "logout.receipt_heading");
    page
}

/// Where the page goes by itself.
pub(super) fn refresh(page: &Page) -> Option<String> {
    let metas = page.all("meta");
    let refresh = metas
        .iter()
        .find(|meta| meta.get("http-equiv") == Some("refresh"))?;
    refresh.get("content").map(str::to_owned)
}

#[tokio::test]
async fn clients_are_told_at_once_and_the_receipt_looks_again_three_times() {
    let (app, _, mut ada, _) = scene().await;
    listen(&app).await;
    let rung = async || {
        let rung = app.portico.logouts.notified();
        tokio::time::timeout(std::time::Duration::ZERO, rung)
            .await
            .is_ok()
    };
    assert!(!rung().await);
    ada.post("/logout", &[("choice", "local")]).await;
    assert!(rung().await, "nobody waits for the worker's next look");
    let page = ada.get("/signed-out?next=%2Foffers%2Fsauna%3Fa%3Db").await;
    let again = "2; url=/signed-out?look=1&next=%2Foffers%2Fsauna%3Fa%3Db";
    assert_eq!(refresh(&page).as_deref(), Some(again));
    let page = ada.get("/signed-out?look=2").await;
    assert_eq!(refresh(&page).as_deref(), Some("2; url=/signed-out?look=3"));
    for look in ["3", "200"] {
        let page = ada.get(&format!("/signed-out?look={look}")).await;
        page.expect(200, "logout.receipt_application_being_told");
        assert_eq!(refresh(&page), None);
    }
    back_channel::run_once(&app.portico).await.unwrap();
    assert_eq!(refresh(&ada.get("/signed-out").await), None);
}

#[tokio::test]
async fn the_receipt_says_what_each_application_answered() {
    let (app, magazine, mut ada, _) = scene().await;
    let ears = listen(&app).await;
    ada.post("/logout", &[("choice", "local")]).await;
    receipt(&mut ada)
        .await
        .expect(200, "logout.receipt_application_being_told");
    *ears.answer.lock().unwrap() = StatusCode::BAD_REQUEST;
    back_channel::run_once(&app.portico).await.unwrap();
    app.database
        .execute("UPDATE client_logouts SET status = 'given_up'")
        .await;
    receipt(&mut ada)
        .await
        .expect(200, "logout.receipt_application_silent");
    app.database
        .execute("UPDATE client_logouts SET status = 'told'")
        .await;
    let page = receipt(&mut ada).await;
    page.expect(200, "logout.receipt_application_told");
    assert!(page.text().contains("Magazine"), "{}", page.text());
    assert!(page.all("iframe").is_empty());

    // Nobody else reads it, and it goes with the next sign-in.
    let stranger = app.visitor().get("/signed-out").await;
    assert!(!stranger.text().contains("Magazine"));
    ada.sign_in(ADA, crate::support::PASSWORD).await;
    assert!(!ada.get("/signed-out").await.text().contains("Magazine"));
    drop(magazine);
}

/// The pages that a page opens in frames, and whether its policy lets it.
pub(super) fn frames(page: &Page) -> Vec<String> {
    let sources: Vec<_> = page
        .all("iframe")
        .iter()
        .map(|frame| {
            assert_eq!(frame.get("sandbox"), Some("allow-scripts allow-same-origin"));
            frame.get("src").unwrap().to_owned()
        })
        .collect();
    let policy = page.header("content-security-policy");
    assert_eq!(
        policy.contains("frame-src https://app.example;"),
        !sources.is_empty(),
        "{policy}"
    );
    sources
}

#[tokio::test]
async fn a_browser_opens_the_page_by_which_an_application_signs_out() {
    let (app, _, mut ada, hint) = scene().await;
    app.database
        .execute("UPDATE clients SET front_channel_logout_uri = 'https://app.example/out?a=1'")
        .await;
    let sid = claims(&json!(hint))["sid"].as_str().unwrap().to_owned();
    let iss = app.portico.config.server.public_url.origin().to_owned();
    let own: String = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("iss", &iss)
        .append_pair("sid", &sid)
        .finish();
    let expected = [format!("https://app.example/out?a=1&{own}")];
    ada.post("/logout", &[("choice", "local")]).await;
    let page = receipt(&mut ada).await;
    page.expect(200, "logout.receipt_application_asked");
    assert_eq!(frames(&page), expected);
    assert!(
        ada.get("/signed-out?look=1").await.all("iframe").is_empty(),
        "once"
    );
    assert!(frames(&ada.get("/login").await).is_empty());
}

#[tokio::test]
async fn on_the_way_back_to_a_client_the_others_pages_are_opened() {
    let (app, _, mut ada, hint) = scene().await;
    app.database
        .execute("UPDATE clients SET front_channel_logout_uri = 'https://app.example/out'")
        .await;
    let asked = [("id_token_hint", &*hint), ("post_logout_redirect_uri", BACK)];
    let page = ada.get(&logout(&asked)).await;
    assert_eq!(page.code(), 200);
    assert_eq!(frames(&page).len(), 1);
    assert!(page.all("a").iter().any(|a| a.get("href") == Some(BACK)));
    assert!(!ada.is_signed_in().await);
}

#[tokio::test]
async fn an_application_that_cannot_be_told_is_named() {
    let (_app, _, mut ada, _) = scene().await;
    ada.post("/logout", &[("choice", "local")]).await;
    receipt(&mut ada)
        .await
        .expect(200, "logout.receipt_application_not_told");
}
