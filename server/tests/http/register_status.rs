//! `/register/status/{token}`: the applicant's own view of a request.

use crate::support::{ADDRESS, PASSWORD, TestApp};
use app::api::{Answer, ApiError};
use domain::{time::Span, values::Fault};
use rstest::rstest;

/// Mia has registered; the activation link and the path of her private page, both from the mail.
async fn unproven(app: &TestApp) -> (String, String) {
    app.visitor().register().await;
    let mail = app.only_mail(ADDRESS).await;
    let status = mail
        .text
        .lines()
        .find_map(|line| line.strip_prefix("http://localhost:3000/register/status/"))
        .unwrap();
    (mail.link(), format!("/register/status/{status}"))
}

fn token(status: &str) -> String {
    status.rsplit('/').next().unwrap().to_owned()
}

async fn column(app: &TestApp, name: &str) -> String {
    let sql = format!("SELECT CAST({name} AS TEXT) FROM registration_requests");
    app.database.texts(&sql).await.remove(0)
}

#[tokio::test]
async fn each_state_says_where_it_stands_and_when_it_came_there() {
    let app = TestApp::start().await;
    let mut mia = app.visitor();
    let (link, status) = unproven(&app).await;
    let page = mia.get(&status).await;
    page.expect(200, "registration.status_unproven");
    assert!(page.says("registration.step_decision"));
    assert!(page.text().contains("21 November 2026, 09:00"), "{}", page.text());
    assert!(page.text().contains("28 November 2026"), "erased after 7 days");
    app.time.turn(Span::hours(23));
    mia.follow_link(&link).await.location();
    app.mails().await;
    let page = mia.get(&status).await;
    page.expect(200, "registration.status_waiting");
    assert!(page.text().contains("22 November 2026"), "{}", page.text());
    app.time.turn(Span::days(1));
    app.operations().await.approve().await.location();
    app.mails().await;
    let page = mia.get(&status).await;
    page.expect(200, "registration.status_approved");
    assert!(page.text().contains("23 November 2026"), "{}", page.text());
    app.time.turn(Span::days(1));
    mia.sign_in(ADDRESS, PASSWORD).await.location();
    let page = mia.get(&status).await;
    page.expect(200, "registration.status_activated");
    assert!(page.says("registration.step_decision"));
    assert!(page.text().contains("24 November 2026"), "{}", page.text());
    assert!(!page.has_form("/register/status/withdraw") && !page.has_form("/register/status/correct"));
}

#[tokio::test]
async fn who_needs_no_approval_is_told_of_none() {
    let app = TestApp::start().await;
    app.settings(|settings| settings.approval = false).await;
    let (link, status) = unproven(&app).await;
    let mut mia = app.visitor();
    let page = mia.get(&status).await;
    page.expect(200, "registration.status_unproven");
    assert!(!page.says("registration.step_decision"), "{}", page.text());
    mia.follow_link(&link).await.location();
    app.mails().await;
    app.settings(|settings| settings.approval = true).await;
    let page = mia.get(&status).await;
    page.expect(200, "registration.status_activated");
    assert!(!page.says("registration.step_decision"), "nobody decided");
}

#[tokio::test]
async fn a_correction_reaches_operations_the_customer_and_the_account() {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    let (link, status) = unproven(&app).await;
    let mut mia = app.visitor();
    mia.follow_link(&link).await.location();
    app.mails().await;
    app.time.turn(Span::hours(1));
    let page = mia.get(&status).await;
    assert_eq!(
        (page.value("given_name"), page.value("language")),
        ("Mia".into(), "en".into())
    );
    let fields = [
        ("family_name", "Vögel"),
        ("company", "Werft & Söhne"),
        ("phone", "+49 40 555 0117"),
        ("message", "I <row>."),
        ("language", "de"),
    ];
    let page = mia.fill(&page, "/register/status/correct", &fields).await;
    mia.follow(&page).await.expect(200, "registration.corrected_done");

    let path = olga.queue().await.remove(0);
    let page = olga.get(&path).await;
    for told in [
        "Mia Vögel",
        "Werft & Söhne",
        "+49 40 555 0117",
        "I <row>.",
        "Deutsch",
    ] {
        assert!(page.text().contains(told), "{told}: {}", page.text());
    }
    page.expect(200, "requests.field_corrected");
    assert!(
        olga.get("/office/requests?q=werft")
            .await
            .says("requests.corrected_on")
    );
    let history = olga.get("/office/history").await;
    history.expect(200, "requests.history_corrected");
    assert!(
        !history.text().contains("Vögel"),
        "the history is never erased, so it names fields and no values"
    );
    let row = |sql: &'static str| app.database.texts(sql);
    assert_eq!(
        row("SELECT family_name || phone || language FROM customers").await,
        ["Vögel+49 40 555 0117de"]
    );
    assert_eq!(
        row("SELECT name || kind FROM accounts").await,
        ["Werft & Söhnecompany"]
    );
    olga.approve().await.location();
    assert!(
        app.only_mail(ADDRESS).await.subject.contains("Willkommen"),
        "in the new language"
    );
}

#[tokio::test]
async fn a_correction_with_faults_says_so_beside_each_field_and_keeps_what_was_typed() {
    let app = TestApp::start().await;
    let (_, status) = unproven(&app).await;
    let mut mia = app.visitor();
    let page = mia.get(&status).await;
    let long = "x".repeat(101);
    let fields = [
        ("given_name", "\u{202e}"),
        ("family_name", long.as_str()),
        ("phone", "call me"),
        ("language", "tlh"),
        ("company", "http://spam.example"),
    ];
    let page = mia.fill(&page, "/register/status/correct", &fields).await;
    assert_eq!(page.code(), 422);
    for field in ["given_name", "family_name", "phone", "language", "company"] {
        assert!(
            page.body.contains(&format!("fault-{field}")),
            "{field}: {}",
            page.text()
        );
    }
    assert_eq!(page.value("phone"), "call me");
    assert_eq!(column(&app, "corrected_at IS NULL").await, "1");
}

#[tokio::test]
async fn of_two_tabs_the_second_correction_is_told_that_something_changed() {
    let app = TestApp::start().await;
    let (_, status) = unproven(&app).await;
    let mut mia = app.visitor();
    let (one, two) = (mia.get(&status).await, mia.get(&status).await);
    let correct = "/register/status/correct";
    mia.fill(&one, correct, &[("given_name", "Maria")])
        .await
        .location();
    mia.fill(&two, correct, &[("given_name", "Mara")])
        .await
        .expect(422, "faults.stale");
    assert_eq!(column(&app, "given_name").await, "Maria");
}

#[tokio::test]
async fn what_has_been_corrected_meanwhile_is_not_decided_about_unseen() {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    let (link, status) = unproven(&app).await;
    let mut mia = app.visitor();
    mia.follow_link(&link).await.location();
    app.mails().await;
    let path = olga.queue().await.remove(0);
    let seen = olga.get(&path).await;
    let page = mia.get(&status).await;
    mia.fill(
        &page,
        "/register/status/correct",
        &[("company", "Somebody Else Ltd")],
    )
    .await
    .location();
    let decide = "/office/requests/decision";
    olga.fill(&seen, decide, &[("decision", "approve")])
        .await
        .expect(422, "faults.stale");
    assert!(app.mails().await.is_empty());
    let seen = olga.get(&path).await;
    olga.fill(&seen, decide, &[("decision", "approve")])
        .await
        .location();
    app.mails().await;
}

#[tokio::test]
async fn what_is_decided_is_corrected_no_more() {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    let (link, status) = unproven(&app).await;
    let mut mia = app.visitor();
    mia.follow_link(&link).await.location();
    let open = mia.get(&status).await;
    app.mails().await;
    olga.approve().await.location();
    app.mails().await;
    let page = mia
        .fill(&open, "/register/status/correct", &[("given_name", "Eve")])
        .await;
    assert_eq!(page.code(), 422, "{}", page.text());
    let fields = [
        ("token", token(&status)),
        ("version", "3".to_owned()),
        ("given_name", "Eve".to_owned()),
        ("family_name", "Vogel".to_owned()),
        ("language", "en".to_owned()),
    ];
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let answer = mia.call("/register/status/correct", &fields).await;
    assert_eq!(answer, Ok(Answer::form(Fault::AlreadyDecided)));
    assert_eq!(column(&app, "given_name").await, "Mia");
}

#[tokio::test]
async fn the_activation_mail_is_sent_again_while_the_address_is_unproven() {
    let app = TestApp::start().await;
    let (first, status) = unproven(&app).await;
    let mut mia = app.visitor();
    let page = mia.get(&status).await;
    let page = mia.fill(&page, "/register/status/mail", &[]).await;
    mia.follow(&page).await.expect(200, "registration.mail_sent");
    let second = app.only_mail(ADDRESS).await.link();
    assert_ne!(first, second);
    mia.follow_link(&second).await.location();
    mia.follow_link_is_dead(&first).await;
    app.mails().await;
    let page = mia.get(&status).await;
    assert!(!page.has_form("/register/status/mail"), "the next step is ours");
    let answer = mia
        .call("/register/status/mail", &[("token", &token(&status))])
        .await;
    assert_eq!(answer, Ok(Answer::form(Fault::Stale)));
    assert!(app.mails().await.is_empty());
}

#[tokio::test]
async fn the_approval_mail_is_sent_again_until_the_first_sign_in_and_one_of_its_links_works() {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    app.settings(|settings| settings.local_sign_in = false).await;
    let mut olga = app.operations().await;
    let (link, status) = unproven(&app).await;
    let mut mia = app.visitor();
    mia.follow_link(&link).await.location();
    app.mails().await;
    olga.approve().await.location();
    let first = app.only_mail(ADDRESS).await.link();
    let page = mia.get(&status).await;
    mia.fill(&page, "/register/status/mail", &[]).await.location();
    let second = app.only_mail(ADDRESS).await.link();
    assert_ne!(first, second);
    let start = mia.follow_link(&second).await.location().to_owned();
    mia.through_from(&provider, &start).await.location();
    assert!(mia.is_signed_in().await);
    app.visitor().follow_link_is_dead(&first).await;
    assert!(!mia.get(&status).await.has_form("/register/status/mail"));
}

#[tokio::test]
async fn a_mail_is_not_sent_again_and_again() {
    let app = TestApp::start().await;
    let (_, status) = unproven(&app).await;
    let mut mia = app.visitor();
    let mut sent = 0;
    loop {
        match mia
            .call("/register/status/mail", &[("token", &token(&status))])
            .await
        {
            Ok(Answer::Go(_)) => sent += 1,
            other => {
                assert_eq!(other, Ok(Answer::form(Fault::TooManyTries)));
                break;
            }
        }
    }
    assert_eq!(sent, 10, "ten in an hour, beside the one of the registration");
    assert_eq!(app.mails().await.len(), sent);
    app.time.turn(Span::hours(1));
    let answer = mia
        .call("/register/status/mail", &[("token", &token(&status))])
        .await;
    assert!(matches!(answer, Ok(Answer::Go(_))), "{answer:?}");
    app.mails().await;
}

#[rstest]
#[case("")]
#[case("x")]
#[case("%00")]
#[case("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
#[tokio::test]
async fn an_invented_page_is_not_there(#[case] token: &str) {
    let app = TestApp::start().await;
    unproven(&app).await;
    let mut eve = app.visitor();
    for action in ["correct", "mail", "withdraw"] {
        let path = format!("/register/status/{action}");
        let fields = [
            ("token", token),
            ("given_name", "Eve"),
            ("family_name", "E"),
            ("language", "en"),
        ];
        assert_eq!(
            eve.call(&path, &fields).await,
            Err(ApiError::NotFound),
            "{action}"
        );
    }
    assert_eq!(column(&app, "given_name").await, "Mia");
}

#[tokio::test]
async fn what_was_withdrawn_says_when_and_nothing_of_it_is_left() {
    let app = TestApp::start().await;
    let (_, status) = unproven(&app).await;
    let mut mia = app.visitor();
    app.time.turn(Span::days(1));
    let page = mia.get(&status).await;
    mia.fill(&page, "/register/status/withdraw", &[]).await.location();
    let page = mia.get(&status).await;
    page.expect(200, "registration.status_over");
    assert!(page.text().contains("22 November 2026"), "{}", page.text());
    assert!(!page.text().contains("Mia") && !page.text().contains(ADDRESS));
    assert_eq!(app.database.count("request_keys").await, 0);
}
