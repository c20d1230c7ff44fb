//! How long a request lives where it stands, and what is left of it then: turned by the clock, ended by the jobs.

use crate::support::{ADDRESS, TestApp};
use domain::time::Span;

/// Turns the clock, and lets every job have its turn.
async fn pass(app: &TestApp, span: Span) {
    app.time.turn(span);
    app.jobs().await;
}

async fn status(app: &TestApp) -> String {
    app.database
        .texts("SELECT status FROM registration_requests")
        .await
        .remove(0)
}

/// Whether anything is left that tells who Mia was: in the request, its search, her customer, account and mails.
async fn traces(app: &TestApp) -> i64 {
    let mut left = 0;
    for table in [
        "registration_requests WHERE given_name <> '' OR email IS NOT NULL OR company IS NOT NULL OR phone IS NOT NULL
             OR message IS NOT NULL OR reason IS NOT NULL OR claims <> '{}'",
        "request_keys",
        "customers WHERE given_name <> '' OR email IS NOT NULL OR phone IS NOT NULL OR password_hash IS NOT NULL",
        "accounts WHERE name <> ''",
        "mails",
        "history WHERE old_value LIKE '%Vogel%' OR new_value LIKE '%Vogel%' OR new_value LIKE '%mia@%'",
    ] {
        left += app.database.count(table).await;
    }
    left
}

/// Mia registered with everything that can be told; the path of her private page once the address is proven.
async fn told(app: &TestApp) -> String {
    let fields = [
        ("company", "Werft"),
        ("phone", "+49 40 5550117"),
        ("message", "Hello."),
    ];
    app.another_waits(&fields).await
}

#[tokio::test]
async fn an_unproven_request_expires_after_seven_days_and_nothing_is_left_of_it() {
    let app = TestApp::start().await;
    app.visitor().register().await;
    app.only_mail(ADDRESS).await;
    app.jobs().await;
    pass(&app, Span::millis(Span::days(7).as_millis() - 1)).await;
    assert_eq!(status(&app).await, "unproven");
    pass(&app, Span::minutes(5)).await;
    assert_eq!((status(&app).await.as_str(), traces(&app).await), ("expired", 0));
    assert_eq!(
        app.visitor().register().await.location(),
        "/register/check-mail",
        "the address is free again"
    );
    app.only_mail(ADDRESS).await;
}

#[tokio::test]
async fn a_waiting_request_expires_after_ninety_days_and_its_page_says_so() {
    let app = TestApp::start().await;
    let page = told(&app).await;
    pass(&app, Span::millis(Span::days(90).as_millis() - 1)).await;
    assert_eq!(status(&app).await, "waiting");
    pass(&app, Span::minutes(5)).await;
    assert_eq!((status(&app).await.as_str(), traces(&app).await), ("expired", 0));
    let page = app.visitor().get(&page).await;
    page.expect(200, "registration.expired_on");
    assert!(page.text().contains("19 February 2027"), "{}", page.text());
}

#[tokio::test]
async fn a_request_whose_time_is_over_is_not_decided_even_before_the_job_comes_by() {
    let app = TestApp::start().await;
    told(&app).await;
    app.time.turn(Span::days(90));
    let mut olga = app.operations().await;
    olga.approve().await.expect(422, "faults.request_expired");
    assert!(app.mails().await.is_empty());
}

#[tokio::test]
async fn a_rejected_request_is_kept_for_thirty_days_and_then_an_anonymous_trace() {
    let app = TestApp::start().await;
    let page = told(&app).await;
    let mut olga = app.operations().await;
    olga.decide(&[
        ("decision", "reject"),
        ("code", "duplicate"),
        ("reason", "Ask me."),
    ])
    .await
    .location();
    app.only_mail(ADDRESS).await;
    pass(&app, Span::millis(Span::days(30).as_millis() - 1)).await;
    app.visitor()
        .get(&page)
        .await
        .expect(200, "registration.status_rejected");
    let known = app.visitor().register().await;
    assert_eq!(known.location(), "/register/check-mail");
    assert_eq!(
        app.database.count("registration_requests").await,
        1,
        "no new request within the 30 days"
    );
    app.mails().await;
    pass(&app, Span::hours(1)).await;
    assert_eq!((status(&app).await.as_str(), traces(&app).await), ("rejected", 0));
    let kept = "registration_requests WHERE reason_code = 'duplicate' AND decided_by_name = 'Olga'";
    assert_eq!(
        app.database.count(kept).await,
        1,
        "what happened stays, without whom it happened to"
    );
    assert_eq!(
        app.visitor().get(&page).await.code(),
        404,
        "the private page goes with it"
    );
    app.visitor().register().await.location();
    app.only_mail(ADDRESS).await;
    assert_eq!(app.database.count("registration_requests").await, 2);
}

#[tokio::test]
async fn a_withdrawn_request_is_erased_at_once() {
    let app = TestApp::start().await;
    let status_page = told(&app).await;
    let mut mia = app.visitor();
    let page = mia.get(&status_page).await;
    mia.fill(&page, "/register/status/withdraw", &[]).await.location();
    assert_eq!(
        (status(&app).await.as_str(), traces(&app).await),
        ("withdrawn", 0)
    );
}

#[tokio::test]
async fn an_approval_stays_and_its_expired_link_brings_a_new_mail() {
    let app = TestApp::start().await;
    let _north = app.provider("north").await;
    app.settings(|settings| settings.local_sign_in = false).await;
    told(&app).await;
    app.operations().await.approve().await.location();
    let old = app.only_mail(ADDRESS).await.link();
    pass(&app, Span::days(100)).await;
    assert_eq!(status(&app).await, "approved");
    let mut mia = app.visitor();
    // The link itself is forgotten 90 days after it expired; until then its page offers a new mail.
    let page = mia.get(&old).await;
    page.expect(410, "links.expired_heading");
    mia.fill(&page, "/activate/again", &[]).await.location();
    let new = app.only_mail(ADDRESS).await.link();
    assert_eq!(
        mia.follow_link(&new).await.location(),
        "/providers/north/leave?finish=1"
    );
}

#[tokio::test]
async fn requests_from_before_are_found_once_the_job_has_come_by() {
    let app = TestApp::start().await;
    told(&app).await;
    app.database.execute("DELETE FROM request_keys").await;
    app.database
        .execute("UPDATE registration_requests SET indexed = FALSE")
        .await;
    let mut olga = app.operations().await;
    assert!(!olga.get("/office/requests?q=werft").await.text().contains("Mia"));
    app.jobs().await;
    assert!(olga.get("/office/requests?q=werft").await.text().contains("Mia"));
}
