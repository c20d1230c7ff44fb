//! `/register`: the form's faults, known addresses, and the applicant's own page.

use crate::support::{ADDRESS, Backend, PASSWORD, TestApp, application};
use app::api::{Answer, Problems};
use domain::{customers::CustomerStatus, time::Span, values::Fault};
use rstest::rstest;

fn with<'a>(name: &'a str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut fields = application();
    fields.retain(|(own, _)| *own != name);
    fields.push((name, value));
    fields
}

#[rstest]
#[case("given_name", "", Fault::Required)]
#[case("family_name", "Vo\u{0}gel", Fault::BadCharacters)]
#[case("email", "mia", Fault::NotAnEmail)]
#[case("phone", "call me", Fault::NotAPhone)]
#[case("language", "fr", Fault::Unknown)]
#[case("new_password", "short", Fault::TooShort { min: 10 })]
#[case("new_password", "password1234", Fault::PasswordCommon)]
#[case("new_password", "mia@example.org", Fault::PasswordPersonal)]
#[tokio::test]
async fn each_fault_stands_beside_its_field(#[case] field: &str, #[case] value: &str, #[case] fault: Fault) {
    let app = TestApp::start().await;
    let answer = app.visitor().call("/register", &with(field, value)).await;
    assert_eq!(answer, Ok(Answer::field(field, fault)));
    assert_eq!(app.database.count("customers").await, 0);
}

#[tokio::test]
async fn the_page_comes_again_with_what_was_typed_but_never_the_password() {
    let app = TestApp::start().await;
    let mut mia = app.visitor();
    let page = mia.get("/register?next=/offers/yoga-course").await;
    let mut fields = with("phone", "call \"me\" <now>");
    fields.extend([
        ("company", "Vogel & Sons"),
        ("message", "I row.\nAnd swim."),
        ("language", "el"),
    ]);
    fields.retain(|(name, value)| (*name, *value) != ("language", "en"));
    let page = mia.fill(&page, "/register", &fields).await;
    page.expect(422, "faults.not_a_phone");
    assert_eq!(page.value("phone"), "call \"me\" <now>");
    assert_eq!(page.value("company"), "Vogel & Sons");
    assert_eq!(page.value("message").trim(), "I row.\nAnd swim.");
    assert_eq!(
        (page.value("language"), page.value("next")),
        ("el".to_owned(), "/offers/yoga-course".to_owned())
    );
    assert!(page.field("accept").unwrap().get("checked").is_some());
    assert_eq!(page.value("new_password"), "");
    assert!(!page.body.contains(PASSWORD));
}

#[tokio::test]
async fn a_person_must_accept_the_terms() {
    let app = TestApp::start().await;
    let mut fields = application();
    fields.retain(|(name, _)| *name != "accept");
    let answer = app.visitor().call("/register", &fields).await;
    assert_eq!(
        answer,
        Ok(Answer::Problems(
            Problems::default().with("accept", Fault::MustAccept)
        ))
    );
}

#[rstest]
#[case("given_name")]
#[case("company")]
#[case("message")]
#[case("email")]
#[case("new_password")]
#[tokio::test]
async fn a_field_of_ten_thousand_characters_is_a_fault_of_that_field(#[case] field: &str) {
    let app = TestApp::start().await;
    let long = "x".repeat(10_000);
    let page = app.visitor().post("/register", &with(field, &long)).await;
    assert_eq!(page.code(), 422);
    assert_eq!(page.field(field).unwrap().get("aria-invalid"), Some("true"));
    assert_eq!(app.database.count("customers").await, 0);
}

#[rstest]
#[tokio::test]
async fn nul_bytes_in_any_field_are_never_an_error_of_ours(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let app = TestApp::on(backend).await;
    let fields = [
        "given_name",
        "family_name",
        "email",
        "company",
        "phone",
        "message",
        "language",
        "new_password",
    ];
    for field in fields {
        let page = app.visitor().post("/register", &with(field, "a\u{0}b")).await;
        assert_eq!(page.code(), 422, "{field}");
    }
    for next in ["/offers/\u{0}", "\u{0}"] {
        let page = app.visitor().post("/register", &with("next", next)).await;
        assert!(
            page.status.is_redirection() || page.code() == 422,
            "{next:?} {}",
            page.status
        );
    }
    app.mails().await;
}

#[tokio::test]
async fn a_known_address_gets_the_same_page_after_the_same_work_and_its_owner_a_mail() {
    let app = TestApp::start().await;
    let mut answers = Vec::new();
    for known in [false, true] {
        if known {
            app.database
                .execute("UPDATE customers SET status = 'active', address_proven_at = 1")
                .await;
        }
        let before = app.portico.passwords.work();
        let mut mia = app.visitor();
        let page = mia.register().await;
        answers.push((
            page.code(),
            page.location().to_owned(),
            app.portico.passwords.work() - before,
        ));
        assert!(mia.cookie("__Host-portico").is_none());
        let mail = app.only_mail(ADDRESS).await;
        assert_eq!(
            mail.text.contains("token="),
            !known,
            "the owner is told, and nothing can be activated"
        );
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(app.database.count("customers").await, 1);
}

#[tokio::test]
async fn registering_an_unproven_address_again_lets_its_owner_choose_the_password() {
    let app = TestApp::start().await;
    let mut stranger = app.visitor();
    stranger.register().await;
    let mut owner = app.visitor();
    let page = owner.get("/register").await;
    owner
        .fill(&page, "/register", &with("new_password", "somebody elses idea"))
        .await;
    assert_eq!(app.database.count("customers").await, 1);
    // The activation mail had not left yet: it was taken back.
    let link = app.only_mail(ADDRESS).await.link();
    assert!(link.starts_with("/reset?token="));
    let page = owner.get(&link).await;
    owner
        .fill(&page, "/reset", &[("new_password", "the owner chose this")])
        .await;
    app.mails().await;
    assert_eq!(app.status_of(ADDRESS).await, "waiting");
    stranger
        .sign_in(ADDRESS, PASSWORD)
        .await
        .expect(422, "faults.wrong_credentials");
}

#[tokio::test]
async fn the_first_ones_password_and_link_end_when_somebody_else_registers_the_address() {
    let app = TestApp::start().await;
    app.settings(|settings| settings.approval = false).await;
    let mut stranger = app.visitor();
    stranger.register().await;
    let strangers = app.only_mail(ADDRESS).await.link();
    let mut owner = app.visitor();
    let page = owner.get("/register").await;
    owner
        .fill(&page, "/register", &with("new_password", "somebody elses idea"))
        .await;
    assert!(app.only_mail(ADDRESS).await.link().starts_with("/reset?token="));
    // The owner presses the button of the wrong mail, and the stranger tries to be sent another.
    owner.follow_link_is_dead(&strangers).await;
    stranger
        .sign_in(ADDRESS, PASSWORD)
        .await
        .expect(422, "faults.wrong_credentials");
    assert!(app.mails().await.is_empty());
    assert_eq!(app.status_of(ADDRESS).await, "unproven");
}

#[tokio::test]
async fn whoever_waits_is_sent_the_private_page_again() {
    let app = TestApp::start().await;
    let mut mia = app.waiting().await;
    app.mails().await;
    mia.register().await;
    let mail = app.only_mail(ADDRESS).await;
    assert!(mail.text.contains("/register/status/"), "{}", mail.text);
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_registrations_of_one_address_at_the_same_moment_make_one_customer(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let app = TestApp::on(backend).await;
    let tasks: Vec<_> = (0..3)
        .map(|_| {
            let mut browser = app.visitor().0;
            tokio::spawn(async move { browser.post("/register", &application()).await })
        })
        .collect();
    for task in tasks {
        assert_eq!(
            task.await.unwrap().location(),
            "/register/check-mail",
            "nobody sees who was first"
        );
    }
    assert_eq!(app.database.count("customers").await, 1);
    assert_eq!(app.database.count("accounts").await, 1);
    let links: Vec<_> = app.mails().await.iter().map(|mail| mail.link()).collect();
    assert!(
        links.len() == 2 && links.iter().all(|link| link.starts_with("/reset?token=")),
        "whose it is shows the mail: {links:?}"
    );
}

#[tokio::test]
async fn a_requester_registers_an_address_three_times_an_hour() {
    let app = TestApp::start().await;
    let mut mia = app.visitor();
    for _ in 0..3 {
        assert_eq!(mia.register().await.location(), "/register/check-mail");
    }
    mia.register().await.expect(429, "faults.too_many_tries");
    app.time.turn(Span::hours(1));
    assert_eq!(mia.register().await.location(), "/register/check-mail");
    // Each mail but the first, which was taken back before it left.
    assert_eq!(app.mails().await.len(), 3);
}

#[tokio::test]
async fn a_company_gets_an_account_of_its_own_that_operations_look_at() {
    let app = TestApp::start().await;
    app.visitor()
        .post("/register", &with("company", "Vogel & Sons"))
        .await;
    app.mails().await;
    let account = app
        .database
        .texts("SELECT name || ' ' || kind FROM accounts WHERE NOT reviewed")
        .await;
    assert_eq!(account, ["Vogel & Sons company"]);
}

#[tokio::test]
async fn the_private_page_shows_where_it_stands_and_takes_the_request_back() {
    let app = TestApp::start().await;
    let mut mia = app.visitor();
    mia.register().await;
    let link = app.only_mail(ADDRESS).await.link();
    let page = mia.follow_link(&link).await;
    let status = page.location().to_owned();
    app.mails().await;
    let page = mia.get(&status).await;
    page.expect(200, "registration.status_waiting");
    assert!(page.text().contains("Mia Vogel") && page.text().contains(ADDRESS));
    let page = mia.fill(&page, "/register/status/withdraw", &[]).await;
    assert_eq!(page.location(), status);
    let page = mia.follow(&page).await;
    page.expect(200, "registration.status_over");
    assert!(!page.text().contains("Vogel") && !page.text().contains(ADDRESS));
    for (table, column) in [
        ("customers", "given_name"),
        ("registration_requests", "given_name"),
        ("accounts", "name"),
    ] {
        let left = app
            .database
            .count(&format!("{table} WHERE {column} LIKE '%Mia%'"))
            .await;
        assert_eq!(left, 0, "personal data is left in {table}");
    }
    mia.sign_in(ADDRESS, PASSWORD)
        .await
        .expect(422, "faults.wrong_credentials");
    let again = mia
        .post(
            "/register/status/withdraw",
            &[("token", status.rsplit('/').next().unwrap())],
        )
        .await;
    assert_eq!(again.code(), 422);
}

#[tokio::test]
async fn an_invented_private_page_is_not_there() {
    let app = TestApp::start().await;
    let invented = "A".repeat(43);
    for token in [invented.as_str(), "x", "%00", "..%2f..%2f"] {
        assert_eq!(
            app.visitor()
                .get(&format!("/register/status/{token}"))
                .await
                .code(),
            404,
            "{token}"
        );
        assert_eq!(
            app.visitor()
                .post("/register/status/withdraw", &[("token", token)])
                .await
                .code(),
            404,
            "{token}"
        );
    }
}

#[tokio::test]
async fn terms_that_changed_while_the_form_was_open_are_accepted_anew() {
    let app = TestApp::start().await;
    let mut mia = app.visitor();
    let page = mia.get("/register").await;
    app.publish_texts(9).await;
    let again = mia.fill(&page, "/register", &application()).await;
    again.expect(422, "faults.terms_changed");
    assert_eq!(app.database.count("customers").await, 0);
    mia.fill(&again, "/register", &application()).await.location();
    app.only_mail(ADDRESS).await;
    assert_eq!(app.database.count("customers WHERE terms_version = 9").await, 1);
}

#[tokio::test]
async fn a_request_that_nobody_proves_expires_after_seven_days() {
    let app = TestApp::start().await;
    app.visitor().register().await;
    let link = app.only_mail(ADDRESS).await.link();
    app.time.turn(Span::days(7));
    app.jobs().await;
    assert_eq!(
        app.database
            .texts("SELECT status FROM registration_requests")
            .await,
        ["expired"]
    );
    assert_eq!(app.database.count("customers WHERE email IS NOT NULL").await, 0);
    app.visitor()
        .get(&link)
        .await
        .expect(410, "links.expired_heading");
    assert_eq!(
        app.database.texts("SELECT status FROM customers").await,
        [CustomerStatus::Anonymised.as_str()]
    );
}

#[tokio::test]
async fn mails_and_pages_speak_the_language_that_the_person_chose() {
    let app = TestApp::start().await;
    let mut mia = app.visitor();
    mia.post("/register", &with("language", "de")).await;
    let mail = app.only_mail(ADDRESS).await;
    assert!(mail.subject.starts_with("Bestätigen Sie"), "{}", mail.subject);
    app.settings(|settings| settings.approval = false).await;
    mia.follow_link(&mail.link()).await;
    assert_eq!(mia.get("/account/profile").await.lang(), "de");
}
