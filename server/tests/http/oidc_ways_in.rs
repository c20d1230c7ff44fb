//! Signing in, with another account too, and registering inside of a client's flow.

use crate::support::{
    PASSWORD, Page, TestApp, application,
    oidc::{answer, authorize},
};
use app::routes::{flow, with_next};
use domain::{customers::CustomerStatus, time::Span};

const ADA: &str = "ada@example.org";

fn has_link(page: &Page, href: &str) -> bool {
    page.all("a").iter().any(|a| a.get("href") == Some(href))
}

#[tokio::test]
async fn another_account_signs_in_and_comes_back() {
    let app = TestApp::start().await;
    let token = app.flow(app.client("Magazine").await, "openid").await;
    let mut ada = app.customer(ADA).await;
    let page = ada.get(&flow::another(&token)).await;
    let login = format!("/login?again=1&next=%2Foauth2%2Fv1%2Fcontinue%3Frequest%3D{token}");
    assert_eq!(page.location(), login);
    app.insert_customer("grace@example.org", CustomerStatus::Active)
        .await;
    let page = ada.follow(&page).await;
    let who = [("email", "grace@example.org"), ("password", PASSWORD)];
    let page = ada.fill(&page, "/login", &who).await;
    assert_eq!(page.location(), flow::go_on(&token));
    let page = ada.get(&flow::account(&token)).await;
    assert!(page.text().contains("grace@example.org"), "{}", page.text());
}

#[tokio::test]
async fn a_provider_asks_who_the_other_one_is() {
    let app = TestApp::start().await;
    app.settings(|settings| settings.approval = false).await;
    let north = app.provider("north").await;
    let token = app.flow(app.client("Magazine").await, "openid").await;
    let mut alex = app.visitor();
    alex.through(&north).await.location();
    let page = alex.get(&flow::another(&token)).await;
    let page = alex.follow(&page).await;
    page.expect(200, "login.heading");
    alex.through_to(&north, &flow::go_on(&token)).await.location();
    assert_eq!(north.last_authorize()["prompt"], "login");
    app.mails().await;
}

#[tokio::test]
async fn the_login_page_says_where_the_person_goes_on() {
    let app = TestApp::start().await;
    let north = app.provider("north").await;
    let token = app.flow(app.client("Magazine").await, "openid").await;
    let mut visitor = app.visitor();
    let login = |path: &str| with_next(path, Some(&flow::go_on(&token)));
    let page = visitor.get(&login("/login")).await;
    assert!(
        page.text().contains("Sign in to go on to Magazine."),
        "{}",
        page.text()
    );
    assert!(!page.says("login.lead_offer"));
    for path in ["/register", "/forgot", "/providers/north/start"] {
        assert!(has_link(&page, &login(path)), "{path}");
    }
    let again = format!("{}&again=1", login("/login"));
    let page = visitor.get(&again).await;
    assert!(!page.says("login.again"), "nothing is changed: {}", page.text());
    let page = visitor.through_to(&north, &flow::go_on(&token)).await;
    page.expect(200, "registration.waiting_heading");
    app.mails().await;

    let over = with_next("/login", Some(&flow::go_on(&"A".repeat(43))));
    app.visitor().get(&over).await.expect(200, "login.lead_offer");
}

#[tokio::test]
async fn a_password_leads_to_the_flow() {
    let app = TestApp::start().await;
    let token = app.flow(app.client("Magazine").await, "openid").await;
    app.insert_customer(ADA, CustomerStatus::Active).await;
    let mut ada = app.visitor();
    let page = ada.get(&with_next("/login", Some(&flow::go_on(&token)))).await;
    let page = ada
        .fill(&page, "/login", &[("email", ADA), ("password", "wrong")])
        .await;
    page.expect(422, "faults.wrong_credentials");
    let page = ada
        .fill(&page, "/login", &[("email", ADA), ("password", PASSWORD)])
        .await;
    assert_eq!(page.location(), flow::go_on(&token));
}

#[tokio::test]
async fn a_registration_leads_back_to_the_flow() {
    let app = TestApp::start().await;
    app.settings(|settings| settings.approval = false).await;
    let token = app.flow(app.client("Magazine").await, "openid").await;
    let mut mia = app.visitor();
    let page = mia.get(&with_next("/register", Some(&flow::go_on(&token)))).await;
    assert!(
        page.text().contains("Register to go on to Magazine."),
        "{}",
        page.text()
    );
    let plain = mia.get("/register").await;
    assert!(!plain.text().contains("to go on to"), "{}", plain.text());
    let page = mia.fill(&page, "/register", &application()).await;
    let check = with_next("/register/check-mail", Some(&flow::go_on(&token)));
    assert_eq!(page.location(), check);
    mia.follow(&page)
        .await
        .expect(200, "registration.check_mail_client");
    let page = mia.get("/register/check-mail").await;
    assert!(!page.says("registration.check_mail_client"));

    let link = app.only_mail("mia@example.org").await.link();
    let page = mia.follow_link(&link).await;
    let profile = with_next("/account/profile", Some(&flow::go_on(&token)));
    assert_eq!(page.location(), profile);
}

#[tokio::test]
async fn a_client_that_wants_a_new_account_gets_one_whoever_is_signed_in() {
    let app = TestApp::start().await;
    app.settings(|settings| settings.approval = false).await;
    let magazine = app.trusted().await;
    let mut browser = app.customer(ADA).await.browser;
    app.time.turn(Span::minutes(1));
    let page = browser
        .get(&authorize(magazine.id, &[("prompt", "create")]))
        .await;
    assert!(
        page.location().starts_with("/register?next="),
        "{}",
        page.location()
    );
    let page = browser.follow(&page).await;
    page.expect(200, "registration.heading");
    let links = page.all("a");
    let mut ways = links.iter().filter_map(|a| a.get("href"));
    assert!(
        ways.any(|way| way.starts_with("/login?again=1&next=%2Foauth2")),
        "an account that there is signs in, the one that is signed in too"
    );
    let page = browser.fill(&page, "/register", &application()).await;
    browser.follow(&page).await;
    let link = app.only_mail("mia@example.org").await.link();
    let page = browser.follow_link(&link).await;
    let (_, next) = page.location().split_once("next=").unwrap();
    let next = next.replace("%2F", "/").replace("%3F", "?").replace("%3D", "=");
    app.database
        .execute("UPDATE customers SET terms_version = 1")
        .await;
    let page = browser.get(&next.replace("continue", "resume")).await;
    assert!(answer(&page).contains_key("code"));
    assert!(
        browser
            .get("/account/profile")
            .await
            .text()
            .contains("mia@example.org")
    );
}
