//! Posts that another site makes a browser send.

use crate::support::{PASSWORD, TestApp};
use axum::http::{Method, header};
use domain::customers::CustomerStatus;
use rstest::rstest;

#[rstest]
#[case::another_site(&[("sec-fetch-site", "cross-site")])]
#[case::a_sister_domain(&[("sec-fetch-site", "same-site"), ("origin", "http://evil.localhost:3000")])]
#[case::an_old_browser(&[("origin", "https://evil.example")])]
#[case::a_sandboxed_frame(&[("origin", "null")])]
#[case::another_port(&[("origin", "http://localhost:4000")])]
#[tokio::test]
async fn are_refused_with_a_page_and_change_nothing(#[case] headers: &[(&'static str, &'static str)]) {
    let app = TestApp::start().await;
    let mut ada = app.customer("ada@example.org").await;
    let mut sam = app.staff("Sam", &[domain::staff::Role::Administrator]).await;
    for form in [
        "/logout",
        "/account/profile",
        "/login",
        "/language",
        "/register",
        "/office/settings",
        "/office/logout",
    ] {
        let browser = if form.starts_with("/office") {
            &mut sam.browser
        } else {
            &mut ada.browser
        };
        for method in [Method::POST, Method::PUT] {
            let mut request = browser.request(method, form);
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            let page = browser.send(request, "language=de&given_name=Eve").await;
            assert_eq!(page.code(), 403, "{form}");
            assert!(page.headers.get(header::SET_COOKIE).is_none(), "{form}");
            if !form.starts_with("/office") {
                page.expect(403, "shop.refused_heading");
            }
        }
    }
    assert!(ada.is_signed_in().await);
    assert_eq!(sam.get("/office/settings").await.code(), 200);
}

#[tokio::test]
async fn nobody_is_signed_in_by_another_site() {
    let app = TestApp::start().await;
    app.insert_customer("eve@example.org", CustomerStatus::Active)
        .await;
    let mut ada = app.visitor();
    let request = ada
        .request(Method::POST, "/login")
        .header("sec-fetch-site", "cross-site");
    let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let body = format!("email=eve%40example.org&password={}", PASSWORD.replace(' ', "+"));
    assert_eq!(ada.send(request, body).await.code(), 403);
    assert!(!ada.is_signed_in().await);
    assert_eq!(
        app.portico.passwords.work(),
        1,
        "only the customer's own hash was made"
    );
}

#[tokio::test]
async fn links_from_other_sites_open_pages() {
    let app = TestApp::start().await;
    let mut ada = app.customer("ada@example.org").await;
    for path in ["/", "/account/profile", "/offers/yoga-course"] {
        let request = ada
            .request(Method::GET, path)
            .header("sec-fetch-site", "cross-site");
        assert_eq!(ada.send(request, "").await.code(), 200, "{path}");
    }
}
