//! Every check of the ID token, one case for each way to fail it.

use domain::time::{Span, Timestamp};
use rstest::rstest;
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use server::providers::{BadAnswer, CallbackFault, CallbackQuery, authorize_url};

use super::setup::{NOON, Setup, secrets};
use crate::fake_provider::{CLIENT_ID, Quirk, keys::Signing};

async fn kind(setup: &Setup) -> BadAnswer {
    match setup.sign_in().await {
        Err(CallbackFault::BadAnswer(kind)) => kind,
        other => panic!("expected a bad answer, got {other:?}"),
    }
}

fn at(offset: i64) -> Value {
    json!(NOON.as_secs() + offset)
}

#[rstest]
#[case::es256(Signing::Es256)]
#[case::eddsa(Signing::EdDsa)]
#[case::rs256(Signing::Rs256)]
#[case::ps256(Signing::Ps256)]
#[tokio::test]
async fn a_right_token_signs_in(#[case] signing: Signing) {
    let setup = Setup::with(Quirk::Signing(signing)).await;
    let person = setup.sign_in().await.unwrap();
    assert_eq!(person.issuer, setup.config.issuer);
    assert_eq!(person.subject, "alex-1");
    assert_eq!(person.claims["email"], "alex@corp.example");
    assert_eq!(person.sid.as_deref(), Some("session-1"));
    assert_eq!(person.auth_time, Some(Timestamp::from_secs(NOON.as_secs() - 5)));
    assert_eq!(person.amr, ["pwd"]);
    assert_eq!(person.id_token.expose_secret().split('.').count(), 3);
    assert_eq!(setup.provider.calls().userinfo, 0, "nothing is missing");
}

#[rstest]
#[case::alg_none(Signing::None, BadAnswer::Algorithm)]
#[case::alg_hs256_with_our_secret(Signing::Hs256, BadAnswer::Algorithm)]
#[case::key_of_somebody_else(Signing::Stranger, BadAnswer::Signature)]
#[case::unknown_key(Signing::UnknownKey, BadAnswer::UnknownKey)]
#[tokio::test]
async fn a_wrong_signature(#[case] signing: Signing, #[case] expected: BadAnswer) {
    let setup = Setup::with(Quirk::Signing(signing)).await;
    assert_eq!(kind(&setup).await, expected);
}

#[tokio::test]
async fn an_algorithm_that_was_not_announced() {
    let setup = Setup::with(Quirk::Signing(Signing::Rs256)).await;
    setup.provider.quirk(Quirk::Document(
        "id_token_signing_alg_values_supported",
        Some(json!(["ES256"])),
    ));
    assert_eq!(kind(&setup).await, BadAnswer::Algorithm);
}

#[rstest]
#[case::another_issuer("iss", Some(json!("https://evil.example")), BadAnswer::Issuer)]
#[case::issuer_with_slash("iss", Some(json!("http://127.0.0.1/")), BadAnswer::Issuer)]
#[case::another_audience("aud", Some(json!("somebody")), BadAnswer::Audience)]
#[case::no_audience("aud", None, BadAnswer::Audience)]
#[case::several_audiences_without_azp("aud", Some(json!([CLIENT_ID, "somebody"])), BadAnswer::AuthorizedParty)]
#[case::azp_of_somebody_else("azp", Some(json!("somebody")), BadAnswer::AuthorizedParty)]
#[case::expired("exp", Some(at(-61)), BadAnswer::Expired)]
#[case::no_expiry("exp", None, BadAnswer::Expired)]
#[case::issued_long_ago("iat", Some(at(-601)), BadAnswer::IssuedAt)]
#[case::issued_in_the_future("iat", Some(at(61)), BadAnswer::IssuedAt)]
#[case::no_issue_time("iat", None, BadAnswer::IssuedAt)]
#[case::another_nonce("nonce", Some(json!("another")), BadAnswer::Nonce)]
#[case::no_nonce("nonce", None, BadAnswer::Nonce)]
#[case::expiry_as_text("exp", Some(json!("2099-01-01T00:00:00Z")), BadAnswer::Expired)]
#[case::issue_time_as_text("iat", Some(json!(NOON.as_secs().to_string())), BadAnswer::IssuedAt)]
#[case::issuer_as_a_list("iss", Some(json!(["http://127.0.0.1"])), BadAnswer::Issuer)]
#[case::nonce_as_a_list("nonce", Some(json!(["nonce"])), BadAnswer::Nonce)]
#[case::numeric_azp("azp", Some(json!(7)), BadAnswer::AuthorizedParty)]
#[case::numeric_access_token_hash("at_hash", Some(json!(7)), BadAnswer::AccessTokenHash)]
#[case::hash_of_another_access_token("at_hash", Some(json!("AAAAAAAAAAAAAAAAAAAAAA")), BadAnswer::AccessTokenHash)]
#[case::no_subject("sub", None, BadAnswer::Subject)]
#[case::numeric_subject("sub", Some(json!(7)), BadAnswer::Subject)]
#[case::empty_subject("sub", Some(json!("")), BadAnswer::Subject)]
#[case::long_subject("sub", Some(json!("x".repeat(256))), BadAnswer::Subject)]
#[case::subject_with_nul("sub", Some(json!("alex\u{0}1")), BadAnswer::Subject)]
#[tokio::test]
async fn a_wrong_claim(
    #[case] name: &'static str,
    #[case] value: Option<Value>,
    #[case] expected: BadAnswer,
) {
    let setup = Setup::with(Quirk::Claim(name, value)).await;
    assert_eq!(kind(&setup).await, expected);
    assert_eq!(setup.provider.calls().userinfo, 0);
}

#[rstest]
#[case::expired_within_the_leeway("exp", Some(at(-59)))]
#[case::issued_ten_minutes_ago("iat", Some(at(-600)))]
#[case::issued_by_a_fast_clock("iat", Some(at(60)))]
#[case::our_azp("azp", Some(json!(CLIENT_ID)))]
#[case::audience_as_a_list("aud", Some(json!([CLIENT_ID])))]
#[case::no_access_token_hash("at_hash", None)]
#[case::no_auth_time("auth_time", None)]
#[case::verified_as_text("email_verified", Some(json!("true")))]
#[case::phone_as_a_list("phone_number", Some(json!(["+49 30 1234"])))]
#[case::address_as_text("address", Some(json!("Main Street 1")))]
#[case::update_as_a_date("updated_at", Some(json!("2026-11-21T12:00:00Z")))]
#[case::name_as_an_object("name", Some(json!({ "first": "Alex" })))]
#[case::verified_as_a_number("email_verified", Some(json!(1)))]
#[case::sign_in_time_as_text("auth_time", Some(json!("yesterday")))]
#[case::methods_as_text("amr", Some(json!("pwd")))]
#[case::longest_subject("sub", Some(json!("x".repeat(255))))]
#[tokio::test]
async fn a_claim_that_is_in_order(#[case] name: &'static str, #[case] value: Option<Value>) {
    let setup = Setup::with(Quirk::Claim(name, value.clone())).await;
    let person = setup.sign_in().await.unwrap();
    assert_eq!(
        person.claims.get(name),
        value.as_ref(),
        "claims stay as they were signed"
    );
}

#[tokio::test]
async fn several_audiences_with_our_azp() {
    let setup = Setup::with(Quirk::Claim("aud", Some(json!([CLIENT_ID, "project-7"])))).await;
    setup.provider.quirk(Quirk::Claim("azp", Some(json!(CLIENT_ID))));
    setup.sign_in().await.unwrap();
}

#[rstest]
#[case::missing(None, Err(BadAnswer::AuthTime))]
#[case::too_old(Some(at(-361)), Err(BadAnswer::AuthTime))]
#[case::in_the_future(Some(at(61)), Err(BadAnswer::AuthTime))]
#[case::old_within_the_leeway(Some(at(-360)), Ok(()))]
#[case::recent(Some(at(-5)), Ok(()))]
#[tokio::test]
async fn auth_time_when_it_was_asked_for(
    #[case] value: Option<Value>,
    #[case] expected: Result<(), BadAnswer>,
) {
    let mut setup = Setup::with(Quirk::Claim("auth_time", value)).await;
    setup.options.max_age = Some(Span::minutes(5));
    let outcome = setup.sign_in().await.map(|_| ());
    assert_eq!(outcome, expected.map_err(CallbackFault::BadAnswer));
    assert_eq!(setup.provider.last_authorize()["max_age"], "300");
}

#[rstest]
#[case::missing(None, Ok(None))]
#[case::too_old(Some(at(-361)), Err(BadAnswer::AuthTime))]
#[case::no_number(Some(json!("yesterday")), Err(BadAnswer::AuthTime))]
#[case::recent(Some(at(-5)), Ok(Some(Timestamp::from_secs(NOON.as_secs() - 5))))]
#[tokio::test]
async fn auth_time_of_a_provider_that_need_not_tell(
    #[case] value: Option<Value>,
    #[case] expected: Result<Option<Timestamp>, BadAnswer>,
) {
    let mut setup = Setup::with(Quirk::Claim("auth_time", value)).await;
    (setup.options.max_age, setup.untold) = (Some(Span::minutes(5)), true);
    let outcome = setup.sign_in().await.map(|person| person.auth_time);
    assert_eq!(outcome, expected.map_err(CallbackFault::BadAnswer));
}

#[tokio::test]
async fn our_clock_decides() {
    let setup = Setup::new().await;
    let outcome = setup.sign_in_after(Span::minutes(5)).await;
    assert!(outcome.is_ok(), "issued when the code was redeemed: {outcome:?}");
    setup.provider.quirk(Quirk::Claim("exp", Some(at(300))));
    setup.clock.advance(Span::minutes(5));
    assert_eq!(kind(&setup).await, BadAnswer::Expired);
}

#[tokio::test]
async fn the_answer_to_another_attempt() {
    let setup = Setup::new().await;
    let metadata = setup.metadata().await;
    let callback = setup.provider.browse(&authorize_url(
        &setup.config,
        &metadata,
        &secrets("one"),
        &setup.options,
    ));
    let query = CallbackQuery::parse(callback.query().unwrap()).unwrap();
    let mut other = setup.expected(&secrets("two"));
    other.verifier = Some(secrets("one").verifier);
    let fault = setup
        .client
        .finish(&setup.config, &metadata, &query, &other)
        .await
        .unwrap_err();
    assert_eq!(fault, CallbackFault::BadAnswer(BadAnswer::Nonce));
}
