//! `/office/requests/{id}`: what a decision is compared with, the reasons and texts of its mail, and its undo.

use crate::support::{ADDRESS, StaffMember, TestApp, Trust, application};
use app::api::{Answer, ApiError};
use domain::{approvals::RejectionReason, staff::Role, time::Span, values::Fault};
use rstest::rstest;
use serde_json::json;

const TOM: [(&str, &str); 3] = [
    ("given_name", "Tom"),
    ("family_name", "Ferrer"),
    ("email", "tom@ferrer.example"),
];

/// The path of the only request that a search finds.
async fn find(staff: &mut StaffMember, typed: &str) -> String {
    let page = staff.get(&format!("/office/requests?q={typed}")).await;
    let mut links = page
        .all("a")
        .into_iter()
        .filter_map(|a| a.get("href").map(str::to_owned));
    let own = |href: &String| href.starts_with("/office/requests/");
    links
        .find(own)
        .unwrap_or_else(|| panic!("nobody is found by {typed}: {}", page.text()))
}

#[tokio::test]
async fn a_rejection_bears_a_sentence_in_the_applicants_language() {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    let status = app.another_waits(&[("language", "de")]).await;
    let page = olga
        .decide(&[
            ("decision", "reject"),
            ("code", "unknown_company"),
            ("reason", ""),
        ])
        .await;
    let page = olga.follow(&page).await;
    page.expect(200, "requests.reason_unknown_company");
    let mail = app.only_mail(ADDRESS).await;
    assert!(
        mail.text.contains("Wir kennen das Unternehmen nicht"),
        "{}",
        mail.text
    );
    let page = app.visitor().get(&status).await;
    page.expect(200, "registration.reason_unknown_company");
}

#[rstest]
#[case::no_words("other", "", "reason", Fault::Required)]
#[case::an_unknown_reason("because", "No.", "code", Fault::Unknown)]
#[case::signs("duplicate", "\u{202e}", "reason", Fault::BadCharacters)]
#[tokio::test]
async fn a_rejection_with_faults_decides_nothing(
    #[case] code: &str,
    #[case] reason: &str,
    #[case] field: &str,
    #[case] fault: Fault,
) {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    app.waiting().await;
    let id = olga
        .queue()
        .await
        .remove(0)
        .rsplit('/')
        .next()
        .unwrap()
        .to_owned();
    let fields = [
        ("id", id.as_str()),
        ("decision", "reject"),
        ("code", code),
        ("reason", reason),
    ];
    let answer = olga.call("/office/requests/decision", &fields).await;
    assert_eq!(answer, Ok(Answer::field(field, fault)));
    assert!(app.mails().await.is_empty());
}

#[tokio::test]
async fn what_the_mails_say_is_shown_before_and_tells_no_secret() {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    app.another_waits(&[("language", "de")]).await;
    let path = olga.queue().await.remove(0);
    let page = olga.get(&path).await;
    for told in [
        "Ihre Registrierung wurde genehmigt",
        "Sie scheinen bei uns schon registriert zu sein",
    ] {
        assert!(page.text().contains(told), "{told}: {}", page.text());
    }
    let mails: Vec<_> = page.body.split("<pre>").skip(1).collect();
    let with_own_words = mails
        .iter()
        .filter(|mail| mail.split("</pre>").next().unwrap().contains('…'));
    assert_eq!(
        with_own_words.count(),
        RejectionReason::ALL.len(),
        "where staff's own words will stand"
    );
    assert!(!page.body.contains("/register/status/") && !page.body.contains("token="));
    let mut audrey = app.staff("Audrey", &[Role::Auditor]).await;
    let page = audrey.get(&path).await;
    assert!(!page.has_form("/office/requests/decision") && !page.has_form("/office/requests/assign"));
}

/// Tom is rejected; the path of his request.
async fn rejected(app: &TestApp, olga: &mut StaffMember) -> String {
    app.another_waits(&TOM).await;
    let path = olga.queue().await.remove(0);
    olga.decide(&[("decision", "reject"), ("reason", "No room.")])
        .await
        .location();
    path
}

#[tokio::test]
async fn a_rejection_is_undone_within_thirty_days_and_then_decided_anew() {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    let path = rejected(&app, &mut olga).await;
    app.mails().await;
    app.time.turn(Span::days(29));
    // The session of before is over.
    let mut olga = app.staff("Ole", &[Role::Operations]).await;
    let page = olga.get(&path).await;
    let page = olga.fill(&page, "/office/requests/undo", &[]).await;
    olga.follow(&page).await.expect(200, "requests.undone");
    assert!(
        app.mails().await.is_empty(),
        "the person hears of it with the new decision"
    );
    assert_eq!(app.status_of("tom@ferrer.example").await, "waiting");
    app.jobs().await;
    assert_eq!(
        app.status_of("tom@ferrer.example").await,
        "waiting",
        "its full time begins anew"
    );
    olga.get(&path).await.expect(200, "requests.history_undone");
    olga.approve().await.location();
    app.only_mail("tom@ferrer.example").await;
    let mut tom = app.visitor();
    tom.sign_in("tom@ferrer.example", crate::support::PASSWORD)
        .await
        .location();
}

#[tokio::test]
async fn a_mail_that_has_not_left_is_taken_back_with_the_rejection() {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    let path = rejected(&app, &mut olga).await;
    let page = olga.get(&path).await;
    olga.fill(&page, "/office/requests/undo", &[]).await.location();
    assert!(app.mails().await.is_empty());
}

#[tokio::test]
async fn nothing_but_a_rejection_of_the_last_thirty_days_is_undone() {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    let path = rejected(&app, &mut olga).await;
    app.mails().await;
    let id = path.rsplit('/').next().unwrap();
    let undo = async |olga: &mut StaffMember| match olga.call("/office/requests/undo", &[("id", id)]).await {
        Ok(Answer::Problems(problems)) => problems.form,
        other => panic!("{other:?}"),
    };
    let mut anton = app.administrator().await;
    assert_eq!(
        anton.call("/office/requests/undo", &[("id", id)]).await,
        Err(ApiError::Forbidden)
    );
    app.time.turn(Span::days(30));
    // The session of before is over.
    let mut otto = app.staff("Otto", &[Role::Operations]).await;
    assert_eq!(undo(&mut otto).await, Some(Fault::RequestExpired));
    app.jobs().await;
    assert_eq!(
        undo(&mut otto).await,
        Some(Fault::RequestExpired),
        "nothing is left of it"
    );
    assert_eq!(
        otto.call("/office/requests/undo", &[("id", "x")]).await,
        Err(ApiError::NotFound)
    );
}

#[tokio::test]
async fn a_request_stands_beside_those_that_may_be_the_same_person() {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    app.another_waits(&[("email", "m.ia@corp.example"), ("phone", "+49 40 555 0117")])
        .await;
    app.another_waits(&TOM).await;
    let path = find(&mut olga, "ferrer").await;
    let alone = olga.get(&path).await;
    assert!(!alone.says("requests.duplicates_heading"), "{}", alone.text());
    app.another_waits(&[
        ("email", "mia+2@corp.example"),
        ("phone", "040/5550117"),
        ("family_name", "Meier"),
    ])
    .await;
    let path = find(&mut olga, "meier").await;
    let page = olga.get(&path).await;
    page.expect(200, "requests.duplicates_heading");
    for key in [
        "requests.alike_address",
        "requests.alike_phone",
        "requests.alike_domain",
    ] {
        assert!(page.says(key), "{key}: {}", page.text());
    }
    assert!(!page.says("requests.alike_person") && !page.text().contains("Tom"));
}

#[tokio::test]
async fn a_customer_of_the_same_name_is_a_possible_duplicate() {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    let ada = app
        .insert_customer("ada@old.example", domain::customers::CustomerStatus::Active)
        .await;
    app.another_waits(&[("given_name", "lovelace"), ("family_name", "ADA")])
        .await;
    let path = olga.queue().await.remove(0);
    let page = olga.get(&path).await;
    page.expect(200, "requests.alike_person");
    assert!(page.text().contains("ada@old.example"));
    let path = format!("/office/customers/{ada}");
    assert!(
        page.all("a").iter().any(|a| a.get("href") == Some(&path)),
        "one click away"
    );
}

#[tokio::test]
async fn the_matched_account_stands_beside_the_request() {
    let app = TestApp::start().await;
    let trust = Trust {
        email: true,
        account_code: false,
    };
    let north = app.provider_with("north", trust).await;
    app.account("A-77").await;
    north.person(json!({
        "sub": "alex-1", "email": "alex@corp.example", "email_verified": true, "account": "A-77",
    }));
    app.visitor().through(&north).await;
    app.mails().await;
    let mut olga = app.operations().await;
    let path = find(&mut olga, "a-77").await;
    let page = olga.get(&path).await;
    page.expect(200, "requests.matched_heading");
    assert!(
        page.text().contains("Account A-77") && page.text().contains("Corp"),
        "{}",
        page.text()
    );
}

#[tokio::test]
async fn operations_have_looked_at_a_company_that_they_approved() {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    app.another_waits(&[("company", "Werft")]).await;
    assert_eq!(app.database.count("accounts WHERE NOT reviewed").await, 1);
    olga.approve().await.location();
    app.mails().await;
    assert_eq!(app.database.count("accounts WHERE NOT reviewed").await, 0);
}

#[tokio::test]
async fn one_mail_tells_operations_and_leads_to_the_request() {
    let app = TestApp::start().await;
    let mut mia = app.visitor();
    let page = mia.get("/register").await;
    mia.fill(&page, "/register", &application()).await.location();
    mia.follow_link(&app.only_mail(ADDRESS).await.link())
        .await
        .location();
    let mail = app.mail_to("operations@tidewater.example").await;
    let mut olga = app.operations().await;
    let path = olga.queue().await.remove(0);
    assert!(
        mail.text.contains(&format!("http://localhost:3000{path}")),
        "{}",
        mail.text
    );
}
