//! Spec 02: what a provider's claims become.

use domain::identities::AddressClaim;
use domain::providers::{
    ClaimMapping, Claims, Field, MappedField, MissingSubject, Rule, address_claim, map_claims,
};
use domain::values::Language;
use rstest::rstest;
use serde_json::{Map, Value, json};

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        other => panic!("not an object: {other}"),
    }
}

fn map(claims: Value) -> Claims {
    map_claims(&object(claims), &ClaimMapping::default()).expect("a subject")
}

#[test]
fn standard_claims() {
    let claims = map(json!({
        "sub": "248289761001", "email": "ada@example.com", "email_verified": true, "given_name": "Ada",
        "family_name": "Lovelace", "name": "somebody else", "phone_number": "+44 20 7946 0000", "locale": "el-GR",
    }));
    assert_eq!(claims.subject, "248289761001");
    assert_eq!(claims.email.as_ref().map(AsRef::as_ref), Some("ada@example.com"));
    assert!(claims.email_verified);
    assert_eq!(claims.given_name.as_ref().map(AsRef::as_ref), Some("Ada"));
    assert_eq!(claims.family_name.as_ref().map(AsRef::as_ref), Some("Lovelace"));
    assert_eq!(claims.phone.as_ref().map(AsRef::as_ref), Some("+44 20 7946 0000"));
    assert_eq!(claims.language, Some(Language::El));
    assert_eq!((claims.account_code, claims.ignored), (None, vec![]));
}

#[rstest]
#[case::boolean_true(json!(true), AddressClaim::TrustedAndVerified)]
#[case::boolean_false(json!(false), AddressClaim::Unproven)]
#[case::string_true(json!("true"), AddressClaim::Unproven)]
#[case::number_one(json!(1), AddressClaim::Unproven)]
#[case::null(json!(null), AddressClaim::Unproven)]
#[case::list(json!([true]), AddressClaim::Unproven)]
fn only_the_boolean_true_counts(#[case] verified: Value, #[case] trusted: AddressClaim) {
    let claims = map(json!({ "sub": "1", "email": "ada@example.com", "email_verified": verified }));
    assert_eq!(address_claim(&claims, true), trusted);
    assert_eq!(address_claim(&claims, false), AddressClaim::Unproven);
}

#[test]
fn missing_claims() {
    let claims = map(json!({ "sub": "1", "email_verified": true }));
    assert!(!claims.email_verified);
    assert_eq!(address_claim(&claims, true), AddressClaim::Missing);
    let claims = map(json!({ "sub": "1", "email": "ada@example.com" }));
    assert_eq!(address_claim(&claims, true), AddressClaim::Unproven);
}

#[test]
fn email_verified_speaks_of_the_claim_email_only() {
    let field = Field {
        claim: "upn".into(),
        rule: Rule::SetOnce,
    };
    let mapping = ClaimMapping {
        email: Some(field),
        ..ClaimMapping::default()
    };
    let claims = object(json!({
        "sub": "1", "upn": "boss@example.com", "email": "ada@example.com", "email_verified": true,
    }));
    let claims = map_claims(&claims, &mapping).expect("a subject");
    assert_eq!(address_claim(&claims, true), AddressClaim::Unproven);
}

#[rstest]
#[case::missing(json!({}))]
#[case::empty(json!({ "sub": "" }))]
#[case::number(json!({ "sub": 7 }))]
#[case::null(json!({ "sub": null }))]
#[case::too_long(json!({ "sub": "x".repeat(256) }))]
#[case::nul(json!({ "sub": "a\u{0}b" }))]
#[case::line_break(json!({ "sub": "a\nb" }))]
fn no_subject(#[case] claims: Value) {
    assert_eq!(
        map_claims(&object(claims), &ClaimMapping::default()),
        Err(MissingSubject)
    );
}

#[test]
fn a_subject_is_never_trimmed_or_folded() {
    assert_eq!(map(json!({ "sub": " Ada " })).subject, " Ada ");
}

#[rstest]
#[case::two_words("Ada Lovelace", Some("Ada"), Some("Lovelace"))]
#[case::three_words("Ada Maria Lovelace", Some("Ada Maria"), Some("Lovelace"))]
#[case::one_word("Ada", Some("Ada"), None)]
#[case::spaces("  Ada   Lovelace ", Some("Ada"), Some("Lovelace"))]
fn full_name_is_split(#[case] name: &str, #[case] given: Option<&str>, #[case] family: Option<&str>) {
    let claims = map(json!({ "sub": "1", "name": name }));
    assert_eq!(claims.given_name.as_ref().map(AsRef::as_ref), given);
    assert_eq!(claims.family_name.as_ref().map(AsRef::as_ref), family);
}

#[test]
fn full_name_is_not_used_beside_a_given_name() {
    let claims = map(json!({ "sub": "1", "name": "Ada Lovelace", "given_name": "Countess" }));
    assert_eq!(claims.given_name.as_ref().map(AsRef::as_ref), Some("Countess"));
    assert_eq!(claims.family_name, None);
}

#[rstest]
#[case::broken_address(json!({ "email": "nobody" }), MappedField::Email)]
#[case::address_list(json!({ "email": ["ada@example.com"] }), MappedField::Email)]
#[case::name_with_nul(json!({ "given_name": "A\u{0}" }), MappedField::GivenName)]
#[case::endless_name(json!({ "family_name": "x".repeat(10_000) }), MappedField::FamilyName)]
#[case::phone_as_number(json!({ "phone_number": 12345 }), MappedField::Phone)]
#[case::foreign_language(json!({ "locale": "fr" }), MappedField::Language)]
fn what_cannot_be_used_is_left_out(#[case] claims: Value, #[case] ignored: MappedField) {
    let mut claims = object(claims);
    claims.insert("sub".into(), "1".into());
    let claims = map_claims(&claims, &ClaimMapping::default()).expect("a subject");
    assert_eq!(claims.ignored, [ignored]);
    assert_eq!(
        (claims.email, claims.given_name, claims.family_name, claims.phone),
        (None, None, None, None)
    );
}

#[rstest]
#[case::text(json!("A-10001"), Some("A-10001"))]
#[case::number(json!(10001), Some("10001"))]
#[case::not_trimmed(json!(" A "), Some(" A "))]
#[case::blank(json!("  "), None)]
#[case::boolean(json!(true), None)]
fn account_code(#[case] value: Value, #[case] expected: Option<&str>) {
    let field = Field {
        claim: "customer_no".into(),
        rule: Rule::SetOnce,
    };
    let mapping = ClaimMapping {
        account_code: Some(field),
        ..ClaimMapping::default()
    };
    let claims = object(json!({ "sub": "1", "customer_no": value }));
    let claims = map_claims(&claims, &mapping).expect("a subject");
    assert_eq!(claims.account_code.as_deref(), expected);
}

#[test]
fn a_mapping_is_stored_as_json_and_may_be_short() -> Result<(), serde_json::Error> {
    let mapping = ClaimMapping::default();
    assert_eq!(
        serde_json::from_str::<ClaimMapping>(&serde_json::to_string(&mapping)?)?,
        mapping
    );
    let short: ClaimMapping =
        serde_json::from_value(json!({ "subject": "oid", "email": { "claim": "mail" } }))?;
    assert_eq!(
        short.email,
        Some(Field {
            claim: "mail".into(),
            rule: Rule::SetOnce
        })
    );
    assert_eq!(short.phone, None);
    Ok(())
}
