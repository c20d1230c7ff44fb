//! Requests that name a person, by `id_token_hint` or by the `sub` of `claims` (OpenID Connect Core 1.0 §3.1.2.1).

use super::account_logins::ada_and_north;
use crate::support::{
    Backend, Browser, PASSWORD, Quirk, TestApp,
    oidc::{App, answer, authorize, claims},
};
use domain::{clients::Haste, time::Span};
use rstest::rstest;
use serde_json::json;
use server::services::oidc::keys;

const ADA: &str = "ada@example.org";
const BEN: &str = "ben@example.org";
const ACCOUNT: &str = "/oauth2/v1/account";

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

/// Whether a client hears who is signed in, without a page, where it brings a hint.
async fn is_known_silently(client: &App, browser: &mut Browser, hint: &str) -> bool {
    let asked = [("id_token_hint", hint), ("prompt", "none")];
    let told = answer(&browser.get(&authorize(client.id, &asked)).await);
    if let Some(error) = told.get("error") {
        assert_eq!(error, "login_required");
    }
    told.contains_key("code")
}

/// A hint that is expired, of a key that signs no more, and of a client that knows people by other names.
#[rstest]
#[tokio::test]
async fn a_hint_that_another_client_was_given_names_its_person(
    #[values("", "UPDATE clients SET sector_identifier = 'app.example'")] sector: &str,
) {
    let app = TestApp::start().await;
    let magazine = app.trusted().await;
    if !sector.is_empty() {
        app.database.execute(sector).await;
    }
    let weekly = app.trusted().await;
    let mut hints = Vec::new();
    for who in [ADA, BEN] {
        let mut browser = app.customer(who).await.browser;
        let code = magazine.code(&mut browser, &[]).await;
        let given = magazine.redeem(&code).await;
        hints.push(given["id_token"].as_str().unwrap().to_owned());
    }
    keys::rotate(&app.portico, Haste::Planned).await.unwrap();
    app.time.turn(Span::days(2));
    let mut ben = app.visitor();
    assert_eq!(ben.sign_in(BEN, PASSWORD).await.location(), "/");
    app.time.turn(Span::minutes(1));
    for client in [&weekly, &magazine] {
        assert!(!is_known_silently(client, &mut ben, &hints[0]).await, "Ada's");
        assert!(is_known_silently(client, &mut ben, &hints[1]).await, "Ben's");
    }
    let page = ben
        .get(&authorize(weekly.id, &[("id_token_hint", &hints[0])]))
        .await;
    assert!(
        page.location().starts_with("/login?again=1"),
        "{}",
        page.location()
    );
}

#[derive(Clone, Copy)]
enum Unverified {
    NoToken,
    Forged,
    OfALostKey,
    OfAClientThatIsGone,
}

impl Unverified {
    /// The hint, made of one that is good, and a client that brings it.
    async fn make(self, app: &TestApp, magazine: App, hint: &str) -> (App, String) {
        let hint = hint.to_owned();
        match self {
            Self::NoToken => (magazine, "a.b.c".to_owned()),
            Self::Forged => {
                let (message, _) = hint.rsplit_once('.').unwrap();
                (magazine, format!("{message}.AAAA"))
            }
            Self::OfALostKey => {
                keys::rotate(&app.portico, Haste::AtOnce).await.unwrap();
                (magazine, hint)
            }
            Self::OfAClientThatIsGone => {
                let weekly = app.trusted().await;
                let gone = format!("DELETE FROM clients WHERE id = '{}'", magazine.id);
                app.database.execute(&gone).await;
                (weekly, hint)
            }
        }
    }
}

#[rstest]
#[tokio::test]
async fn a_hint_that_nobody_can_verify_has_the_person_choose_once(
    #[values(
        Unverified::NoToken,
        Unverified::Forged,
        Unverified::OfALostKey,
        Unverified::OfAClientThatIsGone
    )]
    unverified: Unverified,
) {
    let (app, magazine, mut ben, hint) = scene().await;
    let (client, hint) = unverified.make(&app, magazine, &hint).await;
    assert!(!is_known_silently(&client, &mut ben, &hint).await);
    let page = ben.get(&authorize(client.id, &[("id_token_hint", &hint)])).await;
    assert!(page.location().starts_with(ACCOUNT), "{}", page.location());
    let page = ben.follow(&page).await;
    page.expect(200, "consent.account_heading");
    let page = ben.fill(&page, ACCOUNT, &[]).await;
    let page = ben.get(&page.location().replace("continue", "resume")).await;
    assert!(answer(&page).contains_key("code"));
}

#[tokio::test]
async fn who_signs_in_for_a_hint_that_nobody_can_verify_is_not_asked_again() {
    let (app, magazine, mut ben, _) = scene().await;
    let path = authorize(magazine.id, &[("id_token_hint", "a.b.c")]);
    let asked = ben.get(&path).await;
    let another = asked.location().replace("account", "another");
    for (browser, login) in [(&mut ben, Some(another)), (&mut app.visitor().0, None)] {
        let page = browser.get(&login.unwrap_or_else(|| path.clone())).await;
        let page = browser.follow(&page).await;
        let who = [("email", ADA), ("password", PASSWORD)];
        let page = browser.fill(&page, "/login", &who).await;
        let page = browser.get(&page.location().replace("continue", "resume")).await;
        assert!(answer(&page).contains_key("code"));
    }
}

/// The provider says that the person authenticated there long before the request.
#[rstest]
#[tokio::test]
async fn who_comes_through_a_provider_for_a_hint_is_not_asked_again(#[values(false, true)] is_bens: bool) {
    let app = TestApp::start().await;
    let (_, north, _) = ada_and_north(&app).await;
    let magazine = app.trusted().await;
    let mut ben = app.customer(BEN).await.browser;
    let code = magazine.code(&mut ben, &[]).await;
    let given = magazine.redeem(&code).await;
    app.time.turn(Span::minutes(1));
    let long_ago = app.portico.now().minus(Span::hours(1)).as_secs();
    north.quirk(Quirk::Claim("auth_time", Some(json!(long_ago))));

    let hint = match is_bens {
        true => given["id_token"].as_str().unwrap(),
        false => "a.b.c",
    };
    let mut ada = app.visitor();
    let page = ada.get(&authorize(magazine.id, &[("id_token_hint", hint)])).await;
    let login = ada.follow(&page).await;
    let links = login.all("a");
    let mut ways = links.iter().filter_map(|a| a.get("href"));
    let start = ways.find(|way| way.starts_with("/providers/north/start"));
    let page = ada.through_from(&north, start.unwrap()).await;
    let page = ada.get(&page.location().replace("continue", "resume")).await;
    let error = answer(&page).remove("error");
    assert_eq!(error.as_deref(), is_bens.then_some("login_required"));
}
