//! What a client may wish beside scopes: single claims, a class of recognition, a language, an address.

use crate::support::{
    Browser, TestApp,
    oidc::{answer, authorize, claims},
};
use app::routes::{flow, with_next};
use domain::time::Span;
use serde_json::Value;

const ADA: &str = "ada@example.org";

/// The class of the sign-in that a session began with.
async fn signed_in_with(app: &TestApp, amr: &str) {
    app.database
        .execute(&format!("UPDATE sessions SET amr = '{amr}'"))
        .await;
}

async fn ada(app: &TestApp) -> Browser {
    app.customer(ADA).await.browser
}

#[tokio::test]
async fn single_claims_are_told_where_they_were_asked_for() {
    let app = TestApp::start().await;
    let magazine = app.trusted().await;
    let mut ada = ada(&app).await;
    let wish = r#"{"id_token":{"email":null},"userinfo":{"given_name":{"essential":true}}}"#;
    let code = magazine.code(&mut ada, &[("claims", wish)]).await;
    let given = magazine.redeem(&code).await;
    let token = claims(&given["id_token"]);
    assert_eq!(token["email"], ADA);
    assert_eq!(token.get("given_name"), None);
    let userinfo = magazine.userinfo(&given["access_token"]).await.json();
    assert!(userinfo["given_name"].is_string());
    assert_eq!(userinfo.get("email"), None);
    assert_eq!(userinfo.get("family_name"), None, "no more than that");
}

#[tokio::test]
async fn a_person_is_asked_about_single_claims_too() {
    let app = TestApp::start().await;
    let magazine = app.asking().await;
    let mut ada = ada(&app).await;
    let wish = [("claims", r#"{"userinfo":{"email":null}}"#)];
    let page = ada.get(&authorize(magazine.id, &wish)).await;
    let page = ada.follow(&page).await;
    page.expect(200, "consent.scope_email");
}

#[tokio::test]
async fn the_person_is_the_one_that_the_claims_name() {
    let app = TestApp::start().await;
    let magazine = app.trusted().await;
    let mut ada = ada(&app).await;
    let wish = r#"{"id_token":{"sub":{"value":"somebody else"}}}"#;
    let page = ada
        .get(&authorize(magazine.id, &[("claims", wish), ("prompt", "none")]))
        .await;
    assert_eq!(answer(&page)["error"], "login_required");
}

async fn acr(app: &TestApp, ada: &mut Browser, wish: (&str, &str)) -> Result<Value, String> {
    let magazine = app.trusted().await;
    let page = ada.get(&authorize(magazine.id, &[wish])).await;
    if !page.location().starts_with("https://") {
        return Err(page.location().to_owned());
    }
    let mut answer = answer(&page);
    match answer.remove("code") {
        Some(code) => Ok(claims(&magazine.redeem(&code).await["id_token"])["acr"].clone()),
        None => Err(answer["error"].clone()),
    }
}

#[tokio::test]
async fn two_factors_are_one_class_higher() {
    let app = TestApp::start().await;
    let mut ada = ada(&app).await;
    app.time.turn(Span::minutes(1));
    assert_eq!(
        acr(&app, &mut ada, ("acr_values", "2")).await.unwrap(),
        "1",
        "a wish"
    );
    let need = ("claims", r#"{"id_token":{"acr":{"essential":true,"value":"2"}}}"#);
    let unmet = acr(&app, &mut ada, need).await.unwrap_err();
    assert!(unmet.starts_with("/login?again=1"), "{unmet}");
    signed_in_with(&app, "pwd otp").await;
    assert_eq!(acr(&app, &mut ada, need).await.unwrap(), "2");
    let magic = (
        "claims",
        r#"{"id_token":{"acr":{"essential":true,"value":"magic"}}}"#,
    );
    let unmet = acr(&app, &mut ada, magic).await.unwrap_err();
    assert_eq!(unmet, "unmet_authentication_requirements");
}

#[tokio::test]
async fn a_client_names_language_and_address() {
    let app = TestApp::start().await;
    let magazine = app.trusted().await;
    let mut visitor = app.visitor();
    let wish = [("ui_locales", "fr de"), ("login_hint", ADA)];
    let page = visitor.get(&authorize(magazine.id, &wish)).await;
    let page = visitor.follow(&page).await;
    assert_eq!(page.all("html")[0].get("lang"), Some("de"));
    let field = page
        .all("input")
        .into_iter()
        .find(|input| input.get("name") == Some("email"));
    assert_eq!(field.unwrap().get("value"), Some(ADA));

    // What the person chose counts more.
    let mut chosen = app.visitor();
    chosen
        .post("/language", &[("language", "el"), ("next", "/")])
        .await;
    let page = chosen.get(&authorize(magazine.id, &wish)).await;
    let page = chosen.follow(&page).await;
    assert_eq!(page.all("html")[0].get("lang"), Some("el"));

    // A hint that is no address is nothing to anybody.
    let mut other = app.visitor();
    let page = other
        .get(&authorize(magazine.id, &[("login_hint", "<script>")]))
        .await;
    let page = other.follow(&page).await;
    assert!(!page.body.contains("&lt;script"));
    let token = app.flow(magazine.id, "openid").await;
    other
        .get(&with_next("/login", Some(&flow::go_on(&token))))
        .await
        .expect(200, "login.heading");
}
