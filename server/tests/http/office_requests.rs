//! `/office/requests`: the queue, and deciding.

use crate::support::{ADDRESS, Backend, TestApp};
use app::api::ApiError;
use domain::{staff::Role, time::Span};
use rstest::rstest;

#[tokio::test]
async fn a_second_decision_in_another_tab_is_told_who_decided_and_when() {
    let app = TestApp::start().await;
    let (mut olga, mut otto) = (
        app.operations().await,
        app.staff("Otto", &[Role::Operations]).await,
    );
    app.waiting().await;
    let path = otto.queue().await.remove(0);
    let old_tab = otto.get(&path).await;
    olga.approve().await.location();
    app.only_mail(ADDRESS).await;
    app.time.turn(Span::minutes(5));
    let fields = [("decision", "reject"), ("reason", "No room.")];
    let page = otto.fill(&old_tab, "/office/requests/decision", &fields).await;
    page.expect(422, "faults.already_decided");
    assert!(
        page.text().contains("Olga") && page.text().contains("2026"),
        "{}",
        page.text()
    );
    assert!(app.mails().await.is_empty());
}

#[tokio::test]
async fn a_withdrawn_request_cannot_be_decided() {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    let mut mia = app.visitor();
    mia.register().await;
    let page = mia.follow_link(&app.only_mail(ADDRESS).await.link()).await;
    app.mails().await;
    let path = olga.queue().await.remove(0);
    let open = olga.get(&path).await;
    let status = mia.follow(&page).await;
    mia.fill(&status, "/register/status/withdraw", &[])
        .await
        .location();
    let page = olga
        .fill(&open, "/office/requests/decision", &[("decision", "approve")])
        .await;
    assert_eq!(page.code(), 422, "{}", page.text());
    assert_eq!(
        app.database
            .texts("SELECT status FROM registration_requests")
            .await,
        ["withdrawn"]
    );
    assert!(app.mails().await.is_empty());
}

#[tokio::test]
async fn a_request_waits_for_ninety_days() {
    let app = TestApp::start().await;
    app.waiting().await;
    app.time.turn(Span::millis(Span::days(90).as_millis() - 1));
    app.jobs().await;
    let mut olga = app.operations().await;
    assert_eq!(olga.queue().await.len(), 1);
    app.time.turn(Span::minutes(5));
    app.jobs().await;
    assert!(olga.queue().await.is_empty());
    assert_eq!(app.database.count("customers WHERE email IS NOT NULL").await, 0);
}

#[tokio::test]
async fn what_a_person_wrote_is_text_and_nothing_else() {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    let mut mia = app.visitor();
    let page = mia.get("/register").await;
    let nasty = "<script>alert(1)</script>\"'&";
    let fields = [
        crate::support::application(),
        vec![("message", nasty), ("company", nasty)],
    ]
    .concat();
    mia.fill(&page, "/register", &fields).await.location();
    mia.follow_link(&app.only_mail(ADDRESS).await.link())
        .await
        .location();
    let path = olga.queue().await.remove(0);
    let page = olga.get(&path).await;
    assert!(!page.body.contains("<script>alert"), "{}", page.body);
    assert!(page.text().contains(nasty), "{}", page.text());
    for mail in app.mails().await {
        assert!(!mail.html.contains("<script>"), "{}", mail.html);
    }
}

#[tokio::test]
async fn the_header_tells_how_many_wait() {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    let page = olga.get("/office/history").await;
    assert!(!page.says("office.waiting_count"));
    app.waiting().await;
    let page = olga.get("/office/history").await;
    assert!(page.text().contains("1 waiting"), "{}", page.text());
}

#[rstest]
#[case("0190aaaa-aaaa-7aaa-aaaa-aaaaaaaaaaaa")]
#[case("nonsense")]
#[case("%00")]
#[tokio::test]
async fn an_invented_request_is_not_there(#[case] id: &str) {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    olga.get(&format!("/office/requests/{id}"))
        .await
        .expect(404, "office.not_found_text");
    let answer = olga
        .call(
            "/office/requests/decision",
            &[("id", id), ("decision", "approve")],
        )
        .await;
    assert_eq!(answer, Err(ApiError::NotFound));
}

#[rstest]
#[tokio::test]
async fn keys_and_filters_in_the_address_that_are_not_ours_are_no_error(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let app = TestApp::on(backend).await;
    let mut olga = app.staff("Olga", &[Role::Operations, Role::Administrator]).await;
    for path in [
        "/office/requests?show=%00&after=%00",
        "/office/requests?show=decided&after=nonsense",
        "/office/requests?show=unproven",
        "/office/history?before=%00",
        "/office/providers?done=%00",
    ] {
        assert_eq!(olga.get(path).await.code(), 200, "{path}");
    }
}

#[tokio::test]
async fn a_queue_longer_than_a_page_goes_on_on_the_next() {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    for n in 0..27 {
        let mut visitor = app.visitor();
        visitor.address = format!("203.0.113.{n}:1").parse().unwrap();
        let email = format!("n{n}@example.org");
        let mut fields = crate::support::application();
        fields.retain(|(name, _)| *name != "email");
        fields.push(("email", &email));
        visitor.post("/register", &fields).await.location();
        app.time.turn(Span::seconds(1));
        let link = app.mail_to(&email).await.link();
        visitor.follow_link(&link).await.location();
        app.mails().await;
    }
    let page = olga.get("/office/requests").await;
    assert_eq!(olga.queue().await.len(), 25);
    let next = page
        .all("a")
        .into_iter()
        .find_map(|a| a.get("href").filter(|h| h.contains("after=")).map(str::to_owned));
    let page = olga.get(&next.unwrap()).await;
    let rows = page
        .all("a")
        .into_iter()
        .filter(|a| a.get("href").is_some_and(|h| h.starts_with("/office/requests/")));
    assert_eq!(rows.count(), 2);
}
