//! For operators and for programs that look around.

use crate::support::{Backend, TestApp};
use rstest::rstest;

#[rstest]
#[tokio::test]
async fn alive_and_ready(#[values(Backend::Sqlite, Backend::Postgres)] backend: Backend) {
    let app = TestApp::on(backend).await;
    let mut operator = app.visitor();
    assert_eq!(operator.get("/healthz").await.code(), 200);
    assert_eq!(operator.get("/readyz").await.code(), 200);
    app.database
        .execute("DELETE FROM _sqlx_migrations WHERE version = (SELECT MAX(version) FROM _sqlx_migrations)")
        .await;
    assert_eq!(
        operator.get("/readyz").await.code(),
        503,
        "a migration is missing"
    );
    assert_eq!(operator.get("/healthz").await.code(), 200);
}

#[tokio::test]
async fn metrics_are_not_on_the_public_listener() {
    let app = TestApp::start().await;
    let page = app.visitor().get("/metrics").await;
    page.expect(404, "shop.not_found_heading");
    assert!(!page.body.contains("http_requests_total"));
}

#[tokio::test]
async fn the_sample_mailbox_is_not_there_without_the_sample_shop() {
    let app = TestApp::start().await;
    assert_eq!(app.visitor().get("/demo/mailbox").await.code(), 404);
    let app = TestApp::builder().demo().start().await;
    assert_eq!(app.visitor().get("/demo/mailbox").await.code(), 200);
}

#[tokio::test]
async fn programs_find_what_they_look_for() {
    let app = TestApp::start().await;
    let mut program = app.visitor();
    let robots = program.get("/robots.txt").await;
    assert!(robots.body.contains("Disallow: /account/") && robots.body.contains("Disallow: /office/"));
    let security = program.get("/.well-known/security.txt").await;
    assert!(
        security
            .body
            .starts_with("Contact: mailto:operations@tidewater.example\n"),
        "{}",
        security.body
    );
    assert!(security.body.contains("\nExpires: 2027-"), "{}", security.body);
    assert!(
        program
            .get("/.well-known/change-password")
            .await
            .location()
            .starts_with('/')
    );
}
