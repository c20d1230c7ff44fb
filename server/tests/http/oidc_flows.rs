//! What may come between a person whom a client sent here and its answer: none of it loses the flow.

use crate::support::{PASSWORD, TestApp};
use app::routes::{flow, with_next};
use domain::customers::CustomerStatus;
use rstest::rstest;

const ADA: &str = "ada@example.org";

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
