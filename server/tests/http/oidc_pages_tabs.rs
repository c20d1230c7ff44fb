//! Questions in a flow of a client that stand in one tab, while in another one somebody else signs in.

use crate::support::{Browser, PASSWORD, Page, TestApp};
use app::routes::flow;
use domain::customers::CustomerStatus;
use rstest::rstest;

const ADA: &str = "ada@example.org";
const GRACE: &str = "grace@example.org";
const CONSENT: &str = "/oauth2/v1/consent";
const ACCOUNT: &str = "/oauth2/v1/account";

/// Ada's page, in a browser where this person signs in while it stands open.
async fn meanwhile(app: &TestApp, path: &str, person: &str) -> (Browser, Page, String) {
    let token = app.flow(app.client("Magazine").await, "openid").await;
    let mut browser = app.customer(ADA).await.browser;
    let page = browser.get(&format!("{path}?request={token}")).await;
    if person != ADA {
        app.insert_customer(person, CustomerStatus::Active).await;
    }
    browser.sign_in(person, PASSWORD).await.location();
    (browser, page, token)
}

async fn answered(app: &TestApp) -> i64 {
    let rows = "authorize_requests WHERE agreed_session IS NOT NULL OR chosen_session IS NOT NULL";
    app.database.count(rows).await + app.database.count("client_consents").await
}

#[rstest]
#[tokio::test]
async fn an_answer_is_none_of_somebody_elses(#[values(CONSENT, ACCOUNT)] path: &str) {
    let app = TestApp::start().await;
    let (mut browser, page, token) = meanwhile(&app, path, GRACE).await;
    let page = browser.fill(&page, path, &[]).await;
    assert_eq!(page.location(), format!("{path}?request={token}&other=1"));
    assert_eq!(answered(&app).await, 0);
    let page = browser.follow(&page).await;
    page.expect(200, "consent.another_person");
    let text = page.text();
    assert!(text.contains(GRACE) && !text.contains(ADA), "{text}");
    let page = browser.fill(&page, path, &[]).await;
    assert_eq!(page.location(), flow::go_on(&token));
    assert!(answered(&app).await > 0);
}

#[rstest]
#[tokio::test]
async fn the_same_person_may_have_signed_in_again(#[values(CONSENT, ACCOUNT)] path: &str) {
    let app = TestApp::start().await;
    let (mut browser, page, token) = meanwhile(&app, path, ADA).await;
    assert!(!page.says("consent.another_person"));
    assert_eq!(
        browser.fill(&page, path, &[]).await.location(),
        flow::go_on(&token)
    );
    assert!(answered(&app).await > 0);
}
