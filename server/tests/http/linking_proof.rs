//! Proving the old account instead of its address: by its password, or through its own provider. The identity that
//! waits becomes connected then, and by nothing less.

use crate::support::{Browser, PASSWORD, Page, Provider, STEP, TestApp};
use app::api::Answer;
use domain::{customers::CustomerStatus, time::Span, values::Fault};
use serde_json::json;

const ADDRESS: &str = "ada@example.org";
const PROOF: &str = "/account/logins/proof";

/// Eve comes from north with Ada's address, as far as the page that tells of the link.
async fn eve_came(app: &TestApp) -> (Browser, Provider) {
    let north = app.provider("north").await;
    north.person(json!({
        "sub": "eve-1", "email": ADDRESS, "email_verified": true, "given_name": "Eve", "family_name": "Ng",
    }));
    let mut eve = app.visitor().0;
    assert_eq!(eve.through(&north).await.location(), "/register/check-mail");
    app.mails().await;
    (eve, north)
}

/// Presses "sign in to my account" on the page that tells of the link.
async fn has_account(eve: &mut Browser) -> Page {
    let page = eve.get("/register/check-mail").await;
    page.expect(200, "identities.have_account_heading");
    eve.fill(&page, "/confirm-address/have-account", &[]).await
}

async fn connect(eve: &mut Browser) -> Page {
    let page = eve.get(PROOF).await;
    page.expect(200, "identities.proof_text");
    eve.fill(&page, PROOF, &[]).await
}

async fn connected(app: &TestApp) -> i64 {
    app.database.count("identities WHERE subject = 'eve-1'").await
}

#[tokio::test]
async fn the_password_proves_the_old_account() {
    let app = TestApp::start().await;
    app.insert_customer(ADDRESS, CustomerStatus::Active).await;
    let (mut eve, north) = eve_came(&app).await;
    let login = has_account(&mut eve).await.location().to_owned();
    assert_eq!(login, "/login?next=%2Faccount%2Flogins%2Fproof");
    assert!(
        !eve.get(&login).await.says("login.factor_stands"),
        "a choice of one's own"
    );
    assert_eq!(eve.get(PROOF).await.location(), login);
    eve.post("/login", &[("email", ADDRESS), ("password", "wrong")])
        .await
        .expect(422, "faults.wrong_credentials");
    let fields = [("email", ADDRESS), ("password", PASSWORD), ("next", PROOF)];
    assert_eq!(eve.post("/login", &fields).await.location(), PROOF);
    assert_eq!(connected(&app).await, 0, "a sign-in alone connects nothing");
    let page = eve.get(PROOF).await;
    assert!(
        page.text().contains("Eve Ng") && page.text().contains("Ada Lovelace"),
        "{}",
        page.text()
    );
    assert_eq!(connect(&mut eve).await.location(), "/");
    assert_eq!(connected(&app).await, 1);
    let told = app.only_mail(ADDRESS).await;
    assert!(told.subject.contains("north"), "{}", told.subject);
    let mut elsewhere = app.visitor();
    elsewhere.through(&north).await.location();
    assert!(elsewhere.get("/").await.text().contains("Ada Lovelace"));
    eve.get(PROOF).await.expect(404, "shop.not_found_heading");
}

#[tokio::test]
async fn its_own_provider_proves_the_old_account() {
    let app = TestApp::start().await;
    app.settings(|settings| settings.approval = false).await;
    let south = app.provider("south").await;
    south.person(json!({ "sub": "ada-1", "email": ADDRESS, "email_verified": true, "given_name": "Ada" }));
    app.visitor().through(&south).await.location();
    let (mut eve, _north) = eve_came(&app).await;
    has_account(&mut eve).await.location();
    // The first time, My Profile and the terms come in between.
    let page = eve.through_to(&south, PROOF).await;
    assert_eq!(
        page.location(),
        "/account/profile?next=%2Faccount%2Flogins%2Fproof"
    );
    app.database
        .execute("UPDATE customers SET terms_version = 1")
        .await;
    assert_eq!(connect(&mut eve).await.location(), "/");
    assert_eq!(connected(&app).await, 1);
    assert_eq!(app.database.count("customers").await, 1);
    app.mails().await;
}

#[tokio::test]
async fn another_account_than_the_addresss_own_proves_nothing() {
    let app = TestApp::start().await;
    app.insert_customer(ADDRESS, CustomerStatus::Active).await;
    app.insert_customer("grace@example.org", CustomerStatus::Active)
        .await;
    let (mut eve, _north) = eve_came(&app).await;
    has_account(&mut eve).await.location();
    eve.sign_in("grace@example.org", PASSWORD).await.location();
    connect(&mut eve).await.expect(422, "faults.other_account");
    assert_eq!(connected(&app).await, 0);
}

#[tokio::test]
async fn who_signs_in_without_the_button_has_nothing_to_do_with_it() {
    let app = TestApp::start().await;
    app.insert_customer(ADDRESS, CustomerStatus::Active).await;
    let (mut shared, _north) = eve_came(&app).await;
    shared.sign_in(ADDRESS, PASSWORD).await.location();
    shared.get(PROOF).await.expect(404, "shop.not_found_heading");
    let answer = shared.call(PROOF, &[]).await;
    assert_eq!(answer, Ok(Answer::form(Fault::LinkExpired)));
    assert_eq!(connected(&app).await, 0);
}

#[tokio::test]
async fn a_proof_made_for_one_identity_is_good_for_no_other() {
    let app = TestApp::start().await;
    app.insert_customer(ADDRESS, CustomerStatus::Active).await;
    let (mut eve, north) = eve_came(&app).await;
    has_account(&mut eve).await.location();
    eve.sign_in(ADDRESS, PASSWORD).await.location();
    north.person(json!({ "sub": "mallory", "email": ADDRESS, "email_verified": true }));
    assert_eq!(eve.through(&north).await.location(), "/register/check-mail");
    app.mails().await;
    assert_eq!(connected(&app).await, 0);
    connect(&mut eve).await.location();
    assert_eq!(connected(&app).await, 0, "who came first waits no more");
    assert_eq!(
        app.database.count("identities WHERE subject = 'mallory'").await,
        1,
        "who is named is connected"
    );
    app.mails().await;
}

#[tokio::test]
async fn the_proof_is_recent_and_the_identity_waits_an_hour() {
    let app = TestApp::start().await;
    app.insert_customer(ADDRESS, CustomerStatus::Active).await;
    let (mut eve, _north) = eve_came(&app).await;
    has_account(&mut eve).await.location();
    eve.sign_in(ADDRESS, PASSWORD).await.location();
    app.time.turn(Span::minutes(11));
    let page = eve.get(PROOF).await;
    let again = "/login?again=1&next=%2Faccount%2Flogins%2Fproof";
    assert_eq!(eve.fill(&page, PROOF, &[]).await.location(), again);
    assert_eq!(connected(&app).await, 0);
    app.time.turn(Span::hours(24));
    eve.sign_in(ADDRESS, PASSWORD).await.location();
    eve.get(PROOF).await.expect(404, "shop.not_found_heading");
}

#[tokio::test]
async fn the_bound_link_still_works_after_the_button() {
    let app = TestApp::start().await;
    app.insert_customer(ADDRESS, CustomerStatus::Active).await;
    let north = app.provider("north").await;
    north.person(json!({ "sub": "eve-1", "email": ADDRESS, "email_verified": true }));
    let mut eve = app.visitor();
    eve.through(&north).await.location();
    let link = app.only_mail(ADDRESS).await.link();
    has_account(&mut eve).await.location();
    assert_eq!(eve.follow_link(&link).await.location(), "/");
    assert_eq!(connected(&app).await, 1);
    app.mails().await;
}

#[tokio::test]
async fn the_offer_is_the_same_for_an_address_that_nobody_has() {
    let app = TestApp::start().await;
    let north = app.provider("north").await;
    north.person(json!({ "sub": "eve-1", "email": ADDRESS, "email_verified": false }));
    let mut eve = app.visitor().0;
    eve.through(&north).await.location();
    app.mails().await;
    assert_eq!(
        has_account(&mut eve).await.location(),
        "/login?next=%2Faccount%2Flogins%2Fproof"
    );
    let mut other = app.visitor();
    assert!(
        !other
            .get("/register/check-mail")
            .await
            .says("identities.have_account_heading")
    );
    other
        .post("/confirm-address/have-account", &[])
        .await
        .expect(422, "faults.link_expired");
}

#[tokio::test]
async fn a_provider_that_is_disabled_meanwhile_connects_nothing() {
    let app = TestApp::start().await;
    app.insert_customer(ADDRESS, CustomerStatus::Active).await;
    let (mut eve, north) = eve_came(&app).await;
    has_account(&mut eve).await.location();
    eve.sign_in(ADDRESS, PASSWORD).await.location();
    app.switch(&north, false, true).await;
    connect(&mut eve).await.expect(422, "faults.not_allowed");
    assert_eq!(connected(&app).await, 0);
}

#[tokio::test]
async fn the_bound_link_leads_nobody_past_a_second_factor() {
    let app = TestApp::start().await;
    let (phone, _) = app.customer_with_app(ADDRESS).await;
    let north = app.provider("north").await;
    north.person(json!({ "sub": "eve-1", "email": ADDRESS, "email_verified": true }));
    let mut eve = app.visitor().0;
    eve.through(&north).await.location();
    let link = app.only_mail(ADDRESS).await.link();
    let page = eve.follow_link(&link).await;
    assert_eq!(
        page.location(),
        "/login?next=%2Faccount%2Flogins%2Fproof&factor=1"
    );
    eve.follow(&page).await.expect(200, "login.factor_stands");
    assert_eq!(connected(&app).await, 0);
    assert!(!eve.is_signed_in().await);
    let fields = [("email", ADDRESS), ("password", PASSWORD), ("next", PROOF)];
    assert_eq!(eve.post("/login", &fields).await.location(), STEP);
    let code = phone.code(&app);
    let page = eve.act(STEP, "app", &[("app_code", &code)]).await;
    assert_eq!(page.location(), PROOF);
    assert_eq!(connect(&mut eve).await.location(), "/");
    assert_eq!(connected(&app).await, 1);
    app.mails().await;
}
