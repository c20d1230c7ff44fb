//! What may come between a person whom a client sent here and its answer: none of it loses the flow.

use crate::support::{PASSWORD, Page, TestApp};
use app::routes::{flow, with, with_next};
use domain::customers::CustomerStatus;
use rstest::rstest;

const ADA: &str = "ada@example.org";

fn has_link(page: &Page, href: &str) -> bool {
    page.all("a").iter().any(|a| a.get("href") == Some(href))
}

/// My Profile on the way of a flow.
fn profile(token: &str) -> String {
    with_next("/account/profile", Some(&flow::go_on(token)))
}

#[rstest]
#[case::consent(flow::consent, flow::go_on)]
#[case::account(flow::account, flow::go_on)]
#[case::my_profile(profile, profile)]
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
