//! What a returning identity changes of its customer: one rule for each mapped field, and the address for itself.

use crate::support::{Provider, Quirk, TestApp, words};
use domain::providers::Rule;
use rstest::rstest;
use serde_json::{Value, json};

/// A shop where Alex came through the provider once, as the usual person of the fake provider with a phone.
async fn alex_was_here(rule: Rule) -> (TestApp, Provider) {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    app.rule(&provider, rule).await;
    app.settings(|settings| settings.approval = false).await;
    provider.person(alex(json!({})));
    app.visitor().through(&provider).await.location();
    (app, provider)
}

/// Alex's claims with some of them replaced.
fn alex(other: Value) -> Value {
    let mut claims = json!({
        "sub": "alex-1", "email": "alex@corp.example", "email_verified": true, "given_name": "Alex",
        "family_name": "Reed", "phone_number": "+30 210 555 0101", "locale": "en",
    });
    for (name, value) in other.as_object().unwrap() {
        claims[name] = value.clone();
    }
    claims
}

async fn fields(app: &TestApp) -> Vec<String> {
    let sql = "SELECT given_name || '|' || family_name || '|' || COALESCE(phone, '') || '|' || language FROM customers";
    app.database.texts(sql).await
}

#[rstest]
#[case::set_once(Rule::SetOnce, "Alex|Reed|+30 210 555 0101|en")]
#[case::at_every_sign_in(Rule::Always, "Alexandra|Reed-Jones|+30 210 555 0199|el")]
#[case::suggested(Rule::Suggest, "Alex|Reed||en")]
#[tokio::test]
async fn a_field_follows_its_rule(#[case] rule: Rule, #[case] expected: &str) {
    let (app, provider) = alex_was_here(rule).await;
    provider.person(alex(json!({
        "given_name": "Alexandra", "family_name": "Reed-Jones", "phone_number": "+30 210 555 0199", "locale": "el",
    })));
    app.visitor().through(&provider).await.location();
    assert_eq!(fields(&app).await, [expected]);
    let noted = app
        .database
        .count("history WHERE action = 'profile.followed'")
        .await;
    assert_eq!(noted, i64::from(rule == Rule::Always));
}

#[rstest]
#[case(Rule::SetOnce)]
#[case(Rule::Always)]
#[tokio::test]
async fn a_claim_that_is_missing_or_of_no_use_empties_nothing(#[case] rule: Rule) {
    let (app, provider) = alex_was_here(rule).await;
    let before = fields(&app).await;
    provider.person(alex(json!({
        "given_name": "  ", "family_name": "x".repeat(10_000), "phone_number": "call me", "locale": "xx",
    })));
    app.visitor().through(&provider).await.location();
    assert_eq!(fields(&app).await, before);
}

#[tokio::test]
async fn an_empty_field_is_set_once() {
    let (app, provider) = alex_was_here(Rule::SetOnce).await;
    app.database.execute("UPDATE customers SET phone = NULL").await;
    app.visitor().through(&provider).await.location();
    assert_eq!(fields(&app).await, ["Alex|Reed|+30 210 555 0101|en"]);
}

#[rstest]
#[case::wrong_nonce("nonce", json!("another"))]
#[case::wrong_audience("aud", json!("somebody else"))]
#[tokio::test]
async fn nothing_changes_before_every_check_has_passed(#[case] claim: &'static str, #[case] value: Value) {
    let (app, provider) = alex_was_here(Rule::Always).await;
    let before = fields(&app).await;
    provider.person(alex(
        json!({ "given_name": "Mallory", "email": "mallory@corp.example" }),
    ));
    provider.quirk(Quirk::Claim(claim, Some(value)));
    app.visitor()
        .through(&provider)
        .await
        .expect(502, "providers.distrusted_heading");
    assert_eq!(fields(&app).await, before);
    assert_eq!(app.status_of("alex@corp.example").await, "active");
}

#[tokio::test]
async fn the_address_follows_when_its_rule_says_so() {
    let (app, provider) = alex_was_here(Rule::Always).await;
    provider.person(alex(json!({ "email": "alexandra@corp.example" })));
    let mut alex = app.visitor();
    alex.through(&provider).await.location();
    assert!(alex.is_signed_in().await);
    assert_eq!(app.status_of("alexandra@corp.example").await, "active");
    let told = app.only_mail("alex@corp.example").await;
    assert!(told.text.contains("alexandra@corp.example"), "{}", told.text);
    assert_eq!(
        app.database
            .count("history WHERE action = 'address.followed'")
            .await,
        1
    );
    assert_eq!(
        app.database
            .count("customers WHERE address_proven_at IS NULL")
            .await,
        0
    );
    app.visitor().through(&provider).await.location();
    assert!(app.mails().await.is_empty(), "told once");
}

#[rstest]
#[case::set_once(Rule::SetOnce, true, true)]
#[case::suggested(Rule::Suggest, true, true)]
#[case::not_verified(Rule::Always, true, false)]
#[case::not_trusted(Rule::Always, false, true)]
#[tokio::test]
async fn else_the_sign_in_works_the_address_stays_and_staff_are_told_once(
    #[case] rule: Rule,
    #[case] trusted: bool,
    #[case] verified: bool,
) {
    let (app, provider) = alex_was_here(rule).await;
    let trust = format!("UPDATE providers SET trusts_email_verified = {trusted}");
    app.database.execute(&trust).await;
    provider.person(alex(
        json!({ "email": "other@corp.example", "email_verified": verified }),
    ));
    for _ in 0..2 {
        let mut alex = app.visitor();
        alex.through(&provider).await.location();
        assert!(alex.is_signed_in().await);
    }
    assert_eq!(app.status_of("alex@corp.example").await, "active");
    let told = app.only_mail("operations@tidewater.example").await;
    assert!(told.text.contains("other@corp.example"), "{}", told.text);
    assert_eq!(
        app.database
            .count("history WHERE action = 'address.differs'")
            .await,
        1
    );
    let mut olga = app.operations().await;
    let history = olga.get("/office/history").await.text();
    assert!(
        history.contains(&words("en", "identities.history_address_differs")),
        "{history}"
    );
}

#[tokio::test]
async fn an_address_that_somebody_else_has_is_not_taken_away() {
    let (app, provider) = alex_was_here(Rule::Always).await;
    app.insert_customer("ada@example.org", domain::customers::CustomerStatus::Active)
        .await;
    provider.person(alex(json!({ "email": "ADA@example.org" })));
    let mut alex = app.visitor();
    alex.through(&provider).await.location();
    assert!(alex.get("/").await.text().contains("Alex Reed"));
    assert_eq!(app.status_of("alex@corp.example").await, "active");
    assert_eq!(app.status_of("ada@example.org").await, "active");
    app.only_mail("operations@tidewater.example").await;
}

#[tokio::test]
async fn the_same_address_in_other_letters_is_no_change() {
    let (app, provider) = alex_was_here(Rule::Always).await;
    provider.person(alex(json!({ "email": "ALEX@Corp.example" })));
    app.visitor().through(&provider).await.location();
    assert_eq!(app.status_of("alex@corp.example").await, "active");
}

#[tokio::test]
async fn a_subject_is_compared_exactly() {
    let (app, provider) = alex_was_here(Rule::Always).await;
    provider.person(alex(json!({ "sub": "ALEX-1", "given_name": "Mallory" })));
    let mut mallory = app.visitor();
    assert_eq!(
        mallory.through(&provider).await.location(),
        "/register/check-mail"
    );
    assert!(!mallory.is_signed_in().await);
    assert_eq!(fields(&app).await, ["Alex|Reed|+30 210 555 0101|en"]);
    app.mails().await;
}

#[tokio::test]
async fn a_reset_link_of_the_old_address_is_worth_nothing_afterwards() {
    let (app, provider) = alex_was_here(Rule::Always).await;
    app.visitor()
        .post("/forgot", &[("email", "alex@corp.example")])
        .await
        .location();
    let link = app.only_mail("alex@corp.example").await.link();
    provider.person(alex(json!({ "email": "alexandra@corp.example" })));
    app.visitor().through(&provider).await.location();
    app.mails().await;
    app.visitor().follow_link_is_dead(&link).await;
}

#[tokio::test]
async fn what_is_suggested_stands_in_the_form_and_is_not_saved_by_itself() {
    let (app, provider) = alex_was_here(Rule::Suggest).await;
    provider.person(alex(
        json!({ "given_name": "Alexandra", "locale": "el", "email": "other@corp.example" }),
    ));
    let mut alex = app.visitor();
    alex.through(&provider).await.location();
    app.mails().await;
    let page = alex.get("/account/profile").await;
    assert_eq!(page.value("phone"), "+30 210 555 0101", "an empty field holds it");
    assert_eq!(page.value("given_name"), "Alex");
    let text = page.text();
    for told in [
        "north suggests: Alexandra",
        "north suggests: Ελληνικά",
        "north suggests: other@corp.example",
    ] {
        assert!(text.contains(told), "{told}: {text}");
    }
    assert!(
        !text.contains("north suggests: Reed"),
        "the same is no suggestion"
    );
    assert_eq!(fields(&app).await, ["Alex|Reed||en"]);
    let saved = alex
        .fill(
            &page,
            "/account/profile",
            &[("given_name", "Alexandra"), ("accept_terms", "1")],
        )
        .await;
    saved.location();
    assert_eq!(fields(&app).await, ["Alexandra|Reed|+30 210 555 0101|en"]);
}

#[tokio::test]
async fn a_name_that_a_provider_owns_but_never_sends_is_given_here() {
    let app = TestApp::start().await;
    let north = app.provider("north").await;
    app.rule(&north, Rule::Always).await;
    app.settings(|settings| settings.approval = false).await;
    north.person(json!({ "sub": "alex-1", "email": "alex@corp.example", "email_verified": true }));
    let mut alex = app.visitor();
    assert_eq!(alex.through(&north).await.location(), "/account/profile");
    let page = alex.get("/account/profile").await;
    assert!(page.field("email").unwrap().get("readonly").is_some());
    let typed = [
        ("given_name", "Alex"),
        ("family_name", "Reed"),
        ("accept_terms", "1"),
    ];
    assert_eq!(alex.fill(&page, "/account/profile", &typed).await.location(), "/");
    let names = "SELECT given_name || ' ' || family_name FROM customers";
    assert_eq!(app.database.texts(names).await, ["Alex Reed"]);
}

#[tokio::test]
async fn an_address_that_was_typed_here_is_the_customers_own() {
    let app = TestApp::start().await;
    let north = app.provider("north").await;
    app.rule(&north, Rule::Always).await;
    app.settings(|settings| settings.approval = false).await;
    north.person(json!({ "sub": "eve-1", "given_name": "Eve", "family_name": "Ng" }));
    let mut eve = app.visitor();
    let page = eve.through(&north).await;
    let page = eve.follow(&page).await;
    eve.fill(&page, "/register/address", &[("email", "eve@corp.example")])
        .await
        .location();
    let link = app.only_mail("eve@corp.example").await.link();
    eve.follow_link(&link).await.location();
    let page = eve.get("/account/profile").await;
    let fields = [("accept_terms", "1")];
    eve.fill(&page, "/account/profile", &fields).await.location();
    let page = eve.get("/account/security").await;
    assert!(page.has_form("/account/security/address"), "{}", page.text());
}
