//! Keys that sign what clients get follow each other, by plan and at once.

use crate::support::{
    Browser, TestApp,
    oidc::{App, claims},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{clients::Haste, time::Span};
use serde_json::{Value, json};
use server::services::oidc::keys;
use std::collections::BTreeSet;

const ADA: &str = "ada@example.org";

/// The names in the key set.
async fn shown(app: &TestApp) -> BTreeSet<String> {
    let set = app.visitor().get("/oauth2/v1/keys").await.json();
    let keys = set["keys"].as_array().unwrap();
    keys.iter()
        .map(|key| {
            assert!(key.get("d").is_none(), "public halves only");
            key["kid"].as_str().unwrap().to_owned()
        })
        .collect()
}

/// The name of the key that signs now, by an ID token.
async fn signer(magazine: &App, ada: &mut Browser) -> (String, String) {
    let code = magazine.code(ada, &[]).await;
    let token = magazine.redeem(&code).await["id_token"]
        .as_str()
        .unwrap()
        .to_owned();
    let head = URL_SAFE_NO_PAD.decode(token.split('.').next().unwrap()).unwrap();
    let head: Value = serde_json::from_slice(&head).unwrap();
    (head["kid"].as_str().unwrap().to_owned(), token)
}

#[tokio::test]
async fn a_new_key_is_shown_before_it_signs_and_the_old_one_after() {
    let app = TestApp::start().await;
    let magazine = app.trusted().await;
    let mut ada = app.customer(ADA).await.browser;
    let (old, hint) = signer(&magazine, &mut ada).await;
    let before = shown(&app).await;

    let made = keys::rotate(&app.portico, Haste::Planned).await.unwrap();
    assert_eq!(made.len(), 3);
    let both = shown(&app).await;
    assert_eq!(both.len(), 6);
    assert!(both.is_superset(&before));
    assert_eq!(signer(&magazine, &mut ada).await.0, old, "not before its time");

    app.time.turn(Span::days(1));
    let mut ada = app.visitor();
    ada.sign_in(ADA, crate::support::PASSWORD).await;
    let (new, _) = signer(&magazine, &mut ada).await;
    assert!(!before.contains(&new));
    assert_eq!(shown(&app).await, both, "what the old one signed is still proven");
    let page = ada.get(&format!("/oauth2/v1/logout?id_token_hint={hint}")).await;
    page.expect(200, "logout.confirm_heading");

    app.time.turn(Span::days(90));
    app.jobs().await;
    let after = shown(&app).await;
    assert!(
        after.is_disjoint(&before),
        "nothing that they signed is good any more"
    );
    assert!(after.contains(&new));
    let noted = app
        .database
        .texts("SELECT action FROM history WHERE subject_kind = 'signing_key'")
        .await;
    assert!(noted.iter().all(|action| action == "signing_key.made"));
}

#[tokio::test]
async fn what_a_lost_key_signed_counts_no_more() {
    let app = TestApp::start().await;
    let magazine = app.trusted().await;
    let mut ada = app.customer(ADA).await.browser;
    let (_, hint) = signer(&magazine, &mut ada).await;
    let before = shown(&app).await;
    // One that is to sign tomorrow is lost with the others.
    keys::rotate(&app.portico, Haste::Planned).await.unwrap();
    keys::rotate(&app.portico, Haste::AtOnce).await.unwrap();
    let after = shown(&app).await;
    assert_eq!(after.len(), 3);
    assert!(after.is_disjoint(&before));
    let (new, token) = signer(&magazine, &mut ada).await;
    assert!(after.contains(&new));
    assert_eq!(claims(&json!(token))["sub"], claims(&json!(hint))["sub"]);
    let page = ada.get(&format!("/oauth2/v1/logout?id_token_hint={hint}")).await;
    page.expect(200, "logout.confirm_heading");
    assert!(ada.is_signed_in().await, "it is a question");
}

#[tokio::test]
async fn keys_follow_each_other_by_themselves() {
    let app = TestApp::start().await;
    app.trusted().await;
    let first = shown(&app).await;
    app.time.turn(Span::days(88));
    app.jobs().await;
    assert_eq!(shown(&app).await, first);
    app.time.turn(Span::days(1));
    app.jobs().await;
    let both = shown(&app).await;
    assert_eq!(both.len(), 6);
    app.time.turn(Span::days(1));
    app.jobs().await;
    assert_eq!(shown(&app).await, both, "one successor is enough");
}

/// A part of the key file is lost, or a backup has put a row back that another key file had sealed.
async fn spoil(app: &TestApp, which: &str) {
    let sql = format!("UPDATE signing_keys SET private_key = 'spoilt' WHERE {which}");
    app.database.execute(&sql).await;
    app.portico.keys.forget();
}

#[tokio::test]
async fn a_key_that_signs_no_more_may_be_spoilt() {
    let app = TestApp::start().await;
    let magazine = app.trusted().await;
    let mut ada = app.customer(ADA).await.browser;
    let (old, hint) = signer(&magazine, &mut ada).await;
    keys::rotate(&app.portico, Haste::Planned).await.unwrap();
    app.time.turn(Span::days(2));
    let mut ada = app.customer("ada@example.com").await.browser;
    spoil(&app, "retired_at IS NOT NULL").await;
    assert_eq!(shown(&app).await.len(), 6);
    let (new, _) = signer(&magazine, &mut ada).await;
    assert_ne!(old, new);
    // What it signed still counts.
    let page = ada.get(&format!("/oauth2/v1/logout?id_token_hint={hint}")).await;
    page.expect(200, "logout.confirm_heading");
}

#[tokio::test]
async fn a_spoilt_key_that_signs_stops_its_own_clients_alone() {
    let app = TestApp::start().await;
    let magazine = app.trusted().await;
    let mut ada = app.customer(ADA).await.browser;
    let (_, hint) = signer(&magazine, &mut ada).await;
    spoil(&app, "algorithm <> 'ES256'").await;
    assert_eq!(shown(&app).await.len(), 3);
    signer(&magazine, &mut ada).await;
    spoil(&app, "algorithm = 'ES256'").await;
    assert_eq!(shown(&app).await.len(), 3);
    let code = magazine.code(&mut ada, &[]).await;
    assert_eq!(
        magazine.post("token", &magazine.redeeming(&code)).await.code(),
        500
    );
    let page = ada.get(&format!("/oauth2/v1/logout?id_token_hint={hint}")).await;
    assert_eq!(page.location(), "/signed-out");
}
