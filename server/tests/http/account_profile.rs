//! `/account/profile`: My Profile, and the terms that it asks for.

use crate::support::{TestApp, Visitor};
use app::api::{Answer, ApiError, Problems};
use domain::values::Fault;
use rstest::rstest;

const ADA: &str = "ada@example.org";
const PROFILE: &str = "/account/profile";

/// Somebody new, who has accepted nothing yet.
async fn newcomer(app: &TestApp) -> Visitor {
    let provider = app.provider("north").await;
    app.settings(|settings| settings.approval = false).await;
    let mut alex = app.visitor();
    assert_eq!(alex.through(&provider).await.location(), PROFILE);
    alex
}

#[tokio::test]
async fn until_the_terms_are_accepted_a_customer_browses_and_no_more() {
    let app = TestApp::start().await;
    let mut alex = newcomer(&app).await;
    for open in ["/", "/offers/yoga-course", "/terms", "/privacy", PROFILE] {
        assert_eq!(alex.get(open).await.code(), 200, "{open}");
    }
    assert_eq!(
        alex.get("/account").await.location(),
        "/account/profile?next=%2Faccount"
    );
    let page = alex.get(PROFILE).await;
    assert!(!page.says("common.cancel"), "it can't be left without an answer");
    assert!(
        page.field("accept_terms").unwrap().get("checked").is_none(),
        "nothing is accepted beforehand"
    );
    let page = alex.fill(&page, PROFILE, &[]).await;
    page.expect(422, "faults.must_accept");
    assert_eq!(app.database.count("consents").await, 0);
    let page = alex.fill(&page, PROFILE, &[("accept_terms", "1")]).await;
    assert_eq!(page.location(), "/");
    assert_eq!(alex.get("/account").await.location(), PROFILE);
    let profile = alex.get(PROFILE).await;
    assert!(profile.says("profile.terms_accepted_on") && profile.field("accept_terms").is_none());
}

#[tokio::test]
async fn new_terms_ask_again_and_an_older_version_is_not_enough() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    let page = ada.get(PROFILE).await;
    assert!(page.field("accept_terms").is_none());
    app.publish_texts(2).await;
    let page = ada.get(PROFILE).await;
    page.expect(200, "profile.terms_new");
    assert_eq!(page.field("accept_terms").unwrap().get("value"), Some("2"));
    for (version, fault) in [
        ("", "faults.must_accept"),
        ("x", "faults.must_accept"),
        ("1", "faults.terms_changed"),
        ("3", "faults.terms_changed"),
    ] {
        ada.fill(&page, PROFILE, &[("accept_terms", version)])
            .await
            .expect(422, fault);
    }
    assert_eq!(
        ada.fill(&page, PROFILE, &[("accept_terms", "2")])
            .await
            .location(),
        "/"
    );
    assert_eq!(
        app.database.number("SELECT terms_version FROM customers").await,
        2
    );
}

#[tokio::test]
async fn signing_in_with_new_terms_waiting_leads_to_my_profile() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    app.publish_texts(2).await;
    let page = ada.sign_in(ADA, crate::support::PASSWORD).await;
    assert_eq!(page.location(), PROFILE);
}

#[tokio::test]
async fn what_is_saved_is_shown_and_written_to_the_history() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    let page = ada.get(PROFILE).await;
    let changes = [
        ("given_name", "Augusta"),
        ("phone", "+44 20 7946 0018"),
        ("language", "el"),
        ("time_zone", "Europe/Athens"),
        ("contact_by_email", "on"),
    ];
    let saved = ada.fill(&page, PROFILE, &changes).await;
    let page = ada.follow(&saved).await;
    assert!(
        page.says_in("el", "profile.saved"),
        "{} {}",
        saved.location(),
        page.text()
    );
    assert_eq!(page.lang(), "el");
    assert_eq!(page.value("given_name"), "Augusta");
    assert_eq!(page.value("time_zone"), "Europe/Athens");
    assert_eq!(page.value("language"), "el");
    assert!(page.field("contact_by_email").unwrap().get("checked").is_some());
    let history = app
        .database
        .texts("SELECT new_value FROM history WHERE action = 'profile.changed'")
        .await;
    assert!(history[0].contains("Augusta"));
}

#[tokio::test]
async fn a_form_from_before_somebody_elses_change_is_refused_and_keeps_what_was_typed() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    let stale = ada.get(PROFILE).await;
    ada.fill(&stale, PROFILE, &[("given_name", "First")])
        .await
        .location();
    let page = ada.fill(&stale, PROFILE, &[("given_name", "Second")]).await;
    page.expect(422, "faults.stale");
    assert_eq!(page.value("given_name"), "Second");
    assert_eq!(
        app.database.texts("SELECT given_name FROM customers").await,
        ["First"]
    );
}

#[rstest]
#[case("given_name", "", Fault::Required)]
#[case("family_name", "a\u{0}b", Fault::BadCharacters)]
#[case("phone", "ring me", Fault::NotAPhone)]
#[case("language", "fr", Fault::Unknown)]
#[case("time_zone", "<script>", Fault::Unknown)]
#[tokio::test]
async fn each_fault_stands_beside_its_field(#[case] field: &str, #[case] value: &str, #[case] fault: Fault) {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    let mut fields = ada.get(PROFILE).await.form(PROFILE);
    fields.retain(|(name, _)| name != field);
    fields.push((field.to_owned(), value.to_owned()));
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let answer = ada.call(PROFILE, &fields).await;
    assert_eq!(
        answer,
        Ok(Answer::Problems(Problems::default().with(field, fault)))
    );
}

#[tokio::test]
async fn nobody_elses_profile_is_read_or_written() {
    let app = TestApp::start().await;
    app.customer(ADA).await;
    let mut visitor = app.visitor();
    assert_eq!(
        visitor.get(PROFILE).await.location(),
        "/login?next=%2Faccount%2Fprofile"
    );
    assert_eq!(
        visitor.call(PROFILE, &[("given_name", "Eve")]).await,
        Err(ApiError::SignInNeeded)
    );
    assert_eq!(
        visitor.post(PROFILE, &[("given_name", "Eve")]).await.location(),
        "/login?next=%2Faccount%2Fprofile"
    );
    assert_eq!(visitor.get("/ui/profile").await.code(), 401);
}

#[rstest]
#[case("//evil.example")]
#[case("https://evil.example")]
#[tokio::test]
async fn saving_leads_to_paths_of_ours_only(#[case] next: &str) {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    let page = ada.get(&format!("{PROFILE}?next={next}")).await;
    let saved = ada.fill(&page, PROFILE, &[]).await;
    assert!(saved.location().starts_with(PROFILE), "{}", saved.location());
    assert!(
        !page
            .all("a")
            .iter()
            .any(|a| a.get("href").is_some_and(|href| href.contains("evil"))),
        "{}",
        page.body
    );
}
