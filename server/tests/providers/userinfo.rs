//! Claims from userinfo: asked for only when needed, believed only about the same person.

use std::time::Duration;

use rstest::rstest;
use serde_json::{Value, json};
use server::providers::{BadAnswer, CallbackFault, Silent};

use super::setup::Setup;
use crate::fake_provider::{Canned, Endpoint, Quirk};

async fn thin() -> Setup {
    Setup::with(Quirk::ThinIdToken).await
}

#[tokio::test]
async fn missing_claims_come_from_userinfo() {
    let setup = thin().await;
    let person = setup.sign_in().await.unwrap();
    assert_eq!(person.claims["email"], "alex@corp.example");
    assert_eq!(person.claims["email_verified"], true);
    assert_eq!(person.claims["given_name"], "Alex");
    assert_eq!(setup.provider.calls().userinfo, 1);
}

#[tokio::test]
async fn nobody_asks_when_nothing_is_wanted() {
    let mut setup = thin().await;
    setup.config.wanted_claims.clear();
    assert!(!setup.sign_in().await.unwrap().claims.contains_key("email"));
    assert_eq!(setup.provider.calls().userinfo, 0);
}

#[tokio::test]
async fn a_provider_without_userinfo_is_taken_at_its_word() {
    let setup = thin().await;
    setup.provider.quirk(Quirk::Document("userinfo_endpoint", None));
    assert!(!setup.sign_in().await.unwrap().claims.contains_key("email"));
}

#[tokio::test]
async fn the_id_token_wins() {
    let setup = thin().await;
    setup
        .provider
        .quirk(Quirk::Claim("given_name", Some(json!("Alexandra"))));
    assert_eq!(setup.sign_in().await.unwrap().claims["given_name"], "Alexandra");
}

#[rstest]
#[case::another_person(Some(json!("alex-2")))]
#[case::other_letter_case(Some(json!("ALEX-1")))]
#[case::number(Some(json!(1)))]
#[case::missing(None)]
#[tokio::test]
async fn the_subject_must_be_the_same(#[case] sub: Option<Value>) {
    let setup = thin().await;
    setup.provider.quirk(Quirk::UserInfo("sub", sub));
    let fault = setup.sign_in().await.unwrap_err();
    assert_eq!(fault, CallbackFault::BadAnswer(BadAnswer::UserInfoSubject));
}

#[rstest]
#[case::garbage(Canned::Garbage, CallbackFault::BadAnswer(BadAnswer::UserInfo))]
#[case::unauthorized(Canned::Status(401), CallbackFault::BadAnswer(BadAnswer::UserInfo))]
#[case::redirect(Canned::Redirect("/jwks"), CallbackFault::BadAnswer(BadAnswer::UserInfo))]
#[case::oversize(Canned::Oversize, CallbackFault::BadAnswer(BadAnswer::UserInfo))]
#[case::server_error(Canned::Status(500), CallbackFault::Unreachable(Silent::UserInfo))]
#[case::slow(
    Canned::Slow(Duration::from_secs(5)),
    CallbackFault::Unreachable(Silent::UserInfo)
)]
#[tokio::test]
async fn an_answer_that_cannot_be_used(#[case] canned: Canned, #[case] expected: CallbackFault) {
    let setup = thin().await;
    setup.provider.quirk(Quirk::Answer(Endpoint::UserInfo, canned));
    assert_eq!(setup.sign_in().await.unwrap_err(), expected);
}

/// `email_verified` may only vouch for the address that it came with.
#[rstest]
#[case::address_here_verdict_elsewhere(&["email"], json!("alex@elsewhere.example"), "alex@elsewhere.example", None)]
#[case::same_address_verdict_there(&["email"], json!("alex@corp.example"), "alex@corp.example", Some(json!(true)))]
#[case::verdict_here_address_there(&["email_verified"], json!("true"), "alex@corp.example", Some(json!(true)))]
#[case::neither_here(&["email", "email_verified"], Value::Null, "alex@corp.example", Some(json!(true)))]
#[tokio::test]
async fn a_verdict_and_its_address(
    #[case] in_id_token: &[&'static str],
    #[case] value: Value,
    #[case] email: &str,
    #[case] verified: Option<Value>,
) {
    let setup = thin().await;
    for name in in_id_token {
        setup.provider.quirk(Quirk::Claim(name, Some(value.clone())));
    }
    let claims = setup.sign_in().await.unwrap().claims;
    assert_eq!(claims["email"], email);
    assert_eq!(claims.get("email_verified"), verified.as_ref());
}
