//! What a client may wish beside scopes: single claims, a class of recognition, a language, an address.

use crate::support::{
    Browser, PASSWORD, Page, Phone, STEP, TestApp, Visitor,
    oidc::{App, answer, authorize, claims},
};
use app::routes::{flow, with_next};
use domain::{second_factor, settings::Demand, time::Span};
use rstest::rstest;
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

const NEED: (&str, &str) = ("claims", r#"{"id_token":{"acr":{"essential":true,"value":"2"}}}"#);
const WISH: (&str, &str) = ("acr_values", "2");

/// A browser that is spared Ada's second step, and her app with a fresh code. Nobody is signed in.
async fn remembered(app: &TestApp) -> (Visitor, Phone) {
    let (phone, _) = app.customer_with_app(ADA).await;
    let mut ada = app.half_signed_in(ADA).await;
    let code = phone.code(app);
    let fields = [("app_code", code.as_str()), ("remember", "on")];
    assert_eq!(ada.act(STEP, "app", &fields).await.location(), "/");
    ada.post("/logout", &[]).await;
    app.time.turn(second_factor::STEP);
    (ada, phone)
}

/// Signs Ada in with the login page that a flow has led to.
async fn sign_in(ada: &mut Visitor, asked: &Page) -> Page {
    assert!(asked.location().starts_with("/login?"), "{}", asked.location());
    let login = ada.follow(asked).await;
    ada.fill(&login, "/login", &[("email", ADA), ("password", PASSWORD)])
        .await
}

/// Goes on with the flow that a page leads to: the class that the client is told.
async fn told(ada: &mut Visitor, magazine: &App, page: &Page) -> Value {
    let resume = page.location().replace("/continue?", "/resume?");
    let code = answer(&ada.get(&resume).await).remove("code").unwrap();
    claims(&magazine.redeem(&code).await["id_token"])["acr"].clone()
}

#[rstest]
#[tokio::test]
async fn a_remembered_browser_is_asked_where_a_client_wants_two_factors(
    #[values(NEED, WISH)] wish: (&'static str, &'static str),
) {
    let app = TestApp::start().await;
    let (mut ada, phone) = remembered(&app).await;
    let magazine = app.trusted().await;
    let asked = ada.get(&authorize(magazine.id, &[wish])).await;
    let page = sign_in(&mut ada, &asked).await;
    assert_eq!(page.location(), STEP);
    let step = ada.follow(&page).await;
    let page = ada.fill(&step, STEP, &[("app_code", &phone.code(&app))]).await;
    assert_eq!(told(&mut ada, &magazine, &page).await, "2");
    magazine.code(&mut ada, &[wish]).await;
}

#[rstest]
#[tokio::test]
async fn who_was_spared_the_second_step_does_it_for_a_client_that_wants_it(
    #[values(NEED, WISH)] wish: (&'static str, &'static str),
) {
    let app = TestApp::start().await;
    let (mut ada, phone) = remembered(&app).await;
    let magazine = app.trusted().await;
    assert_eq!(ada.sign_in(ADA, PASSWORD).await.location(), "/");
    app.time.turn(Span::minutes(1));
    magazine.code(&mut ada, &[]).await;
    let asked = ada.get(&authorize(magazine.id, &[wish])).await;
    let page = sign_in(&mut ada, &asked).await;
    assert_eq!(page.location(), STEP);
    let step = ada.follow(&page).await;
    let page = ada.fill(&step, STEP, &[("app_code", &phone.code(&app))]).await;
    assert_eq!(told(&mut ada, &magazine, &page).await, "2");
}

#[tokio::test]
async fn a_wish_asks_nobody_where_the_shop_has_no_second_step() {
    let app = TestApp::start().await;
    app.customer_with_app(ADA).await;
    app.factor_policy(|policy| policy.factor_demand = Demand::Off)
        .await;
    let mut ada = app.visitor();
    assert_eq!(ada.sign_in(ADA, PASSWORD).await.location(), "/");
    app.time.turn(Span::minutes(1));
    let magazine = app.trusted().await;
    let code = magazine.code(&mut ada, &[WISH]).await;
    assert_eq!(claims(&magazine.redeem(&code).await["id_token"])["acr"], "1");
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
