//! `/account/profile`: My Profile, and the terms that it asks for.

use crate::support::{TestApp, Visitor};
use app::api::{Answer, ApiError, Problems};
use domain::{staff::Role, values::Fault};
use rstest::rstest;
use serde_json::json;

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
    let accepted = "/terms?version=1";
    assert!(profile.all("a").iter().any(|a| a.get("href") == Some(accepted)));
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
        ("contact_by_phone", "on"),
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
    for way in ["contact_by_email", "contact_by_phone"] {
        assert!(page.field(way).unwrap().get("checked").is_some(), "{way}");
    }
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
#[case("time_zone", "Europe/Atlantis", Fault::Unknown)]
#[case("time_zone", "europe/athens", Fault::Unknown)]
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

#[tokio::test]
async fn who_wants_to_be_called_gives_a_number() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    let page = ada.get(PROFILE).await;
    let page = ada.fill(&page, PROFILE, &[("contact_by_phone", "on")]).await;
    page.expect(422, "faults.required");
    assert!(page.field("contact_by_phone").unwrap().get("checked").is_some());
    let fields = [("contact_by_phone", "on"), ("phone", "+44 20 7946 0018")];
    ada.fill(&page, PROFILE, &fields).await.location();
}

#[tokio::test]
async fn a_time_zone_from_elsewhere_stays_until_another_is_chosen() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    app.database
        .execute("UPDATE customers SET time_zone = 'America/Boise'")
        .await;
    let page = ada.get(PROFILE).await;
    assert_eq!(page.value("time_zone"), "America/Boise");
    ada.fill(&page, PROFILE, &[]).await.location();
    let page = ada.get(PROFILE).await;
    ada.fill(&page, PROFILE, &[("time_zone", "UTC")]).await.location();
    let page = ada.get(PROFILE).await;
    let page = ada.fill(&page, PROFILE, &[("time_zone", "America/Boise")]).await;
    page.expect(422, "faults.unknown");
}

#[tokio::test]
async fn what_a_provider_sets_at_every_sign_in_is_locked_and_stays() {
    let app = TestApp::start().await;
    let mut alex = newcomer(&app).await;
    let always = |claim: &str| json!({ "claim": claim, "rule": "always" });
    let claims = json!({
        "subject": "sub", "given_name": always("given_name"), "phone": always("phone_number"),
        "language": always("locale"), "family_name": { "claim": "family_name", "rule": "set_once" },
    });
    app.database
        .execute(&format!("UPDATE providers SET claims = '{claims}'"))
        .await;
    let page = alex.get(PROFILE).await;
    page.expect(200, "profile.comes_from");
    for (field, locked) in [
        ("given_name", true),
        ("phone", false),
        ("language", false),
        ("family_name", false),
    ] {
        let readonly = page.field(field).unwrap().get("readonly").is_some();
        assert_eq!(readonly, locked, "{field}");
    }
    let typed = [
        ("given_name", "Eve"),
        ("family_name", "Marlowe"),
        ("phone", "+1 555 0100"),
        ("language", "el"),
        ("accept_terms", "1"),
    ];
    assert_eq!(alex.fill(&page, PROFILE, &typed).await.location(), "/");
    let sql = "SELECT given_name || '|' || family_name || '|' || COALESCE(phone, '') || '|' || language FROM customers";
    assert_eq!(
        app.database.texts(sql).await,
        ["Alex|Marlowe|+1 555 0100|el"],
        "what the provider never sent is the customer's"
    );

    app.database.execute("UPDATE providers SET enabled = FALSE").await;
    let mut kim = app.customer("kim@example.org").await;
    app.database
        .execute(&format!("UPDATE identities SET customer_id = '{}'", kim.id))
        .await;
    let page = kim.get(PROFILE).await;
    assert!(
        page.field("given_name").unwrap().get("readonly").is_none(),
        "a provider that is disabled sets nothing"
    );
}

#[tokio::test]
async fn who_does_not_accept_new_terms_signs_out() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    app.publish_texts(2).await;
    let page = ada.get(PROFILE).await;
    let form = page
        .all("form")
        .into_iter()
        .find(|form| form.get("action") == Some("/logout") && form.get("id").is_some());
    let id = form.unwrap().get("id").unwrap().to_owned();
    let mut buttons = page.all("button").into_iter();
    let button = buttons.find(|button| button.get("form") == Some(&id)).unwrap();
    let sent = [(button.get("name").unwrap(), button.get("value").unwrap())];
    assert_eq!(ada.post("/logout", &sent).await.location(), "/signed-out");
    assert!(!ada.is_signed_in().await);
}

#[tokio::test]
async fn the_history_names_every_field_that_changed_and_nothing_where_none_did() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    let noted = "history WHERE action = 'profile.changed'";
    let page = ada.get(PROFILE).await;
    ada.fill(&page, PROFILE, &[]).await.location();
    assert_eq!(app.database.count(noted).await, 0, "nothing has changed");
    let page = ada.get(PROFILE).await;
    let changes = [("time_zone", "Europe/Athens"), ("contact_by_email", "on")];
    ada.fill(&page, PROFILE, &changes).await.location();
    let values = format!("SELECT old_value || ' ' || new_value FROM {noted}");
    let values = app.database.texts(&values).await;
    for part in [
        r#""contact_by_email":false"#,
        r#""contact_by_email":true"#,
        r#""contact_by_phone":false"#,
        r#""time_zone":"Europe/Athens""#,
    ] {
        assert!(values[0].contains(part), "{part}: {values:?}");
    }
    let mut iris = app.staff("Iris", &[Role::Auditor]).await;
    let history = iris.get("/office/history").await;
    assert!(history.says("profile.contact_news") && history.says("profile.time_zone"));
}

#[tokio::test]
async fn an_accepted_version_can_be_read_after_the_next_one() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    app.publish_texts(2).await;
    let page = ada.get("/terms?version=1").await;
    page.expect(200, "shop.version_superseded");
    assert!(page.title().starts_with("terms 1 (en)"), "{}", page.title());
    let page = ada.get("/terms?version=2").await;
    assert!(page.code() == 200 && !page.says("shop.version_superseded"));
    for invented in ["3", "0", "-1", "x", "99999999999999999999", ""] {
        let page = ada.get(&format!("/terms?version={invented}")).await;
        assert_eq!(page.code(), 404, "{invented}");
    }
}

/// Use cases of the account that are neither My Profile nor a way out, as a hydrated page asks for them.
#[rstest]
#[case::sessions("GET", "/ui/sessions")]
#[case::end_a_session("POST", "/account/sessions/end")]
#[case::end_other_sessions("POST", "/account/sessions/end-others")]
#[case::security("GET", "/ui/security")]
#[case::another_password("POST", "/account/security/password")]
#[case::another_address("POST", "/account/security/address")]
#[case::login_options("GET", "/ui/logins")]
#[case::connect("POST", "/account/logins/connect")]
#[case::disconnect("POST", "/account/logins/disconnect")]
#[case::ask_for_a_password("POST", "/account/logins/ask-for-password")]
#[case::remove_the_password("POST", "/account/logins/remove-password")]
#[tokio::test]
async fn while_the_terms_wait_the_handlers_hold_it(#[case] method: &str, #[case] path: &str) {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    app.publish_texts(2).await;
    if method == "GET" {
        let page = ada.get(path).await;
        assert_eq!((page.code(), page.body.as_str()), (403, "\"terms_due\""));
    } else {
        let id = app.database.texts("SELECT id FROM sessions").await.remove(0);
        assert_eq!(ada.call(path, &[("id", &id)]).await, Err(ApiError::TermsDue));
        let page = ada.post(path, &[("id", &id)]).await;
        assert_eq!(
            page.location(),
            PROFILE,
            "a browser without JavaScript is led there"
        );
    }
    assert_eq!(ada.get("/ui/profile").await.code(), 200);
    assert_eq!(
        ada.get("/ui/session").await.code(),
        200,
        "how long it lasts may be asked"
    );
    assert_eq!(
        ada.post("/logout", &[("choice", "local")]).await.location(),
        "/signed-out"
    );
}
