//! `/forgot`: the answer is the same for every address.

use crate::support::TestApp;
use domain::{customers::CustomerStatus, time::Span};

const ADA: &str = "ada@example.org";

#[tokio::test]
async fn known_and_unknown_addresses_get_the_same_page() {
    let app = TestApp::start().await;
    app.insert_customer(ADA, CustomerStatus::Active).await;
    let mut pages = Vec::new();
    for email in [ADA, "nobody@example.org"] {
        let mut visitor = app.visitor();
        let page = visitor.get("/forgot").await;
        let page = visitor.fill(&page, "/forgot", &[("email", email)]).await;
        assert_eq!(page.location(), "/forgot?sent=1");
        pages.push(visitor.follow(&page).await.text());
    }
    assert_eq!(pages[0], pages[1]);
    let mail = app.only_mail(ADA).await;
    assert!(mail.link().starts_with("/reset?token="));
}

#[tokio::test]
async fn the_address_is_compared_by_its_key() {
    let app = TestApp::start().await;
    app.insert_customer("ada@bücher.example", CustomerStatus::Active)
        .await;
    app.visitor()
        .post("/forgot", &[("email", "ADA@xn--BCHER-KVA.example")])
        .await;
    app.only_mail("ada@bücher.example").await;
}

#[tokio::test]
async fn who_may_not_come_in_gets_no_link() {
    let app = TestApp::start().await;
    for (n, status) in [
        CustomerStatus::Waiting,
        CustomerStatus::Rejected,
        CustomerStatus::Disabled,
    ]
    .into_iter()
    .enumerate()
    {
        let email = format!("n{n}@example.org");
        app.insert_customer(&email, status).await;
        assert_eq!(
            app.visitor()
                .post("/forgot", &[("email", &email)])
                .await
                .location(),
            "/forgot?sent=1"
        );
    }
    assert!(app.mails().await.is_empty());
}

#[tokio::test]
async fn three_mails_an_hour_for_address_and_requester() {
    let app = TestApp::start().await;
    app.insert_customer(ADA, CustomerStatus::Active).await;
    for email in [ADA, "nobody@example.org"] {
        let mut visitor = app.visitor();
        for _ in 0..3 {
            assert_eq!(
                visitor.post("/forgot", &[("email", email)]).await.location(),
                "/forgot?sent=1"
            );
        }
        visitor
            .post("/forgot", &[("email", email)])
            .await
            .expect(429, "faults.too_many_tries");
    }
    assert_eq!(app.mails().await.len(), 3);
    app.time.turn(Span::hours(1));
    assert_eq!(
        app.visitor().post("/forgot", &[("email", ADA)]).await.location(),
        "/forgot?sent=1"
    );
    assert_eq!(app.mails().await.len(), 1);
}

#[tokio::test]
async fn ten_mails_an_hour_for_an_address_whoever_asks() {
    let app = TestApp::start().await;
    app.insert_customer(ADA, CustomerStatus::Active).await;
    for email in [ADA, "nobody@example.org"] {
        for n in 1..=12 {
            let mut visitor = app.visitor();
            visitor.address = format!("198.51.100.{n}:50000").parse().unwrap();
            let page = visitor.post("/forgot", &[("email", email)]).await;
            if n <= 10 {
                assert_eq!(page.location(), "/forgot?sent=1");
            } else {
                page.expect(429, "faults.too_many_tries");
            }
        }
    }
    assert_eq!(app.mails().await.len(), 10);
}

#[tokio::test]
async fn an_address_that_is_none_is_told() {
    let app = TestApp::start().await;
    let page = app.visitor().post("/forgot", &[("email", "ada")]).await;
    page.expect(422, "faults.not_an_email");
    assert_eq!(page.value("email"), "ada");
}

#[tokio::test]
async fn with_local_sign_in_off_there_is_nothing_to_forget() {
    let app = TestApp::start().await;
    let _provider = app.provider("north").await;
    app.insert_customer(ADA, CustomerStatus::Active).await;
    app.settings(|settings| settings.local_sign_in = false).await;
    assert_eq!(app.visitor().get("/forgot").await.code(), 404);
    let page = app.visitor().post("/forgot", &[("email", ADA)]).await;
    assert!(matches!(page.code(), 404 | 422), "{}", page.status);
    assert!(app.mails().await.is_empty());
}
