//! The database is away, and comes back: nobody restarts anything.

use crate::support::{ADDRESS, TestApp, application};
use app::api::ApiError;
use axum::http::Method;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_say_so_and_the_shop_recovers_by_itself() {
    let (app, line) = TestApp::builder().impatient().start_behind_a_line().await;
    let mut ada = app.customer("ada@example.org").await;
    line.cut();
    for path in ["/", "/offers/yoga-course", "/login", "/account/profile"] {
        let page = ada.get(path).await;
        page.expect(503, "shop.unavailable_heading");
        assert!(
            page.text().contains(page.header("x-request-id")),
            "{}",
            page.text()
        );
        assert!(!page.body.contains("sqlx") && !page.body.contains("postgres"));
    }
    let page = app.visitor().post("/register", &application()).await;
    page.expect(503, "shop.unavailable_heading");
    assert_eq!(page.header("retry-after"), "2");
    assert_eq!(
        app.visitor().call("/register", &application()).await,
        Err(ApiError::Unavailable)
    );
    let mut operator = app.visitor();
    assert_eq!(
        (
            operator.get("/readyz").await.code(),
            operator.get("/healthz").await.code()
        ),
        (503, 200)
    );
    assert!(app.post.worker.run_once().await.is_err());

    line.mend();
    assert_eq!(operator.get("/readyz").await.code(), 200);
    assert!(ada.is_signed_in().await, "nobody was signed out");
    assert_eq!(
        app.visitor().post("/register", &application()).await.location(),
        "/register/check-mail"
    );
    app.only_mail(ADDRESS).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_nobody_may_write_to_for_a_while_loses_nothing() {
    let app = TestApp::builder().impatient().start().await;
    let held = app.portico.database.begin().await.unwrap();
    assert_eq!(
        app.visitor().get("/").await.code(),
        200,
        "pages that only read are there"
    );
    app.visitor()
        .post("/register", &application())
        .await
        .expect(503, "shop.unavailable_heading");
    drop(held);
    assert_eq!(
        app.visitor().post("/register", &application()).await.location(),
        "/register/check-mail"
    );
    assert_eq!(app.database.count("customers").await, 1);
    app.only_mail(ADDRESS).await;
}

#[tokio::test]
async fn a_mail_server_that_is_away_keeps_nobody_from_registering() {
    let app = TestApp::start().await;
    app.post.mailbox.set_out_of_order(true);
    assert_eq!(app.visitor().register().await.location(), "/register/check-mail");
    assert!(app.mails().await.is_empty());
    app.post.mailbox.set_out_of_order(false);
    assert!(app.mails().await.is_empty(), "not before its next turn");
    app.time.turn(domain::time::Span::seconds(5));
    let link = app.only_mail(ADDRESS).await.link();
    app.settings(|settings| settings.approval = false).await;
    assert_eq!(
        app.visitor().follow_link(&link).await.location(),
        "/account/profile"
    );
}

#[tokio::test]
async fn assets_need_no_database() {
    let (app, line) = TestApp::builder().impatient().start_behind_a_line().await;
    let mut visitor = app.visitor();
    let css = app.portico.site.assets(server::http::assets::Wing::Shop).css;
    line.cut();
    let request = visitor.request(Method::GET, &css);
    assert_eq!(visitor.send(request, "").await.code(), 200);
    line.mend();
}
