//! What bad input gets: a page that says so, never a 500.

use crate::support::{Backend, TestApp};
use axum::{
    body::Body,
    http::{Method, header},
};
use rstest::rstest;

/// Every form.
const FORMS: [&str; 17] = [
    "/login",
    "/forgot",
    "/register",
    "/register/address",
    "/register/status/withdraw",
    "/activate",
    "/reset",
    "/confirm-address",
    "/account/profile",
    "/logout",
    "/language",
    "/office/login",
    "/office/logout",
    "/office/invitation",
    "/office/requests/decision",
    "/office/providers/save",
    "/office/settings",
];

#[rstest]
#[case::page("text/html", true)]
#[case::call("application/json", false)]
#[tokio::test]
async fn a_body_of_ten_megabytes_is_too_large(#[case] accept: &'static str, #[case] html: bool) {
    let app = TestApp::start().await;
    let mut ada = app.customer("ada@example.org").await;
    for form in FORMS.iter().filter(|form| **form != "/office/logout") {
        let request = ada.request(Method::POST, form).header(header::ACCEPT, accept);
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let page = ada
            .send(request, format!("email={}", "x".repeat(10 * 1024 * 1024)))
            .await;
        assert_eq!(page.code(), 413, "{form}");
        if html && !form.starts_with("/office") {
            page.expect(413, "shop.too_large_heading");
        }
    }
}

#[rstest]
#[case::json("application/json", r#"{"email":"a"}"#)]
#[case::none("", "email=a")]
#[case::nonsense("nonsense", "email=a")]
#[case::multipart("multipart/form-data; boundary=x", "--x--")]
#[tokio::test]
async fn a_malformed_content_type_is_the_callers_fault(
    #[case] kind: &'static str,
    #[case] body: &'static str,
) {
    let app = TestApp::start().await;
    let mut ada = app.customer("ada@example.org").await;
    for form in FORMS.iter().filter(|form| **form != "/office/logout") {
        let mut request = ada.request(Method::POST, form);
        if !kind.is_empty() {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        let page = ada.send(request, body).await;
        page.assert_client_error();
    }
    assert!(ada.is_signed_in().await, "nothing happened");
}

#[rstest]
#[tokio::test]
async fn bodies_that_no_browser_sends_are_never_our_fault(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let app = TestApp::on(backend).await;
    let mut ada = app.customer("ada@example.org").await;
    let mut sam = app
        .staff(
            "Sam",
            &[
                domain::staff::Role::Operations,
                domain::staff::Role::Administrator,
            ],
        )
        .await;
    let bodies: [&[u8]; 12] = [
        b"",
        b"&&&===",
        b"%",
        b"%00",
        b"email=%00&password=%00&token=%00&id=%00&version=%00&next=%00&language=%00&slug=%00&name=%00",
        b"email=%FF%FE&token=%FF&id=%FF&version=%FF&language=%FF",
        b"\xff\xfe\x00",
        b"email=a&email=b&token=a&token=b&id=a&id=b&version=1&version=2&choice=a&choice=b&language=a&language=b",
        b"email[]=a&token[x][y][z]=b&id[0]=c&version[a]=1",
        b"version=99999999999999999999999&id=1",
        b"decision=approve&id=0190aaaa-aaaa-7aaa-aaaa-aaaaaaaaaaaa&switch=%F0%9F%92%A9&version=-1",
        b"given_name=%E2%80%AE&family_name=%00&email=a%0D%0ABcc%3Ab%40c.de&language=en&accept=on",
    ];
    for form in FORMS.iter().chain(&["/office/providers", "/nowhere"]) {
        for body in bodies {
            for accept in ["text/html", "application/json"] {
                let browser = if form.starts_with("/office") {
                    &mut sam.browser
                } else {
                    &mut ada.browser
                };
                let request = browser.request(Method::POST, form).header(header::ACCEPT, accept);
                let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
                let page = browser.send(request, Body::from(body.to_vec())).await;
                let shown = String::from_utf8_lossy(body);
                assert!(
                    page.code() < 500,
                    "{form} {shown}: {} {}",
                    page.status,
                    page.text()
                );
            }
        }
    }
    app.mails().await;
}

#[rstest]
#[tokio::test]
async fn addresses_that_no_browser_opens_are_never_our_fault(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let app = TestApp::on(backend).await;
    let mut sam = app
        .staff(
            "Sam",
            &[
                domain::staff::Role::Operations,
                domain::staff::Role::Administrator,
            ],
        )
        .await;
    let long = "a".repeat(8_000);
    for page in [
        "",
        "offers/",
        "register/status/",
        "office/requests/",
        "office/providers/",
        "assets/",
        "ui/",
        "ui/offer?slug=",
        "ui/link?token=",
        "ui/text?kind=",
        "ui/request-status?token=",
        "office/ui/request?id=",
        "office/ui/history?before=",
        "office/ui/requests?filter[show]=",
        "activate?token=",
        "login?provider=",
        "login?next=",
        "providers/x/logged-out?state=",
    ] {
        for rest in [
            "%00",
            "%FF%FE",
            "%E2%80%AE",
            "..%2f..%2fetc%2fpasswd",
            "%25%30",
            "'%22%3Cscript%3E",
            long.as_str(),
        ] {
            let answer = sam.get(&format!("/{page}{rest}")).await;
            assert!(
                answer.code() < 500,
                "/{page}{rest}: {} {}",
                answer.status,
                answer.text()
            );
            assert!(!answer.body.contains("\"<script>"), "/{page}{rest}");
        }
    }
}

#[rstest]
#[tokio::test]
async fn cookies_that_are_not_ours_are_nobody(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let app = TestApp::on(backend).await;
    let long = "A".repeat(4_000);
    for value in ["", "x", "\u{1}", "%00", &"A".repeat(43), &long, "\"quoted\""] {
        let mut visitor = app.visitor();
        for name in [
            "__Host-portico",
            "__Host-portico-office",
            "__Host-portico-flow",
            "__Host-portico-finish",
            "portico-language",
        ] {
            if value != "\u{1}" {
                visitor.set_cookie(name, value);
            }
        }
        assert!(!visitor.is_signed_in().await, "{value}");
        assert!(
            visitor
                .get("/office/requests")
                .await
                .location()
                .starts_with("/office/login")
        );
        assert_eq!(visitor.get("/signed-out").await.code(), 200);
    }
}

#[rstest]
#[case(Method::PUT, "/login")]
#[case(Method::DELETE, "/account/profile")]
#[case(Method::PATCH, "/")]
#[case(Method::POST, "/")]
#[case(Method::POST, "/terms")]
#[case(Method::GET, "/language")]
#[case(Method::GET, "/office/logout")]
#[case(Method::TRACE, "/login")]
#[tokio::test]
async fn a_method_that_a_page_does_not_have_is_refused_with_a_page(
    #[case] method: Method,
    #[case] path: &str,
) {
    let app = TestApp::start().await;
    let mut visitor = app.visitor();
    let request = visitor
        .request(method.clone(), path)
        .header("sec-fetch-site", "same-origin");
    let page = visitor.send(request, "").await;
    assert!(
        matches!(page.code(), 404 | 405),
        "{method} {path} {}",
        page.status
    );
    assert!(
        page.says("shop.not_found_heading") || path.starts_with("/office"),
        "{}",
        page.text()
    );
}

#[tokio::test]
async fn an_error_page_tells_the_number_of_its_request() {
    let app = TestApp::start().await;
    let mut visitor = app.visitor();
    let request = visitor
        .request(Method::POST, "/login")
        .header(header::CONTENT_TYPE, "application/json");
    let page = visitor.send(request, "{}").await;
    page.expect(400, "shop.malformed_heading");
    let id = page.header("x-request-id").to_owned();
    assert!(page.text().contains(&id), "{id}: {}", page.text());
}

#[tokio::test]
async fn a_head_request_gets_what_a_get_would_without_a_body() {
    let app = TestApp::start().await;
    let mut visitor = app.visitor();
    for (path, status) in [("/", 200), ("/no-such-page", 404), ("/account/profile", 303)] {
        let request = visitor.request(Method::HEAD, path);
        assert_eq!(visitor.send(request, "").await.code(), status, "{path}");
    }
}

#[tokio::test]
async fn too_many_sign_ins_at_once_are_told_to_wait_instead_of_exhausting_memory() {
    let app = TestApp::builder()
        .set("PORTICO_PASSWORDS__MEMORY_KIB", "65536")
        .start()
        .await;
    let tasks: Vec<_> = (0..90)
        .map(|n| {
            let mut browser = app.visitor().0;
            browser.address = format!("203.0.113.{n}:1").parse().unwrap();
            tokio::spawn(async move {
                browser
                    .sign_in(&format!("n{n}@example.org"), "not this one")
                    .await
            })
        })
        .collect();
    let mut busy = 0;
    for task in tasks {
        let page = task.await.unwrap();
        if page.code() == 503 {
            assert_eq!(page.header("retry-after"), "2");
            page.expect(503, "shop.busy_heading");
            busy += 1;
        } else {
            page.expect(422, "faults.wrong_credentials");
        }
    }
    assert!(busy > 0 && busy < 90, "{busy}");
}

#[rstest]
#[case::keys("/providers/%00/jwks.json")]
#[case::logo("/providers/%00/logo/0000000000000000000000000000000000000000000000000000000000000000")]
#[case::picture("/providers/north/logo/%00")]
#[case::start("/providers/%00/start")]
#[tokio::test]
async fn a_nul_in_a_path_is_no_trouble(
    #[case] path: &str,
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let app = TestApp::on(backend).await;
    let page = app.visitor().get(path).await;
    assert_eq!(page.code(), 404, "{}", page.text());
}
