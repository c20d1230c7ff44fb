//! `/office/login` and who may open what in the back office.

use crate::support::{PASSWORD, TestApp};
use app::api::{Answer, ApiError};
use axum::http::header;
use domain::{staff::Role, time::Span, values::Fault};
use rstest::rstest;

const OLGA: &str = "olga@tidewater.example";

#[tokio::test]
async fn staff_sign_in_and_land_where_they_wanted_to_go() {
    let app = TestApp::start().await;
    app.insert_staff("Olga", &[Role::Operations]).await;
    let mut olga = app.visitor();
    let page = olga.get("/office/providers").await;
    assert_eq!(page.location(), "/office/login?next=%2Foffice%2Fproviders");
    let page = olga.follow(&page).await;
    let page = olga
        .fill(
            &page,
            "/office/login",
            &[("email", OLGA), ("password", "not this one")],
        )
        .await;
    page.expect(422, "faults.wrong_credentials");
    assert_eq!(
        (page.value("email").as_str(), page.value("next").as_str()),
        (OLGA, "/office/providers")
    );
    assert!(!page.body.contains("not this one"));
    let page = olga.fill(&page, "/office/login", &[("password", PASSWORD)]).await;
    let cookies: Vec<_> = page
        .headers
        .get_all(header::SET_COOKIE)
        .iter()
        .map(|c| c.to_str().unwrap())
        .collect();
    let session = cookies
        .iter()
        .find(|cookie| cookie.starts_with("__Host-portico-office="))
        .unwrap();
    assert!(
        session.ends_with("; Path=/; Secure; HttpOnly; SameSite=Lax"),
        "{session}"
    );
    assert_eq!(page.location(), "/office/providers");
    olga.follow(&page).await.expect(200, "office.providers_heading");
    assert_eq!(olga.get("/office").await.location(), "/office/requests");
    assert_eq!(olga.get("/office/login").await.location(), "/office/requests");
}

#[rstest]
#[case("https://evil.example/office/")]
#[case("//evil.example")]
#[case("/offers/yoga-course")]
#[tokio::test]
async fn staff_are_never_sent_elsewhere(#[case] next: &str) {
    let app = TestApp::start().await;
    app.insert_staff("Olga", &[Role::Operations]).await;
    let fields = [("email", OLGA), ("password", PASSWORD), ("next", next)];
    assert_eq!(
        app.visitor().post("/office/login", &fields).await.location(),
        "/office/requests"
    );
}

#[tokio::test]
async fn unknown_addresses_customers_and_wrong_passwords_get_the_same_answer_after_the_same_work() {
    let app = TestApp::start().await;
    app.insert_staff("Olga", &[Role::Operations]).await;
    app.customer("ada@example.org").await;
    let mut answers = Vec::new();
    for (email, password) in [
        (OLGA, "not this one"),
        ("nobody@tidewater.example", PASSWORD),
        ("ada@example.org", PASSWORD),
    ] {
        let before = app.portico.passwords.work();
        let answer = app
            .visitor()
            .call("/office/login", &[("email", email), ("password", password)])
            .await;
        assert_eq!(answer, Ok(Answer::form(Fault::WrongCredentials)));
        answers.push(app.portico.passwords.work() - before);
    }
    assert!(answers.iter().all(|work| *work == answers[0]), "{answers:?}");
}

#[tokio::test]
async fn a_member_who_left_is_out_at_the_next_request_and_never_in_again() {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    app.database.execute("UPDATE staff SET active = FALSE").await;
    assert!(
        olga.get("/office/requests")
            .await
            .location()
            .starts_with("/office/login")
    );
    let answer = olga
        .call("/office/login", &[("email", OLGA), ("password", PASSWORD)])
        .await;
    assert_eq!(answer, Ok(Answer::form(Fault::WrongCredentials)));
}

#[tokio::test]
async fn tries_are_limited() {
    let app = TestApp::start().await;
    app.insert_staff("Olga", &[Role::Operations]).await;
    let mut stranger = app.visitor();
    for _ in 0..10 {
        stranger
            .post("/office/login", &[("email", OLGA), ("password", "x")])
            .await
            .expect(422, "faults.wrong_credentials");
    }
    let page = stranger
        .post("/office/login", &[("email", OLGA), ("password", PASSWORD)])
        .await;
    page.expect(429, "faults.too_many_tries");
    app.time.turn(Span::minutes(15));
    let page = stranger
        .post("/office/login", &[("email", OLGA), ("password", PASSWORD)])
        .await;
    assert_eq!(page.location(), "/office/requests");
}

#[tokio::test]
async fn signing_out_ends_the_session_and_its_token() {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    let token = olga.cookie("__Host-portico-office").unwrap().to_owned();
    let page = olga.get("/office/requests").await;
    assert_eq!(
        olga.fill(&page, "/office/logout", &[]).await.location(),
        "/office/login"
    );
    assert_eq!(olga.cookie("__Host-portico-office"), None);
    olga.set_cookie("__Host-portico-office", &token);
    assert!(
        olga.get("/office/requests")
            .await
            .location()
            .starts_with("/office/login")
    );
    assert_eq!(
        app.visitor().post("/office/logout", &[]).await.location(),
        "/office/login"
    );
}

#[tokio::test]
async fn a_staff_session_that_nobody_uses_ends() {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    app.time
        .turn(Span::millis(domain::sessions::Limits::STAFF.idle.as_millis()));
    assert!(
        olga.get("/office/requests")
            .await
            .location()
            .starts_with("/office/login")
    );
}

#[tokio::test]
async fn a_new_sign_in_replaces_the_browsers_session() {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    let old = olga.cookie("__Host-portico-office").unwrap().to_owned();
    olga.post("/office/login", &[("email", OLGA), ("password", PASSWORD)])
        .await
        .location();
    let mut thief = app.visitor();
    thief.set_cookie("__Host-portico-office", &old);
    assert!(
        thief
            .get("/office/requests")
            .await
            .location()
            .starts_with("/office/login")
    );
}

/// Page, who may open it.
const PAGES: [(&str, &[Role]); 5] = [
    (
        "/office/requests",
        &[Role::Operations, Role::Administrator, Role::Auditor],
    ),
    (
        "/office/providers",
        &[Role::Operations, Role::Administrator, Role::Auditor],
    ),
    ("/office/providers/new", &[Role::Administrator]),
    ("/office/settings", &[Role::Administrator, Role::Auditor]),
    (
        "/office/history",
        &[Role::Operations, Role::Administrator, Role::Auditor],
    ),
];

#[rstest]
#[case(Role::Operations)]
#[case(Role::Administrator)]
#[case(Role::Auditor)]
#[tokio::test]
async fn pages_open_by_role_and_the_menu_shows_no_other(#[case] role: Role) {
    let app = TestApp::start().await;
    let mut member = app.staff("Sam", &[role]).await;
    for (path, roles) in PAGES {
        let page = member.get(path).await;
        if roles.contains(&role) {
            assert_eq!(page.code(), 200, "{path} {}", page.text());
            let links = page
                .all("a")
                .into_iter()
                .filter_map(|a| a.get("href").map(str::to_owned));
            for href in links.filter(|href| href.starts_with("/office/")) {
                assert_ne!(member.get(&href).await.code(), 403, "{path} offers {href}");
            }
        } else {
            page.expect(403, "office.not_allowed_heading");
        }
    }
}

#[tokio::test]
async fn hiding_a_page_is_never_the_check() {
    let app = TestApp::start().await;
    let (mut olga, mut anton, mut iris) = (
        app.operations().await,
        app.administrator().await,
        app.staff("Iris", &[Role::Auditor]).await,
    );
    let (mut visitor, mut customer) = (app.visitor(), app.customer("ada@example.org").await);
    let forms = [
        "/office/settings",
        "/office/providers",
        "/office/providers/save",
        "/office/requests/decision",
    ];
    for form in forms {
        let nobody = ("id", "0190aaaa-aaaa-7aaa-aaaa-aaaaaaaaaaaa");
        let fields = [nobody, ("decision", "approve"), ("switch", "enable")];
        assert_eq!(
            visitor.call(form, &fields).await,
            Err(ApiError::SignInNeeded),
            "{form}"
        );
        assert_eq!(
            customer.call(form, &fields).await,
            Err(ApiError::SignInNeeded),
            "{form}"
        );
        assert_eq!(iris.call(form, &fields).await, Err(ApiError::Forbidden), "{form}");
        let (denied, allowed) = if form.ends_with("decision") {
            (&mut anton, &mut olga)
        } else {
            (&mut olga, &mut anton)
        };
        assert_eq!(
            denied.call(form, &fields).await,
            Err(ApiError::Forbidden),
            "{form}"
        );
        assert_ne!(
            allowed.call(form, &fields).await,
            Err(ApiError::Forbidden),
            "{form}"
        );
    }
    for read in ["requests", "settings", "providers", "history"] {
        assert_eq!(
            visitor.get(&format!("/office/ui/{read}")).await.code(),
            401,
            "{read}"
        );
        assert_eq!(
            customer.get(&format!("/office/ui/{read}")).await.code(),
            401,
            "{read}"
        );
    }
    assert_eq!(olga.get("/office/ui/settings").await.code(), 403);
}
