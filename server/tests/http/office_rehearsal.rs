//! Rehearsal: every check and every claim shown, and nothing created.

use crate::support::{Browser, Page, Provider, Quirk, Signing, TestApp, words};
use domain::{customers::CustomerStatus, staff::Role, time::Span};
use rstest::rstest;
use serde_json::json;
use url::Url;

const START: &str = "/office/providers/rehearse";

fn page_of(provider: &Provider) -> String {
    format!("/office/providers/{}/rehearsal", provider.id)
}

/// Goes through a rehearsal and opens the report.
async fn rehearse(staff: &mut Browser, provider: &Provider) -> Page {
    let page = out_and_back(staff, provider).await;
    assert_eq!(page.location(), page_of(provider));
    staff.get(&page_of(provider)).await
}

/// Out to the provider and back; the answer of our callback.
async fn out_and_back(staff: &mut Browser, provider: &Provider) -> Page {
    let callback = callback(staff, provider).await;
    staff.get(callback.as_str()).await
}

async fn callback(staff: &mut Browser, provider: &Provider) -> Url {
    let page = staff.get(&page_of(provider)).await;
    assert_eq!(page.code(), 200, "{}", page.text());
    let page = staff.fill(&page, START, &[]).await;
    let leave = staff.follow(&page).await;
    let links = leave.all("a");
    let out = links
        .iter()
        .filter_map(|a| a.get("href"))
        .find(|href| href.starts_with(provider.issuer()));
    provider.browse(&Url::parse(out.unwrap()).unwrap())
}

/// The checks of a report with their outcomes.
fn outcomes(page: &Page) -> Vec<(String, String)> {
    let tags = page.tags();
    let checks = tags.iter().skip_while(|tag| tag.get("id") != Some("checks"));
    let cells: Vec<String> = checks
        .take_while(|tag| tag.name != "/table")
        .filter(|tag| {
            tag.get("scope") == Some("row") || tag.get("class").is_some_and(|it| it.starts_with("badge"))
        })
        .map(|tag| tag.text.trim().to_owned())
        .collect();
    cells
        .chunks(2)
        .map(|row| (row[0].clone(), row[1].clone()))
        .collect()
}

fn says(key: &str) -> String {
    words("en", &format!("identities.{key}"))
}

#[tokio::test]
async fn a_disabled_provider_is_rehearsed_and_nothing_is_created() {
    let app = TestApp::start().await;
    let north = app.provider("north").await;
    app.switch(&north, false, false).await;
    app.settings(|settings| settings.approval = false).await;
    let mut anton = app.administrator().await;
    let before = app.people().await;
    let page = rehearse(&mut anton, &north).await;
    assert_eq!(app.people().await, before);
    assert!(anton.cookie("__Host-portico").is_none(), "no customer's session");
    let outcomes = outcomes(&page);
    assert_eq!(outcomes.len(), 23);
    for (check, outcome) in &outcomes {
        let expected = if *check == says("check_auth_time") {
            says("outcome_not_asked")
        } else {
            says("outcome_passed")
        };
        assert_eq!(*outcome, expected, "{check}");
    }
    page.expect(200, "identities.leads_profile");
    page.expect(200, "identities.owner_nobody");
    page.expect(200, "identities.vouches_verified");
    for told in ["alex@corp.example", "alex-1", "email_verified", "Reed"] {
        assert!(page.text().contains(told), "{told}: {}", page.text());
    }
}

#[rstest]
#[case::iss_parameter(Quirk::Iss(Some("https://evil.example")), "check_issuer_parameter")]
#[case::error(Quirk::Error("invalid_scope"), "check_answer")]
#[case::denied(Quirk::Error("access_denied"), "check_answer")]
#[case::no_id_token(Quirk::Token("id_token", None), "check_id_token")]
#[case::issuer(Quirk::Claim("iss", Some(json!("https://evil.example"))), "check_issuer")]
#[case::audience(Quirk::Claim("aud", Some(json!("somebody else"))), "check_audience")]
#[case::party(Quirk::Claim("azp", Some(json!("somebody else"))), "check_authorized_party")]
#[case::expired(Quirk::Claim("exp", Some(json!(1_000_000_000))), "check_expiry")]
#[case::old(Quirk::Claim("iat", Some(json!(1_000_000_000))), "check_issued_at")]
#[case::nonce(Quirk::Claim("nonce", Some(json!("another"))), "check_nonce")]
#[case::algorithm(Quirk::Signing(Signing::Hs256), "check_algorithm")]
#[case::key(Quirk::Signing(Signing::UnknownKey), "check_key")]
#[case::signature(Quirk::Signing(Signing::Stranger), "check_signature")]
#[tokio::test]
async fn a_failure_shows_at_which_check_it_stopped(#[case] quirk: Quirk, #[case] check: &str) {
    let app = TestApp::start().await;
    let north = app.provider("north").await;
    let mut anton = app.administrator().await;
    north.quirk(quirk);
    let before = app.people().await;
    let page = rehearse(&mut anton, &north).await;
    assert_eq!(app.people().await, before);
    let outcomes = outcomes(&page);
    let at = outcomes
        .iter()
        .position(|(name, _)| *name == says(check))
        .unwrap();
    let (passed, rest) = outcomes.split_at(at);
    assert!(
        passed
            .iter()
            .all(|(_, outcome)| *outcome == says("outcome_passed")),
        "{outcomes:?}"
    );
    assert_eq!(rest[0].1, says("outcome_failed"), "{outcomes:?}");
    assert!(
        rest[1..]
            .iter()
            .all(|(_, outcome)| *outcome == says("outcome_not_reached")),
        "{outcomes:?}"
    );
    assert!(!page.says("identities.rehearsal_leads_to"), "no row applies");
}

#[tokio::test]
async fn the_row_the_customer_the_rules_and_the_account_are_shown() {
    let app = TestApp::start().await;
    let north = app.provider("north").await;
    app.account("A-77").await;
    app.insert_customer("ada@example.org", CustomerStatus::Active)
        .await;
    north.person(json!({
        "sub": "eve-1", "email": "ada@example.org", "email_verified": true, "account": "A-77", "phone_number": "call me",
    }));
    let mut anton = app.administrator().await;
    let page = rehearse(&mut anton, &north).await;
    page.expect(200, "identities.owner_proven");
    page.expect(200, "identities.leads_prove_old");
    page.expect(200, "identities.would_unusable");
    page.expect(200, "identities.would_missing");
    assert!(page.text().contains("Ada Lovelace"), "{}", page.text());
    assert!(page.text().contains("Corp (A-77)"), "{}", page.text());
}

#[tokio::test]
async fn a_known_identity_is_shown_with_what_its_claims_would_change() {
    let app = TestApp::start().await;
    let north = app.provider("north").await;
    app.rule(&north, domain::providers::Rule::Always).await;
    app.settings(|settings| settings.approval = false).await;
    app.visitor().through(&north).await.location();
    north.person(json!({
        "sub": "alex-1", "email": "alex@corp.example", "email_verified": false, "given_name": "Alexandra",
    }));
    let mut anton = app.administrator().await;
    let page = rehearse(&mut anton, &north).await;
    page.expect(200, "identities.owner_known");
    page.expect(200, "identities.leads_sign_in");
    page.expect(200, "identities.would_set");
    assert_eq!(
        app.database.texts("SELECT given_name FROM customers").await,
        ["Alex"],
        "nothing is changed"
    );
}

#[tokio::test]
async fn it_is_bound_to_the_session_and_browser_that_began_it() {
    let app = TestApp::start().await;
    let north = app.provider("north").await;
    let mut anton = app.administrator().await;
    let back = callback(&mut anton, &north).await;
    app.visitor()
        .get(back.as_str())
        .await
        .expect(400, "providers.expired_heading");
    let mut other = app.staff("Berta", &[Role::Administrator]).await;
    other
        .get(back.as_str())
        .await
        .expect(400, "providers.expired_heading");
    assert_eq!(anton.get(back.as_str()).await.location(), page_of(&north));
    anton
        .get(back.as_str())
        .await
        .expect(400, "providers.expired_heading");
    assert!(
        !other
            .get(&page_of(&north))
            .await
            .says("identities.rehearsal_checks")
    );

    let back = callback(&mut anton, &north).await;
    anton.post("/office/logout", &[]).await.location();
    anton
        .get(back.as_str())
        .await
        .expect(400, "providers.expired_heading");
    assert_eq!(app.database.count("customers").await, 0);
}

#[tokio::test]
async fn a_report_is_there_for_an_hour() {
    let app = TestApp::start().await;
    let north = app.provider("north").await;
    let mut anton = app.administrator().await;
    rehearse(&mut anton, &north)
        .await
        .expect(200, "identities.rehearsal_checks");
    app.time.turn(Span::minutes(59));
    anton
        .get(&page_of(&north))
        .await
        .expect(200, "identities.rehearsal_checks");
    app.time.turn(Span::minutes(1));
    assert!(
        !anton
            .get(&page_of(&north))
            .await
            .says("identities.rehearsal_checks")
    );
}

#[rstest]
#[case::operations(Role::Operations)]
#[case::auditor(Role::Auditor)]
#[tokio::test]
async fn only_administrators_rehearse(#[case] role: Role) {
    let app = TestApp::start().await;
    let north = app.provider("north").await;
    let mut staff = app.staff("Olga", &[role]).await;
    assert_eq!(staff.get(&page_of(&north)).await.code(), 403);
    let id = north.id.to_string();
    assert_eq!(staff.post(START, &[("id", &id)]).await.code(), 403);
    assert_eq!(app.database.count("attempts").await, 0);
}

#[rstest]
#[case("")]
#[case("x\0y")]
#[case("018f0000-0000-7000-8000-000000000000")]
#[tokio::test]
async fn an_invented_provider_is_not_found(#[case] id: &str) {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    assert_eq!(anton.post(START, &[("id", id)]).await.code(), 404);
}
