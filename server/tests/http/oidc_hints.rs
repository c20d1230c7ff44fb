//! Requests that name a person, by `id_token_hint` or by the `sub` of `claims` (OpenID Connect Core 1.0 §3.1.2.1).

use crate::support::{
    Backend, Browser, PASSWORD, TestApp,
    oidc::{App, answer, authorize, claims},
};
use domain::{clients::Haste, time::Span};
use rstest::rstest;
use serde_json::json;
use server::services::oidc::keys;

const ADA: &str = "ada@example.org";
const BEN: &str = "ben@example.org";

/// A client, the browser of Ben, who is signed in, and the ID token of Ada.
async fn scene() -> (TestApp, App, Browser, String) {
    scene_on(Backend::Sqlite).await
}

/// The same on this database.
async fn scene_on(backend: Backend) -> (TestApp, App, Browser, String) {
    let app = TestApp::on(backend).await;
    let magazine = app.trusted().await;
    let mut ada = app.customer(ADA).await.browser;
    let code = magazine.code(&mut ada, &[]).await;
    let given = magazine.redeem(&code).await;
    let hint = given["id_token"].as_str().unwrap().to_owned();
    let ben = app.customer(BEN).await.browser;
    app.time.turn(Span::minutes(1));
    (app, magazine, ben, hint)
}

#[derive(Clone, Copy)]
enum Names {
    ByHint,
    ByClaim,
}

#[rstest]
#[tokio::test]
async fn whoever_signs_in_and_is_another_one_ends_the_request(
    #[values(Names::ByHint, Names::ByClaim)] names: Names,
    #[values(BEN, ADA)] who: &str,
) {
    let (_app, magazine, mut ben, hint) = scene().await;
    let sub = claims(&json!(hint))["sub"].as_str().unwrap().to_owned();
    let claim = json!({ "id_token": { "sub": { "value": sub } } }).to_string();
    let names = match names {
        Names::ByHint => ("id_token_hint", hint.as_str()),
        Names::ByClaim => ("claims", claim.as_str()),
    };
    let silent = ben
        .get(&authorize(magazine.id, &[names, ("prompt", "none")]))
        .await;
    assert_eq!(answer(&silent)["error"], "login_required");
    let page = ben.get(&authorize(magazine.id, &[names])).await;
    assert!(
        page.location().starts_with("/login?again=1"),
        "{}",
        page.location()
    );
    let page = ben.follow(&page).await;
    let page = ben
        .fill(&page, "/login", &[("email", who), ("password", PASSWORD)])
        .await;
    let page = ben.get(&page.location().replace("continue", "resume")).await;
    let fields = answer(&page);
    let error = fields.get("error").map(String::as_str);
    assert_eq!(error, (who == BEN).then_some("login_required"));
    assert_eq!(fields.contains_key("code"), who == ADA);
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_that_was_refused_is_over(#[values(Backend::Sqlite, Backend::Postgres)] backend: Backend) {
    let (_app, magazine, mut ben, hint) = scene_on(backend).await;
    let page = ben
        .get(&authorize(magazine.id, &[("id_token_hint", &hint)]))
        .await;
    let page = ben.follow(&page).await;
    let page = ben
        .fill(&page, "/login", &[("email", BEN), ("password", PASSWORD)])
        .await;
    let resume = page.location().replace("continue", "resume");
    let (mut one, mut other) = (ben.clone(), ben.clone());
    let (first, second) = tokio::join!(one.get(&resume), other.get(&resume));
    let (told, over) = match first.code() {
        303 => (first, second),
        _ => (second, first),
    };
    assert_eq!(answer(&told)["error"], "login_required");
    over.expect(404, "consent.over_heading");

    assert_eq!(ben.sign_in(ADA, PASSWORD).await.location(), "/");
    let again = ben.get(&resume).await;
    again.expect(404, "consent.over_heading");
}

#[derive(Clone, Copy)]
enum Stale {
    NoToken,
    AnotherClients,
    OfALostKey,
}

#[rstest]
#[tokio::test]
async fn a_hint_that_is_none_of_ours_names_nobody(
    #[values(Stale::NoToken, Stale::AnotherClients, Stale::OfALostKey)] stale: Stale,
    #[values("", "none")] prompt: &str,
) {
    let (app, magazine, mut ben, hint) = scene().await;
    let (asks, hint) = match stale {
        Stale::NoToken => (magazine, "a.b.c".to_owned()),
        Stale::AnotherClients => (app.trusted().await, hint),
        Stale::OfALostKey => {
            keys::rotate(&app.portico, Haste::AtOnce).await.unwrap();
            (magazine, hint)
        }
    };
    let asked = [("id_token_hint", hint.as_str()), ("prompt", prompt)];
    asks.code(&mut ben, &asked).await;
}
