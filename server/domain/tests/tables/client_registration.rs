//! Spec 04: what a client says of itself when it registers.

use domain::clients::{GrantType, MetadataFault, Settings, form::parse, form_of};
use rstest::rstest;
use serde_json::{Value, json};

const REDIRECT: &str = "https://app.example/callback";

fn registered(metadata: &Value) -> Result<Settings, MetadataFault> {
    parse(&form_of(metadata)?).map_err(|faults| MetadataFault::of(&faults))
}

#[test]
fn what_is_not_said_is_what_a_new_client_begins_with() {
    let settings = registered(&json!({ "redirect_uris": [REDIRECT], "software_id": "unheard of" })).unwrap();
    assert_eq!(settings.name.as_str(), "Application");
    assert_eq!(settings.auth_method.as_str(), "client_secret_basic");
    assert_eq!(settings.grant_types, [GrantType::AuthorizationCode]);
    assert_eq!(settings.scopes.to_string(), "openid profile email");
    assert!(settings.pkce && !settings.trusted);
}

#[test]
fn what_is_said_is_kept() {
    let settings = registered(&json!({
        "client_name": "Magazine",
        "redirect_uris": [REDIRECT, "https://app.example/other"],
        "post_logout_redirect_uris": ["https://app.example/bye"],
        "token_endpoint_auth_method": "none",
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "scope": "openid offline_access address",
        "id_token_signed_response_alg": "ES256",
        "backchannel_logout_uri": "https://app.example/out",
        "policy_uri": "https://app.example/privacy",
        "trusted": true,
        "pkce": false,
    }))
    .unwrap();
    assert_eq!(settings.name.as_str(), "Magazine");
    assert_eq!(settings.redirect_uris.len(), 2);
    assert_eq!(settings.scopes.to_string(), "openid offline_access");
    assert_eq!(settings.id_token_algorithm.as_str(), "ES256");
    assert_eq!(
        settings.back_channel_logout_uri.as_deref(),
        Some("https://app.example/out")
    );
    assert!(settings.pkce && !settings.trusted, "nobody says that of itself");
}

#[rstest]
#[case::no_object(json!([]), "invalid_client_metadata", "metadata")]
#[case::nowhere_to_go(json!({}), "invalid_redirect_uri", "redirect_uris")]
#[case::no_list(json!({ "redirect_uris": REDIRECT }), "invalid_redirect_uri", "redirect_uris")]
#[case::no_texts(json!({ "redirect_uris": [1] }), "invalid_redirect_uri", "redirect_uris")]
#[case::two_in_one(json!({ "redirect_uris": ["https://a.example/\nhttps://b.example/"] }), "invalid_redirect_uri", "redirect_uris")]
#[case::a_fragment(json!({ "redirect_uris": ["https://a.example/#x"] }), "invalid_redirect_uri", "redirect_uris")]
#[case::a_name_that_is_none(json!({ "redirect_uris": [REDIRECT], "client_name": 7 }), "invalid_client_metadata", "client_name")]
#[case::a_way_that_there_is_not(json!({ "redirect_uris": [REDIRECT], "token_endpoint_auth_method": "client_secret_jwt" }), "invalid_client_metadata", "token_endpoint_auth_method")]
#[case::keys_that_are_none(json!({ "redirect_uris": [REDIRECT], "token_endpoint_auth_method": "private_key_jwt" }), "invalid_client_metadata", "jwks")]
#[case::a_grant_that_there_is_not(json!({ "redirect_uris": [REDIRECT], "grant_types": ["password"] }), "invalid_client_metadata", "grant_types")]
#[case::a_type_that_there_is_not(json!({ "redirect_uris": [REDIRECT], "response_types": ["magic"] }), "invalid_client_metadata", "response_types")]
#[case::an_algorithm_that_there_is_not(json!({ "redirect_uris": [REDIRECT], "id_token_signed_response_alg": "HS256" }), "invalid_client_metadata", "id_token_signed_response_alg")]
fn what_is_refused(#[case] metadata: Value, #[case] error: &str, #[case] member: &str) {
    let fault = registered(&metadata).unwrap_err();
    assert_eq!(fault.error, error);
    assert!(fault.description.starts_with(&format!("{member}: ")), "{fault:?}");
}
