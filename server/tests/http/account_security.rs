//! `/account/security`: what customers change about their own sign-in.

use crate::support::{Backend, Customer, PASSWORD, Page, TestApp};
use app::api::{Answer, ApiError, Problems};
use domain::{time::Span, values::Fault};
use rstest::rstest;

const ADA: &str = "ada@example.org";
const SECURITY: &str = "/account/security";
const CHANGE: &str = "/account/security/password";
const NEW: &str = "another lantern 77";

/// Fills in the form for a new password.
async fn change(ada: &mut Customer, current: &str, new: &str) -> Page {
    let page = ada.get(SECURITY).await;
    ada.fill(
        &page,
        CHANGE,
        &[("current_password", current), ("new_password", new)],
    )
    .await
}

#[tokio::test]
async fn a_change_keeps_this_session_ends_the_others_and_tells_the_owner() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    let mut phone = app.visitor();
    phone.sign_in(ADA, PASSWORD).await;
    let changed = change(&mut ada, PASSWORD, NEW).await;
    let page = ada.follow(&changed).await;
    page.expect(200, "security.password_changed");
    assert!(ada.is_signed_in().await && !phone.is_signed_in().await);
    let told = app.only_mail(ADA).await;
    assert!(told.subject.contains("was changed") && !told.text.contains("token="));
    phone
        .sign_in(ADA, PASSWORD)
        .await
        .expect(422, "faults.wrong_credentials");
    assert_eq!(phone.sign_in(ADA, NEW).await.location(), "/");
    let told = app.mails_about_browsers().await;
    assert_eq!(told.len(), 1, "only the old password made that browser known");
    let entries = "SELECT COALESCE(new_value, '') FROM history WHERE action = 'password.changed'";
    assert_eq!(
        app.database.texts(entries).await,
        [""],
        "noted, and no secret in it"
    );
}

#[tokio::test]
async fn links_to_reset_the_old_password_die_with_it_even_those_that_wait_to_be_sent() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    app.visitor().post("/forgot", &[("email", ADA)]).await;
    let sent = app.only_mail(ADA).await.link();
    app.visitor().post("/forgot", &[("email", ADA)]).await;
    assert_eq!(change(&mut ada, PASSWORD, NEW).await.code(), 303);
    let told = app.only_mail(ADA).await;
    assert!(
        !told.text.contains("/reset?"),
        "the second link never left: {}",
        told.text
    );
    app.visitor().follow_link_is_dead(&sent).await;
}

#[rstest]
#[case::nothing_typed("", NEW, "current_password", Fault::Required)]
#[case::wrong_current("harbour lantern 42", NEW, "current_password", Fault::WrongPassword)]
#[case::nothing_new(PASSWORD, "", "new_password", Fault::Required)]
#[case::too_short(PASSWORD, "rope", "new_password", Fault::TooShort { min: 10 })]
#[case::nul(PASSWORD, "rope\0knots-and-more", "new_password", Fault::BadCharacters)]
#[case::common(PASSWORD, "qwertyuiop", "new_password", Fault::PasswordCommon)]
#[case::own_name(PASSWORD, "Lovelace+Ada-18", "new_password", Fault::PasswordPersonal)]
#[tokio::test]
async fn each_fault_stands_beside_its_field_and_changes_nothing(
    #[case] current: &str,
    #[case] new: &str,
    #[case] field: &str,
    #[case] fault: Fault,
) {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    let fields = [("current_password", current), ("new_password", new)];
    assert_eq!(
        ada.call(CHANGE, &fields).await,
        Ok(Answer::Problems(Problems::default().with(field, fault)))
    );
    let page = ada.post(CHANGE, &fields).await;
    assert_eq!(page.code(), 422);
    assert_eq!(
        page.value("current_password") + &page.value("new_password"),
        "",
        "never sent back"
    );
    assert_eq!(app.visitor().sign_in(ADA, PASSWORD).await.location(), "/");
}

#[tokio::test]
async fn guessing_the_current_password_has_a_budget() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    for _ in 0..10 {
        change(&mut ada, "harbour lantern 42", NEW)
            .await
            .expect(422, "faults.wrong_password");
    }
    let hashes = app.portico.passwords.work();
    let page = change(&mut ada, PASSWORD, NEW).await;
    page.expect(429, "faults.too_many_tries");
    assert_eq!(app.portico.passwords.work(), hashes, "nothing is hashed for it");
    app.time.turn(Span::minutes(15));
    assert_eq!(change(&mut ada, PASSWORD, NEW).await.code(), 303);
    app.mails().await;
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_changes_at_the_same_moment_one_wins(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let app = TestApp::on(backend).await;
    let mut ada = app.customer(ADA).await;
    let mut phone = ada.at(app.replica());
    let (one, other) = ("first lantern 11", "second lantern 22");
    let to = |new| [("current_password", PASSWORD), ("new_password", new)];
    let (to_one, to_other) = (to(one), to(other));
    let (first, second) = tokio::join!(ada.call(CHANGE, &to_one), phone.call(CHANGE, &to_other));
    let won = |answer: &_| matches!(answer, Ok(Answer::Go(_)));
    assert!(won(&first) ^ won(&second), "{first:?} {second:?}");
    app.only_mail(ADA).await;
    let password = if won(&first) { one } else { other };
    assert_eq!(app.visitor().sign_in(ADA, password).await.location(), "/");
}

#[tokio::test]
async fn there_is_nothing_to_change_where_nobody_signs_in_with_a_password() {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    let mut ada = app.customer(ADA).await;
    app.settings(|settings| settings.local_sign_in = false).await;
    let page = ada.get(SECURITY).await;
    page.expect(200, "security.no_password");
    assert!(!page.has_form(CHANGE));
    let fields = [("current_password", PASSWORD), ("new_password", NEW)];
    assert_eq!(
        ada.call(CHANGE, &fields).await,
        Ok(Answer::form(Fault::LocalSignInOff))
    );

    app.settings(|settings| (settings.local_sign_in, settings.approval) = (true, false))
        .await;
    let mut alex = app.visitor();
    alex.through(&provider).await;
    let profile = alex.get("/account/profile").await;
    alex.fill(&profile, "/account/profile", &[("accept_terms", "1")])
        .await;
    assert!(
        !alex.get(SECURITY).await.has_form(CHANGE),
        "a person without a password"
    );
    assert_eq!(
        alex.call(CHANGE, &fields).await,
        Ok(Answer::form(Fault::NotAllowed))
    );
}

#[tokio::test]
async fn only_customers_who_accepted_the_terms_change_anything() {
    let app = TestApp::start().await;
    let fields = [("current_password", PASSWORD), ("new_password", NEW)];
    let mut visitor = app.visitor();
    assert_eq!(
        visitor.get(SECURITY).await.location(),
        "/login?next=%2Faccount%2Fsecurity"
    );
    assert_eq!(visitor.call(CHANGE, &fields).await, Err(ApiError::SignInNeeded));
    assert_eq!(visitor.get("/ui/security").await.code(), 401);
    let mut ada = app.customer(ADA).await;
    app.publish_texts(2).await;
    assert_eq!(ada.call(CHANGE, &fields).await, Err(ApiError::TermsDue));
    assert_eq!(
        ada.get(SECURITY).await.location(),
        "/account/profile?next=%2Faccount%2Fsecurity"
    );
}
