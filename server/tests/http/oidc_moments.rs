//! What ends at the very moment at which a client is answered gives it nothing, on both databases; and while somebody
//! writes, nobody waits for them with a code or a token that there is not.

use crate::support::{
    Backend, Page, TestApp,
    oidc::{answer, authorize},
};
use rstest::rstest;
use serde_json::json;
use server::state::Portico;
use std::time::Duration;
use storage::{
    clients, customers,
    sessions::{self, EndedBecause},
};

const ADA: &str = "ada@example.org";

/// What somebody else commits between the decision and the answer.
#[derive(Clone, Copy, Debug)]
enum Meanwhile {
    SignedOut,
    ClientOff,
}

/// Waits until nothing is asked of the database any more: whoever asked waits for us.
async fn stands_still(portico: &Portico) {
    let mut before = portico.database.statements();
    loop {
        tokio::time::sleep(Duration::from_millis(700)).await;
        let now = portico.database.statements();
        if now == before {
            return;
        }
        before = now;
    }
}

/// The answer to a request of Ada's browser, decided before something happens and carried out after it.
async fn answered(app: &TestApp, changed: &[(&str, &str)], meanwhile: Meanwhile) -> Page {
    let magazine = app.trusted().await;
    let mut ada = app.customer(ADA).await;
    // The first code of all makes the keys.
    magazine.code(&mut ada.browser, &[]).await;
    let session = app.database.texts("SELECT id FROM sessions").await;
    let session = session[0].parse().unwrap();

    let (portico, now) = (&app.portico, app.portico.now());
    let mut tx = portico.database.begin().await.unwrap();
    customers::hold(&mut tx, ada.id).await.unwrap();
    let begun = portico.database.statements();
    let path = authorize(magazine.id, changed);
    let mut browser = ada.browser.clone();
    let page = tokio::spawn(async move { browser.get(&path).await });
    while portico.database.statements() == begun {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    stands_still(portico).await;
    assert!(!page.is_finished());
    match meanwhile {
        Meanwhile::SignedOut => {
            let because = EndedBecause::SignedOutLocally;
            assert!(sessions::end(&mut tx, session, because, now).await.unwrap());
        }
        Meanwhile::ClientOff => {
            let off = clients::set_active(&mut tx, magazine.id, 1, false, now).await;
            assert!(off.unwrap());
        }
    }
    tx.commit().await.unwrap();
    let page = page.await.unwrap();
    assert_eq!(app.database.count("grants").await, 1, "that of before");
    page
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_ends_gives_nothing(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
    #[values("", "none")] prompt: &str,
) {
    let app = TestApp::on(backend).await;
    let page = answered(&app, &[("prompt", prompt)], Meanwhile::SignedOut).await;
    match prompt {
        "none" => assert_eq!(answer(&page)["error"], "login_required"),
        _ => assert!(
            page.location()
                .starts_with("/login?next=%2Foauth2%2Fv1%2Fauthorize"),
            "{}",
            page.location()
        ),
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_is_switched_off_gets_nothing(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let app = TestApp::on(backend).await;
    let page = answered(&app, &[], Meanwhile::ClientOff).await;
    page.expect(400, "consent.fault_heading");
}

#[tokio::test]
async fn what_there_is_not_takes_no_turn_to_write() {
    let app = TestApp::start().await;
    let magazine = app.trusted().await;
    let mut ada = app.customer(ADA).await.browser;
    let code = magazine.code(&mut ada, &[]).await;
    magazine.redeem(&code).await;

    let writing = app.portico.database.begin().await.unwrap();
    let invented = app.portico.entropy.token();
    let invented = invented.expose();
    magazine
        .post("token", &magazine.redeeming(invented))
        .await
        .expect_error(400, "invalid_grant");
    magazine
        .renew(&json!(invented))
        .await
        .expect_error(400, "invalid_grant");
    let revoked = magazine.post("revoke", &[("token", invented)]).await;
    assert_eq!(revoked.code(), 200, "{}", revoked.body);
    let id = magazine.id.to_string();
    let request_uri = format!("urn:ietf:params:oauth:request_uri:{invented}");
    let pushed = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("client_id", &id)
        .append_pair("request_uri", &request_uri)
        .finish();
    let page = ada.get(&format!("/oauth2/v1/authorize?{pushed}")).await;
    page.expect(400, "consent.fault_heading");
    writing.rollback().await.unwrap();
}
