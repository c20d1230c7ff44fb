//! Codes by mail, and browsers that are remembered.

use crate::support::{Backend, PASSWORD, SET_UP, STEP, TestApp, Visitor};
use domain::time::Span;
use rstest::rstest;

const ADA: &str = "ada@example.org";

/// The six digits in a mail.
async fn code(app: &TestApp) -> String {
    let letter = app.only_mail(ADA).await;
    let (code, rest) = letter.subject.split_once(' ').unwrap();
    assert!(rest.starts_with("is your code for"), "{letter:?}");
    assert!(letter.text.contains(code), "{letter:?}");
    code.to_owned()
}

/// A customer who has codes by mail.
async fn with_mail(app: &TestApp) {
    let mut ada = app.customer(ADA).await;
    assert_eq!(ada.act(SET_UP, "choose_mail", &[]).await.location(), SET_UP);
    ada.get(SET_UP).await.expect(200, "second_factor.mail_sent");
    let code = code(app).await;
    assert_eq!(
        app.database
            .count("second_factors WHERE mail_since IS NOT NULL")
            .await,
        0
    );
    ada.act(SET_UP, "confirm_mail", &[("mail_code", &code)])
        .await
        .location();
    assert_eq!(ada.act(SET_UP, "done", &[]).await.location(), "/account/security");
    ada.post("/logout", &[]).await;
    app.mails().await;
}

async fn with_code(visitor: &mut Visitor, code: &str) -> crate::support::Page {
    visitor.act(STEP, "mail", &[("mail_code", code)]).await
}

#[tokio::test]
async fn a_code_is_on_its_way_at_once_and_works_once() {
    let app = TestApp::start().await;
    with_mail(&app).await;
    let mut ada = app.half_signed_in(ADA).await;
    let page = ada.get(STEP).await;
    page.expect(200, "second_factor.mail_sent");
    assert!(!page.says("second_factor.app_code"));
    let code = code(&app).await;
    assert_eq!(with_code(&mut ada, &format!(" {code} ")).await.location(), "/");
    let amr = "SELECT amr FROM sessions WHERE ended_at IS NULL";
    assert_eq!(app.database.texts(amr).await, ["pwd mca"]);

    let mut other = app.half_signed_in(ADA).await;
    with_code(&mut other, &code)
        .await
        .expect(422, "faults.wrong_code");
    app.mails().await;
    let params = app
        .database
        .texts("SELECT params FROM mails WHERE template = 'second_factor_code'")
        .await;
    assert!(params.iter().all(|params| !params.contains(&code)), "{params:?}");
}

#[tokio::test]
async fn a_new_code_replaces_the_old_one_and_both_end_after_ten_minutes() {
    let app = TestApp::start().await;
    with_mail(&app).await;
    let mut ada = app.half_signed_in(ADA).await;
    let old = code(&app).await;
    assert_eq!(ada.act(STEP, "send", &[]).await.location(), STEP);
    let new = code(&app).await;
    with_code(&mut ada, &old).await.expect(422, "faults.wrong_code");
    assert_eq!(with_code(&mut ada, &new).await.location(), "/");

    let mut late = app.half_signed_in(ADA).await;
    let code = code(&app).await;
    app.time.turn(Span::minutes(10));
    assert_eq!(with_code(&mut late, &code).await.location(), "/login?over=1");
}

#[tokio::test]
async fn codes_by_mail_are_counted() {
    let app = TestApp::start().await;
    with_mail(&app).await;
    let mut ada = app.half_signed_in(ADA).await;
    // One to set it up, one at once, three more.
    for _ in 0..3 {
        ada.act(STEP, "send", &[]).await.location();
    }
    ada.act(STEP, "send", &[])
        .await
        .expect(429, "faults.too_many_tries");
    assert_eq!(app.mails().await.len(), 4);
    let mut other = app.half_signed_in(ADA).await;
    other.get(STEP).await.expect(200, "second_factor.mail_send");
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mailed_code_used_twice_at_the_same_moment_works_once(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let app = TestApp::on(backend).await;
    with_mail(&app).await;
    let ada = app.half_signed_in(ADA).await;
    let code = code(&app).await;
    let send = |mut tab: crate::support::Browser, code: String| {
        tokio::spawn(async move { tab.act(STEP, "mail", &[("mail_code", &code)]).await })
    };
    let (one, other) = (send(ada.0.clone(), code.clone()), send(ada.0.clone(), code));
    let pages = [one.await.unwrap(), other.await.unwrap()];
    let entered = pages
        .iter()
        .filter(|page| page.code() == 303 && page.location() == "/");
    assert_eq!(entered.count(), 1);
    assert_eq!(app.open_sessions().await, 1);
}

#[tokio::test]
async fn where_mails_are_not_offered_nobody_sets_them_up() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    app.factor_policy(|policy| policy.factor_mail = false).await;
    assert_eq!(ada.act(SET_UP, "choose_mail", &[]).await.code(), 400);
}

#[tokio::test]
async fn a_remembered_browser_is_not_asked_and_others_are() {
    let app = TestApp::start().await;
    let (phone, _) = app.customer_with_app(ADA).await;
    let mut ada = app.half_signed_in(ADA).await;
    let fields = [("app_code", phone.code(&app)), ("remember", "on".to_owned())];
    let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
    assert_eq!(ada.act(STEP, "app", &fields).await.location(), "/");
    let token = ada.cookie("__Host-portico-browser").unwrap().to_owned();
    assert!(
        !app.database
            .texts("SELECT token_hash FROM remembered_browsers")
            .await
            .contains(&token)
    );
    ada.post("/logout", &[]).await;
    assert_eq!(ada.sign_in(ADA, PASSWORD).await.location(), "/");
    app.half_signed_in(ADA).await;

    // Another person in the same browser is asked.
    let (_, _) = app.customer_with_app("grace@example.org").await;
    assert_eq!(ada.sign_in("grace@example.org", PASSWORD).await.location(), STEP);
    ada.post("/logout", &[]).await;

    app.factor_policy(|policy| policy.factor_remember_days = 7).await;
    app.time.turn(Span::days(6));
    assert_eq!(ada.sign_in(ADA, PASSWORD).await.location(), "/");
    app.time.turn(Span::days(1));
    assert_eq!(ada.sign_in(ADA, PASSWORD).await.location(), STEP);
}

/// Ada in a browser that is remembered, and what a staff member needs to reset her factor.
async fn remembered(app: &TestApp) -> (Visitor, String) {
    let (phone, _) = app.customer_with_app(ADA).await;
    let mut ada = app.half_signed_in(ADA).await;
    let code = phone.code(app);
    ada.act(STEP, "app", &[("app_code", &code), ("remember", "on")])
        .await
        .location();
    let id = app.database.texts("SELECT id FROM customers").await[0].clone();
    (ada, id)
}

#[tokio::test]
async fn a_remembered_browser_is_forgotten_after_a_reset_of_the_factor() {
    let app = TestApp::start().await;
    let (mut ada, id) = remembered(&app).await;
    let mut olga = app.operations().await;
    let page = olga.post("/office/customers/reset-factor", &[("id", &id)]).await;
    assert_eq!(page.location(), format!("/office/customers/{id}?done=factor"));
    assert!(app.only_mail(ADA).await.text.contains("was reset by the staff"));
    assert!(!ada.is_signed_in().await, "signed out everywhere");
    for table in [
        "recovery_codes",
        "remembered_browsers",
        "second_factors WHERE app_secret IS NOT NULL",
    ] {
        assert_eq!(app.database.count(table).await, 0, "{table}");
    }
    assert_eq!(
        ada.sign_in(ADA, PASSWORD).await.location(),
        "/",
        "there is none any more"
    );
    olga.get("/office/history")
        .await
        .expect(200, "office.history_factor_reset");

    app.time.turn(Span::seconds(30));
    let (phone, _, _) = ada.set_up_app(&app, SET_UP).await;
    app.mails().await;
    ada.post("/logout", &[]).await;
    app.time.turn(Span::seconds(30));
    assert_eq!(
        ada.sign_in(ADA, PASSWORD).await.location(),
        STEP,
        "the browser counts no more"
    );
    assert_eq!(
        ada.act(STEP, "app", &[("app_code", &phone.code(&app))])
            .await
            .location(),
        "/"
    );
}

#[tokio::test]
async fn a_remembered_browser_is_forgotten_with_a_new_password() {
    let app = TestApp::start().await;
    let (mut ada, _) = remembered(&app).await;
    ada.post("/logout", &[]).await;
    ada.post("/forgot", &[("email", ADA)]).await.location();
    let link = app.only_mail(ADA).await.link();
    let page = ada.get(&link).await;
    ada.fill(&page, "/reset", &[("new_password", "anchor lantern 42")])
        .await
        .location();
    app.mails().await;
    assert_eq!(ada.sign_in(ADA, "anchor lantern 42").await.location(), STEP);
}

#[tokio::test]
async fn a_code_that_is_sent_late_keeps_the_step_open_for_its_ten_minutes() {
    let app = TestApp::start().await;
    with_mail(&app).await;
    let mut ada = app.half_signed_in(ADA).await;
    code(&app).await;
    app.time.turn(Span::minutes(9));
    assert_eq!(ada.act(STEP, "send", &[]).await.location(), STEP);
    let code = code(&app).await;
    app.time.turn(Span::minutes(9));
    assert_eq!(with_code(&mut ada, &code).await.location(), "/");
}
