//! `/activate`: the link that proves an address.

use crate::support::{ADDRESS, TestApp};
use app::api::Answer;
use axum::http::Method;
use domain::{time::Span, values::Fault};

/// Somebody registered; the link of the mail.
async fn link(app: &TestApp) -> String {
    app.settings(|settings| settings.approval = false).await;
    app.visitor().register().await;
    app.only_mail(ADDRESS).await.link()
}

#[tokio::test]
async fn opening_the_link_uses_nothing_up_since_mail_scanners_open_links() {
    let app = TestApp::start().await;
    let link = link(&app).await;
    let mut scanner = app.visitor();
    for method in [Method::GET, Method::HEAD, Method::GET] {
        let request = scanner.request(method, &link);
        let page = scanner.send(request, "").await;
        assert_eq!(page.code(), 200);
        assert!(
            page.header("referrer-policy") == "same-origin" && page.header("cache-control") == "no-store"
        );
    }
    assert_eq!(app.status_of(ADDRESS).await, "unproven");
    assert_eq!(
        app.visitor().follow_link(&link).await.location(),
        "/account/profile"
    );
}

#[tokio::test]
async fn the_link_works_once() {
    let app = TestApp::start().await;
    let link = link(&app).await;
    app.visitor().follow_link(&link).await.location();
    app.visitor().get(&link).await.expect(410, "links.used_heading");
    app.visitor().follow_link_is_dead(&link).await;
    assert_eq!(app.open_sessions().await, 1);
}

#[tokio::test]
async fn the_link_expires_after_a_day_and_the_page_says_so() {
    let app = TestApp::start().await;
    let link = link(&app).await;
    app.time.turn(Span::millis(Span::hours(24).as_millis() - 1));
    assert_eq!(app.visitor().get(&link).await.code(), 200);
    app.time.turn(Span::millis(1));
    let page = app.visitor().get(&link).await;
    page.expect(410, "links.expired_heading");
    assert!(page.has_form("/activate/again"), "a new mail is offered");
    let token = link.split_once("token=").unwrap().1;
    let answer = app.visitor().call("/activate", &[("token", token)]).await;
    assert_eq!(answer, Ok(Answer::form(Fault::LinkExpired)));
    assert_eq!(app.status_of(ADDRESS).await, "unproven");
}

#[tokio::test]
async fn an_expired_link_brings_a_new_mail() {
    let app = TestApp::start().await;
    let old = link(&app).await;
    app.time.turn(Span::hours(24));
    let mut mia = app.visitor();
    let page = mia.get(&old).await;
    let sent = mia.fill(&page, "/activate/again", &[]).await;
    assert_eq!(sent.location(), "/register/check-mail");
    let new = app.only_mail(ADDRESS).await.link();
    assert_eq!(mia.follow_link(&new).await.location(), "/account/profile");
    let token = old.split_once("token=").unwrap().1;
    let answer = mia.call("/activate/again", &[("token", token)]).await;
    assert_eq!(
        answer,
        Ok(Answer::form(Fault::LinkSpent)),
        "nothing to activate any more"
    );
    assert!(app.mails().await.is_empty());
}

#[tokio::test]
async fn a_link_of_a_request_that_has_run_out_of_time_proves_nothing() {
    let app = TestApp::start().await;
    let old = link(&app).await;
    app.time.turn(Span::hours(6 * 24 + 12));
    let mut mia = app.visitor();
    let page = mia.get(&old).await;
    mia.fill(&page, "/activate/again", &[]).await;
    let link = app.only_mail(ADDRESS).await.link();
    // The link still works; the request's seven days are over, and no job has come by yet.
    app.time.turn(Span::hours(12));
    let page = mia.follow_link(&link).await;
    page.expect(422, "faults.link_expired");
    assert_eq!(app.status_of(ADDRESS).await, "unproven");
    assert_eq!(app.open_sessions().await, 0);
}

#[tokio::test]
async fn an_invented_link_says_that_it_does_not_work() {
    let app = TestApp::start().await;
    let long = "A".repeat(5_000);
    for token in ["", "x", &"A".repeat(43), "%00", "%FF%FE", long.as_str(), "..%2F"] {
        let path = format!("/activate?token={token}");
        app.visitor().get(&path).await.expect(410, "links.used_heading");
        let page = app.visitor().post("/activate", &[("token", token)]).await;
        assert!(matches!(page.code(), 410 | 422), "{token} {}", page.status);
    }
    app.visitor()
        .get("/activate")
        .await
        .expect(410, "links.used_heading");
    assert_eq!(
        app.visitor().post("/activate", &[]).await.code(),
        410,
        "a dead link's page stays one"
    );
}

#[tokio::test]
async fn a_link_for_something_else_proves_nothing_here() {
    let app = TestApp::start().await;
    app.insert_customer("ada@example.org", domain::customers::CustomerStatus::Active)
        .await;
    let mut ada = app.visitor();
    ada.post("/forgot", &[("email", "ada@example.org")]).await;
    let token = app.only_mail("ada@example.org").await.token();
    assert_eq!(ada.get(&format!("/activate?token={token}")).await.code(), 410);
    for path in ["/activate", "/confirm-address", "/office/invitation"] {
        let answer = ada
            .call(
                path,
                &[("token", &token), ("name", "Eve"), ("email", "eve@example.org")],
            )
            .await;
        assert_eq!(answer, Ok(Answer::form(Fault::LinkSpent)), "{path}");
    }
    assert_eq!(ada.get(&format!("/reset?token={token}")).await.code(), 200);
}

#[tokio::test]
async fn a_copy_of_the_mail_carries_the_same_link() {
    let app = TestApp::start().await;
    let first = link(&app).await;
    app.database
        .execute("UPDATE mails SET status = 'queued', sent_at = NULL, locked_until = NULL")
        .await;
    assert_eq!(app.only_mail(ADDRESS).await.link(), first);
    assert_eq!(app.database.count("links").await, 1);
}

#[tokio::test]
async fn settings_of_the_moment_when_the_link_is_followed_decide() {
    let app = TestApp::start().await;
    let link = link(&app).await;
    app.settings(|settings| settings.approval = true).await;
    let page = app.visitor().follow_link(&link).await;
    assert!(page.location().starts_with("/register/status/"));
    assert_eq!(app.status_of(ADDRESS).await, "waiting");
    app.mails().await;
}
