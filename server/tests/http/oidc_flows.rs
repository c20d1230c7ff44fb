//! What may come between a person whom a client sent here and its answer: none of it loses the flow.

use crate::support::{
    ADDRESS, Canned, Endpoint, PASSWORD, Page, Quirk, STEP, TestApp, Visitor, application, oidc::answer,
};
use app::routes::{flow, with, with_next};
use domain::{customers::CustomerStatus, time::Span};
use rstest::rstest;
use serde_json::json;

const ADA: &str = "ada@example.org";

fn has_link(page: &Page, href: &str) -> bool {
    page.all("a").iter().any(|a| a.get("href") == Some(href))
}

/// My Profile on the way of a flow.
fn profile(token: &str) -> String {
    with_next("/account/profile", Some(&flow::go_on(token)))
}

/// As the login page reads it out of its own address: a question mark inside of a query needs no escape (RFC 3986 §3.4).
fn profile_read(token: &str) -> String {
    format!("/account/profile?next={}", flow::go_on(token))
}

#[rstest]
#[case::consent(flow::consent, flow::go_on)]
#[case::account(flow::account, flow::go_on)]
#[case::my_profile(profile, profile_read)]
#[tokio::test]
async fn a_session_that_ends_on_a_page_of_a_flow_leads_back_into_it(
    #[case] page: fn(&str) -> String,
    #[case] lands: fn(&str) -> String,
) {
    let app = TestApp::start().await;
    let token = app.flow(app.client("Magazine").await, "openid").await;
    app.insert_customer(ADA, CustomerStatus::Active).await;
    let mut ada = app.visitor();
    // Where the word leads that the session is over.
    let login = ada.get(&with_next("/login", Some(&page(&token)))).await;
    assert!(
        login.text().contains("Sign in to go on to Magazine."),
        "{}",
        login.text()
    );
    let who = [("email", ADA), ("password", PASSWORD)];
    let signed_in = ada.fill(&login, "/login", &who).await;
    assert_eq!(signed_in.location(), lands(&token));
}

#[tokio::test]
async fn my_profile_that_is_sent_too_late_leads_back_to_the_flow() {
    let app = TestApp::start().await;
    let token = app.flow(app.client("Magazine").await, "openid").await;
    let mut ada = app.customer(ADA).await;
    let page = ada.get(&profile(&token)).await;
    ada.browser.clone().post("/logout", &[]).await;
    let page = ada.fill(&page, "/account/profile", &[]).await;
    assert_eq!(page.location(), with_next("/login", Some(&profile(&token))));
}

#[tokio::test]
async fn a_pop_up_is_not_cut_off_from_its_opener_by_the_terms() {
    let app = TestApp::start().await;
    let token = app.flow(app.client("Magazine").await, "openid").await;
    let mut ada = app.customer(ADA).await;
    app.publish_texts(2).await;
    let cut_off = |page: &Page| page.header("cross-origin-opener-policy") == "same-origin";
    let asked = ada.get(&flow::consent(&token)).await;
    let terms = ada.follow(&asked).await;
    terms.expect(200, "profile.terms_accept");
    assert!(!cut_off(&terms), "the page");
    let again = ada.fill(&terms, "/account/profile", &[]).await;
    again.expect(422, "faults.must_accept");
    assert!(!cut_off(&again), "the page with its fault");
    let accepted = [("accept_terms", "2")];
    let on = ada.fill(&terms, "/account/profile", &accepted).await;
    assert_eq!(on.location(), flow::go_on(&token));
    assert!(!cut_off(&on), "what it answers");
    for path in [flow::go_on(&token), flow::consent(&token)] {
        assert!(!cut_off(&ada.get(&path).await), "{path}");
    }
    for path in ["/account/profile", "/account/profile?next=%2Foffers"] {
        assert!(cut_off(&ada.get(path).await), "{path}");
    }
}

#[rstest]
#[case::login("/login", &["/login", "/register"])]
#[case::register("/register", &["/login", "/register"])]
#[case::forgot("/forgot", &["/login", "/register"])]
#[case::check_mail("/register/check-mail", &["/login", "/register"])]
#[case::signed_out("/signed-out", &["/login", "/register"])]
#[case::used_link("/activate?token=x", &["/login", "/register"])]
#[case::used_reset("/reset?token=x", &["/forgot"])]
#[tokio::test]
async fn every_link_of_a_page_that_names_a_flow_names_it_too(#[case] path: &str, #[case] leads_to: &[&str]) {
    let app = TestApp::start().await;
    let token = app.flow(app.client("Magazine").await, "openid").await;
    let on = |path: &str| with(path, "next", &flow::go_on(&token));
    let page = app.visitor().get(&on(path)).await;
    for there in leads_to {
        assert!(has_link(&page, &on(there)), "{path} to {there}: {}", page.body);
    }
    for link in page.all("a") {
        let href = link.get("href").unwrap_or_default();
        assert!(
            !["/login", "/register", "/forgot"].contains(&href),
            "{path}: {link:?}"
        );
    }
}

#[tokio::test]
async fn the_page_of_a_request_leads_on_with_what_it_names() {
    let app = TestApp::start().await;
    let token = app.flow(app.client("Magazine").await, "openid").await;
    let status = app.another_waits(&[]).await;
    let mut olga = app.operations().await;
    olga.approve().await.location();
    let on = |path: &str| with(path, "next", &flow::go_on(&token));
    let page = app.visitor().get(&on(&status)).await;
    page.expect(200, "registration.status_approved");
    let content = page.body.split_once("<main").unwrap().1.to_owned();
    let content = Page {
        body: content,
        ..page
    };
    assert!(has_link(&content, &on("/login")), "{}", content.body);
    app.mails().await;
}

/// The page of a fault leads to another attempt on the way of the flow, and back to the client.
async fn leads_on(mut visitor: Visitor, page: Page, token: &str) {
    let login = with_next("/login", Some(&flow::go_on(token)));
    assert!(has_link(&page, &login), "{}", page.body);
    assert!(page.text().contains("Back to Magazine"), "{}", page.text());
    assert!(has_link(&page, &flow::cancel(token)), "{}", page.body);
    let told = visitor.get(&flow::cancel(token)).await;
    assert_eq!(answer(&told)["error"], "access_denied");
}

#[rstest]
#[case::denied(Quirk::Error("access_denied"), 403)]
#[case::another_error(Quirk::Error("invalid_scope"), 502)]
#[case::away(Quirk::Answer(Endpoint::Token, Canned::Status(500)), 502)]
#[case::distrusted(Quirk::Claim("iss", Some(json!("https://evil.example"))), 502)]
#[tokio::test]
async fn a_fault_at_a_provider_leads_to_another_attempt_in_the_flow(#[case] quirk: Quirk, #[case] code: u16) {
    let app = TestApp::start().await;
    let north = app.provider("north").await;
    let token = app.flow(app.client("Magazine").await, "openid").await;
    north.quirk(quirk);
    let mut visitor = app.visitor();
    let page = visitor.through_to(&north, &flow::go_on(&token)).await;
    assert_eq!(page.code(), code, "{}", page.text());
    leads_on(visitor, page, &token).await;
}

#[tokio::test]
async fn a_provider_that_is_down_from_the_start_leads_to_another_attempt_in_the_flow() {
    let app = TestApp::start().await;
    let north = app.provider("north").await;
    let token = app.flow(app.client("Magazine").await, "openid").await;
    north.quirk(Quirk::Answer(Endpoint::Discovery, Canned::Status(500)));
    let mut visitor = app.visitor();
    let start = with_next("/providers/north/start", Some(&flow::go_on(&token)));
    let page = visitor.get(&start).await;
    page.expect(502, "providers.away_heading");
    leads_on(visitor, page, &token).await;
    let token = app.flow(app.client("Gazette").await, "openid").await;
    for way in ["start", "leave"] {
        let gone = with_next(&format!("/providers/nobody/{way}"), Some(&flow::go_on(&token)));
        let mut visitor = app.visitor();
        let page = visitor.get(&gone).await;
        page.expect(404, "providers.gone_heading");
        assert!(has_link(&page, &flow::cancel(&token)), "{way}: {}", page.body);
    }
}

#[tokio::test]
async fn an_attempt_that_is_used_up_or_too_old_leads_to_another_one_in_the_flow() {
    let app = TestApp::start().await;
    let north = app.provider("north").await;
    let client = app.client("Magazine").await;
    let token = app.flow(client, "openid").await;
    let mut alex = app.visitor();
    let start = with_next("/providers/north/start", Some(&flow::go_on(&token)));
    let callback = north.browse(&alex.start(&start).await);
    alex.get(callback.as_str()).await;
    let mut other = app.visitor();
    other.start(&start).await;
    let elsewhere = other.get(callback.as_str()).await;
    elsewhere.expect(400, "providers.expired_heading");
    assert!(
        has_link(&elsewhere, "/login"),
        "another browser is told nothing: {}",
        elsewhere.body
    );
    let again = alex.get(callback.as_str()).await;
    again.expect(400, "providers.expired_heading");
    leads_on(alex, again, &token).await;

    let late = other.start(&start).await;
    let callback = north.browse(&late);
    app.time.turn(Span::minutes(10));
    let page = other.get(callback.as_str()).await;
    page.expect(400, "providers.expired_heading");
    let login = with_next("/login", Some(&flow::go_on(&token)));
    assert!(has_link(&page, &login), "{}", page.body);
    assert!(
        has_link(&page, "/") && !page.text().contains("Back to Magazine"),
        "the flow is over by now: {}",
        page.text()
    );
    app.mails().await;
}

#[tokio::test]
async fn who_is_approved_after_the_flow_is_over_comes_home() {
    let app = TestApp::start().await;
    let token = app.flow(app.client("Magazine").await, "openid").await;
    let mut mia = app.visitor();
    let page = mia.get(&with_next("/register", Some(&flow::go_on(&token)))).await;
    mia.fill(&page, "/register", &application()).await.location();
    let link = app.only_mail(ADDRESS).await.link();
    let page = mia.follow_link(&link).await;
    assert!(page.location().starts_with("/register/status/"));
    app.time.turn(Span::hours(2));
    app.operations().await.approve().await.location();
    let page = mia.sign_in(ADDRESS, PASSWORD).await;
    assert_eq!(page.location(), "/account/profile");
    let page = mia.follow(&page).await;
    let page = mia.fill(&page, "/account/profile", &[]).await;
    assert_eq!(page.location(), "/account/profile?done=saved");
    mia.get(&flow::go_on(&token))
        .await
        .expect(404, "consent.over_heading");
    app.mails().await;
}

#[tokio::test]
async fn who_signs_in_for_a_flow_that_is_over_comes_home() {
    let app = TestApp::start().await;
    let client = app.client("Magazine").await;
    let token = app.flow(client, "openid").await;
    app.insert_customer(ADA, CustomerStatus::Active).await;
    let mut ada = app.visitor();
    let login = ada.get(&with_next("/login", Some(&flow::go_on(&token)))).await;
    app.time.turn(Span::minutes(10));
    let who = [("email", ADA), ("password", PASSWORD)];
    assert_eq!(ada.fill(&login, "/login", &who).await.location(), "/");

    let token = app.flow(client, "openid").await;
    let page = ada.get(&profile(&token)).await;
    app.time.turn(Span::minutes(10));
    assert_eq!(ada.fill(&page, "/account/profile", &[]).await.location(), "/");

    app.settings(|settings| settings.approval = false).await;
    let north = app.provider("north").await;
    let token = app.flow(client, "openid").await;
    let mut alex = app.visitor();
    let start = with_next("/providers/north/start", Some(&flow::go_on(&token)));
    app.time.turn(Span::minutes(5));
    let callback = north.browse(&alex.start(&start).await);
    app.time.turn(Span::minutes(5));
    assert_eq!(alex.get(callback.as_str()).await.location(), "/account/profile");
}

#[tokio::test]
async fn who_proves_an_account_for_a_flow_that_is_over_comes_home() {
    let app = TestApp::start().await;
    app.insert_customer(ADA, CustomerStatus::Active).await;
    let north = app.provider("north").await;
    north.person(json!({ "sub": "ada-1", "email": ADA, "email_verified": true, "given_name": "Ada" }));
    let token = app.flow(app.client("Magazine").await, "openid").await;
    let mut ada = app.visitor();
    let page = ada.through_to(&north, &flow::go_on(&token)).await;
    let page = ada.follow(&page).await;
    ada.fill(&page, "/confirm-address/have-account", &[])
        .await
        .location();
    app.time.turn(Span::minutes(10));
    ada.sign_in(ADA, PASSWORD).await.location();
    let page = ada.get("/account/logins/proof").await;
    let page = ada.fill(&page, "/account/logins/proof", &[]).await;
    assert_eq!(page.location(), "/");
    app.mails().await;
}

#[tokio::test]
async fn a_second_step_that_is_over_begins_anew_in_the_flow() {
    let app = TestApp::start().await;
    let (phone, _) = app.customer_with_app(ADA).await;
    let token = app.flow(app.client("Magazine").await, "openid").await;
    let login = with_next("/login", Some(&flow::go_on(&token)));
    let who = [("email", ADA), ("password", PASSWORD)];
    let mut ada = app.visitor();
    let page = ada.get(&login).await;
    let page = ada.fill(&page, "/login", &who).await;
    let step = ada.follow(&page).await;
    assert!(has_link(&step, &login), "to start again: {}", step.body);
    let wrong = phone.wrong_code(&app);
    for _ in 0..4 {
        let page = ada.act(STEP, "app", &[("app_code", &wrong)]).await;
        page.expect(422, "faults.wrong_code");
    }
    let page = ada.act(STEP, "app", &[("app_code", &wrong)]).await;
    assert_eq!(page.location(), with(&login, "over", "1"));
    let page = ada.follow(&page).await;
    assert!(page.says("login.step_over") && page.text().contains("Sign in to go on to Magazine."));
    assert_eq!(ada.get(STEP).await.location(), login);
}
