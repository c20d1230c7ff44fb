//! Spec 04: single claims, and how surely a person was recognised.

use domain::clients::{Acr, Claim, ClaimsRequest, Scope, Scopes, WantedAcr};
use rstest::rstest;
use serde_json::json;

#[rstest]
#[case::nothing_known("", Acr::One)]
#[case::a_password("pwd", Acr::One)]
#[case::a_password_and_an_app("pwd otp", Acr::Two)]
#[case::a_password_and_a_mail("pwd mca", Acr::Two)]
#[case::a_finger_and_a_key("fpt hwk", Acr::Two)]
#[case::two_of_a_kind("pwd pin", Acr::One)]
#[case::said_by_the_provider("mfa", Acr::Two)]
#[case::unheard_of("magic wand", Acr::One)]
fn classes(#[case] amr: &str, #[case] expected: Acr) {
    assert_eq!(Acr::of(amr), expected);
}

#[rstest]
#[case::nothing(None, WantedAcr::Any)]
#[case::one(Some("1"), WantedAcr::Any)]
#[case::two(Some("2"), WantedAcr::TwoPreferred)]
#[case::in_order(Some("2 1"), WantedAcr::TwoPreferred)]
#[case::one_first(Some("1 2"), WantedAcr::Any)]
#[case::unheard_of(Some("urn:mace:incommon:iap:silver"), WantedAcr::Any)]
fn wishes(#[case] acr_values: Option<&str>, #[case] expected: WantedAcr) {
    assert_eq!(WantedAcr::preferred(acr_values), expected);
}

#[rstest]
#[case::no_value(json!({ "essential": true }), WantedAcr::Any)]
#[case::null(json!(null), WantedAcr::Any)]
#[case::a_wish(json!({ "value": "2" }), WantedAcr::TwoPreferred)]
#[case::a_need(json!({ "essential": true, "value": "2" }), WantedAcr::TwoNeeded)]
#[case::one_will_do(json!({ "essential": true, "values": ["2", "1"] }), WantedAcr::Any)]
#[case::one_that_nobody_has(json!({ "essential": true, "values": ["gold"] }), WantedAcr::Unknown)]
#[case::a_wish_that_nobody_has(json!({ "values": ["gold"] }), WantedAcr::Any)]
#[case::no_texts(json!({ "essential": true, "values": [2] }), WantedAcr::Unknown)]
fn claimed_classes(#[case] request: serde_json::Value, #[case] expected: WantedAcr) {
    assert_eq!(WantedAcr::claimed(&request), expected);
}

#[rstest]
#[case::no_json("{")]
#[case::a_list("[]")]
#[case::a_text("\"email\"")]
#[case::a_list_of_claims(r#"{"id_token":["email"]}"#)]
#[case::a_claim_with_a_text(r#"{"userinfo":{"email":"yes"}}"#)]
fn what_is_no_request(#[case] text: &str) {
    assert_eq!(ClaimsRequest::read(text, &Scopes::NONE), None);
}

#[test]
fn what_a_client_may_not_know_is_left_out() {
    let text = r#"{"id_token":{"email":null,"phone_number":null,"magic":{}},"userinfo":null,"other":1}"#;
    let read = ClaimsRequest::read(text, &Scopes::new([Scope::Openid, Scope::Email])).unwrap();
    assert_eq!(
        read.claims.id_token.iter().copied().collect::<Vec<_>>(),
        [Claim::Email]
    );
    assert!(read.claims.userinfo.is_empty());
    assert_eq!((read.sub, read.acr), (None, WantedAcr::Any));
}
