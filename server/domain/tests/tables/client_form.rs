//! Spec 04: what an administrator enters for a client.

use domain::clients::form::{ClientForm, parse};
use domain::clients::{GrantType, IdTokenAlgorithm, Overlap, ResponseType, Scopes};
use domain::providers::ClientAuth;
use domain::time::Span;
use domain::values::Fault;
use rstest::rstest;
use serde_json::json;

const KEYS: &str = r#"{"keys":[{"kty":"EC","crv":"P-256","x":"eA","y":"eQ","kid":"1"}]}"#;

/// A web application as most are.
fn web() -> ClientForm {
    ClientForm {
        name: "Harbour Magazine".to_owned(),
        redirect_uris: "https://app.example/callback".to_owned(),
        ..ClientForm::fresh()
    }
}

fn on() -> Option<String> {
    Some("on".to_owned())
}

/// A field of the form by its name; a box is ticked by `on`.
fn with(form: ClientForm, changes: &[(&str, &str)]) -> ClientForm {
    let mut typed = serde_json::to_value(form).expect("a form");
    for (field, value) in changes {
        let is_box = ["type_", "grant_", "scope_"]
            .iter()
            .any(|kind| field.starts_with(kind))
            || ["trusted", "pkce"].contains(field);
        assert!(typed.get(field).is_some(), "{field}");
        typed[field] = if is_box && value.is_empty() {
            json!(null)
        } else {
            json!(value)
        };
    }
    serde_json::from_value(typed).expect("a form")
}

#[test]
fn what_a_new_client_begins_with() {
    let client = parse(&web()).expect("in order");
    assert_eq!(client.auth_method, ClientAuth::ClientSecretBasic);
    assert_eq!(
        client.response_types,
        [ResponseType::Code],
        "the others are discouraged"
    );
    assert_eq!(client.grant_types, [GrantType::AuthorizationCode]);
    assert_eq!(
        client.scopes,
        Scopes::read("openid profile email").expect("scopes")
    );
    assert!(client.pkce && !client.trusted);
    assert_eq!(client.id_token_algorithm, IdTokenAlgorithm::Rs256);
    assert_eq!((client.access_token_minutes, client.refresh_token_days), (15, 30));
    assert_eq!(client.sector_identifier, None);
}

#[test]
fn an_empty_form_says_what_is_missing() {
    let faults = parse(&ClientForm::default()).expect_err("nothing is filled");
    assert_eq!(
        faults,
        [
            ("name", Fault::Required),
            ("auth_method", Fault::Unknown),
            ("id_token_algorithm", Fault::Unknown),
            ("access_token_minutes", Fault::Required),
            ("refresh_token_days", Fault::Required),
        ]
    );
}

#[rstest]
#[case::as_it_begins(web())]
#[case::everything(ClientForm {
    policy_uri: "https://app.example/privacy#short".to_owned(),
    tos_uri: "https://app.example/terms".to_owned(),
    auth_method: "private_key_jwt".to_owned(),
    public_keys: KEYS.to_owned(),
    type_code_id_token: on(),
    type_code_token: on(),
    type_code_id_token_token: on(),
    type_id_token: on(),
    type_id_token_token: on(),
    grant_refresh_token: on(),
    grant_client_credentials: on(),
    redirect_uris: "https://app.example/callback\ncom.example.app:/callback\nhttp://127.0.0.1/callback".to_owned(),
    post_logout_redirect_uris: "https://app.example/".to_owned(),
    scope_phone: on(),
    scope_offline_access: on(),
    trusted: on(),
    pkce: None,
    back_channel_logout_uri: "https://app.example/logout?from=shop".to_owned(),
    front_channel_logout_uri: "https://app.example/logged-out".to_owned(),
    id_token_algorithm: "EdDSA".to_owned(),
    access_token_minutes: "60".to_owned(),
    refresh_token_days: "365".to_owned(),
    sector_identifier: "app.example".to_owned(),
    ..web()
})]
fn what_is_typed_comes_back(#[case] form: ClientForm) {
    let client = parse(&form).expect("in order");
    let again = parse(&ClientForm::of(&client)).expect("in order");
    assert_eq!(again, client);
    let boxes = |form: &ClientForm| {
        let ticks = form
            .response_types()
            .map(|(kind, field, on)| (kind.to_string(), field, on.clone()));
        let grants = form
            .grant_types()
            .map(|(grant, field, on)| (grant.to_string(), field, on.clone()));
        let scopes = form
            .scopes()
            .map(|(scope, field, on)| (scope.to_string(), field, on.clone()));
        ticks.into_iter().chain(grants).chain(scopes).collect::<Vec<_>>()
    };
    assert_eq!(boxes(&ClientForm::of(&client)), boxes(&form));
}

#[test]
fn each_box_stands_for_what_its_name_says() {
    let form = ClientForm::default();
    let name = |kind: &str, text: &str| format!("{kind}_{}", text.replace(' ', "_"));
    for (kind, field, _) in form.response_types() {
        assert_eq!(field, name("type", kind.as_str()));
    }
    for (grant, field, _) in form.grant_types() {
        assert_eq!(field, name("grant", grant.as_str()));
    }
    for (scope, field, _) in form.scopes() {
        assert_eq!(field, name("scope", scope.as_str()));
    }
    assert_eq!(form.response_types().len(), ResponseType::ALL.len());
    assert_eq!(form.grant_types().len(), GrantType::ALL.len());
    assert_eq!(form.scopes().len(), domain::clients::Scope::ALL.len());
}

#[rstest]
#[case::no_name("name", " ", Fault::Required)]
#[case::long_name("name", &"x".repeat(101), Fault::TooLong { max: 100 })]
#[case::address_as_a_name("name", "https://evil.example", Fault::BadCharacters)]
#[case::nul_in_the_name("name", "a\0b", Fault::BadCharacters)]
#[case::policy_without_https("policy_uri", "http://app.example/privacy", Fault::HttpOutsideDevelopment)]
#[case::policy_on_loopback("policy_uri", "http://127.0.0.1/privacy", Fault::HttpOutsideDevelopment)]
#[case::policy_of_another_scheme("policy_uri", "javascript:alert(1)", Fault::NotAUrl)]
#[case::policy_without_a_host("policy_uri", "https:///privacy", Fault::NotAUrl)]
#[case::policy_with_two_fragments("policy_uri", "https://app.example/#a#b", Fault::NotAUrl)]
#[case::long_policy("policy_uri", &format!("https://app.example/{}", "x".repeat(2000)), Fault::TooLong { max: 2000 })]
#[case::terms_without_https("tos_uri", "http://app.example/terms", Fault::HttpOutsideDevelopment)]
#[case::terms_are_no_address("tos_uri", "see our site", Fault::NotAUrl)]
#[case::no_such_authentication("auth_method", "client_secret_jwt", Fault::Unknown)]
#[case::redirect_with_a_fragment("redirect_uris", "https://app.example/#a", Fault::NotARedirectUri)]
#[case::second_redirect_without_https(
    "redirect_uris",
    "https://app.example/\nhttp://app.example/",
    Fault::NotARedirectUri
)]
#[case::too_many_redirects(
    "redirect_uris",
    &(0..21).map(|at| format!("https://app.example/{at}\n")).collect::<String>(),
    Fault::TooManyLines { max: 20 }
)]
#[case::after_a_logout("post_logout_redirect_uris", "//app.example", Fault::NotARedirectUri)]
#[case::back_channel_without_https(
    "back_channel_logout_uri",
    "http://app.example/x",
    Fault::HttpOutsideDevelopment
)]
#[case::back_channel_with_a_fragment("back_channel_logout_uri", "https://app.example/x#y", Fault::NotAUrl)]
#[case::back_channel_of_an_app("back_channel_logout_uri", "com.example.app:/x", Fault::NotAUrl)]
#[case::front_channel_without_https(
    "front_channel_logout_uri",
    "http://app.example/x",
    Fault::HttpOutsideDevelopment
)]
#[case::front_channel_of_an_app("front_channel_logout_uri", "com.example.app:/x", Fault::NotAUrl)]
#[case::unsigned_id_tokens("id_token_algorithm", "none", Fault::Unknown)]
#[case::signed_with_the_secret("id_token_algorithm", "HS256", Fault::Unknown)]
#[case::access_for_no_time("access_token_minutes", "0", Fault::OutOfRange { min: 1, max: 60 })]
#[case::access_for_too_long("access_token_minutes", "61", Fault::OutOfRange { min: 1, max: 60 })]
#[case::access_is_no_number("access_token_minutes", "an hour", Fault::OutOfRange { min: 1, max: 60 })]
#[case::refresh_for_no_time("refresh_token_days", "0", Fault::OutOfRange { min: 1, max: 365 })]
#[case::refresh_for_too_long("refresh_token_days", "366", Fault::OutOfRange { min: 1, max: 365 })]
#[case::refresh_without_a_number("refresh_token_days", "", Fault::Required)]
#[case::sector_is_an_address("sector_identifier", "https://app.example/sector.json", Fault::NotADomain)]
fn a_field_at_fault(#[case] field: &'static str, #[case] typed: &str, #[case] fault: Fault) {
    assert_eq!(parse(&with(web(), &[(field, typed)])), Err(vec![(field, fault)]));
}

#[rstest]
#[case::none("", Fault::Required)]
#[case::no_json("{", Fault::NotAKeySet)]
#[case::one_key_alone(r#"{"kty":"EC","crv":"P-256","x":"eA","y":"eQ"}"#, Fault::NotAKeySet)]
#[case::no_key(r#"{"keys":[]}"#, Fault::NotAKeySet)]
#[case::no_list(r#"{"keys":{}}"#, Fault::NotAKeySet)]
#[case::a_text_as_a_key(r#"{"keys":["a"]}"#, Fault::NotAKeySet)]
#[case::half_a_key(r#"{"keys":[{"kty":"EC","crv":"P-256","x":"eA"}]}"#, Fault::NotAKeySet)]
#[case::for_encryption(
    r#"{"keys":[{"kty":"RSA","n":"bg","e":"AQAB","use":"enc"}]}"#,
    Fault::NotAKeySet
)]
#[case::of_a_kind_that_there_is_not(r#"{"keys":[{"kty":"LWE","x":"eA"}]}"#, Fault::NotAKeySet)]
#[case::with_the_private_part(
    r#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"eA","d":"ZA"}]}"#,
    Fault::PrivateKey
)]
#[case::a_secret(r#"{"keys":[{"kty":"oct","k":"aw"}]}"#, Fault::PrivateKey)]
#[case::too_long(&" ".repeat(20_001).replacen(' ', "[", 1), Fault::TooLong { max: 20_000 })]
#[case::too_deep(&"[".repeat(2000), Fault::NotAKeySet)]
fn keys_that_are_not_taken(#[case] keys: &str, #[case] fault: Fault) {
    let form = with(
        web(),
        &[("auth_method", "private_key_jwt"), ("public_keys", keys)],
    );
    assert_eq!(parse(&form), Err(vec![("public_keys", fault)]));
    let with_a_secret = with(web(), &[("public_keys", keys)]);
    assert_eq!(
        parse(&with_a_secret).expect("nobody looks at them").public_keys,
        None
    );
}

#[test]
fn of_a_key_set_the_keys_are_kept() {
    let keys =
        r#"{"keys":[{"kty":"RSA","n":"bg","e":"AQAB"},{"kty":"OKP","crv":"Ed25519","x":"eA"}],"more":1}"#;
    let form = with(
        web(),
        &[("auth_method", "private_key_jwt"), ("public_keys", keys)],
    );
    let kept = parse(&form).expect("in order").public_keys;
    assert_eq!(
        kept,
        Some(
            json!({ "keys": [{ "kty": "RSA", "n": "bg", "e": "AQAB" }, { "kty": "OKP", "crv": "Ed25519", "x": "eA" }] })
        )
    );
}

#[rstest]
#[case::nothing_at_all(
    &[("type_code", ""), ("grant_authorization_code", "")],
    &[("type_code", Fault::NoFlow)]
)]
#[case::a_code_that_is_never_redeemed(
    &[("grant_authorization_code", "")],
    &[("grant_authorization_code", Fault::CodeWithoutGrant)]
)]
#[case::nothing_to_redeem(&[("type_code", "")], &[("type_code", Fault::GrantWithoutCode)])]
#[case::nothing_to_redeem_after_an_implicit_answer(
    &[("type_code", ""), ("type_id_token", "on")],
    &[("type_code", Fault::GrantWithoutCode)]
)]
#[case::own_tokens_without_a_secret(
    &[("auth_method", "none"), ("grant_client_credentials", "on")],
    &[("grant_client_credentials", Fault::NotForPublicClients)]
)]
#[case::refresh_without_the_scope(
    &[("grant_refresh_token", "on")],
    &[("scope_offline_access", Fault::RefreshWithoutScope)]
)]
#[case::the_scope_without_refresh(
    &[("scope_offline_access", "on")],
    &[("grant_refresh_token", Fault::ScopeWithoutRefresh)]
)]
#[case::refresh_without_codes(
    &[("type_code", ""), ("grant_authorization_code", ""), ("type_id_token", "on"), ("grant_refresh_token", "on"),
      ("scope_offline_access", "on")],
    &[("grant_refresh_token", Fault::RefreshWithoutCode)]
)]
#[case::codes_without_a_redirect(&[("redirect_uris", "\n \n")], &[("redirect_uris", Fault::Required)])]
#[case::implicit_without_a_redirect(
    &[("type_code", ""), ("grant_authorization_code", ""), ("type_id_token", "on"), ("redirect_uris", "")],
    &[("redirect_uris", Fault::Required)]
)]
#[case::id_tokens_without_openid(
    &[("type_code_id_token", "on"), ("scope_openid", "")],
    &[("scope_openid", Fault::IdTokenWithoutScope)]
)]
#[case::no_scope(
    &[("scope_openid", ""), ("scope_profile", ""), ("scope_email", "")],
    &[("scope_openid", Fault::NoScope)]
)]
#[case::trusted_on_a_machine(
    &[("auth_method", "none"), ("trusted", "on"), ("redirect_uris", "http://127.0.0.1/callback")],
    &[("trusted", Fault::TrustNeedsHttps)]
)]
#[case::trusted_at_a_scheme(
    &[("auth_method", "none"), ("trusted", "on"), ("redirect_uris", "https://app.example/\ncom.example.app:/callback")],
    &[("trusted", Fault::TrustNeedsHttps)]
)]
#[case::front_channel_elsewhere(
    &[("front_channel_logout_uri", "https://other.example/logout")],
    &[("front_channel_logout_uri", Fault::OriginNotRegistered)]
)]
#[case::front_channel_at_another_port(
    &[("front_channel_logout_uri", "https://app.example:8443/logout")],
    &[("front_channel_logout_uri", Fault::OriginNotRegistered)]
)]
#[case::two_at_once(
    &[("redirect_uris", ""), ("scope_offline_access", "on")],
    &[("grant_refresh_token", Fault::ScopeWithoutRefresh), ("redirect_uris", Fault::Required)]
)]
fn what_does_not_go_together(#[case] changes: &[(&str, &str)], #[case] faults: &[(&'static str, Fault)]) {
    assert_eq!(parse(&with(web(), changes)), Err(faults.to_vec()));
}

#[rstest]
#[case::refresh_with_its_scope(&[("grant_refresh_token", "on"), ("scope_offline_access", "on")])]
#[case::a_broker_for_itself(
    &[("type_code", ""), ("grant_authorization_code", ""), ("grant_client_credentials", "on"), ("redirect_uris", ""),
      ("scope_openid", ""), ("scope_profile", ""), ("scope_email", "")]
)]
#[case::oauth_without_openid(&[("scope_openid", "")])]
#[case::a_page_in_the_browser(&[("auth_method", "none"), ("trusted", "on")])]
#[case::trusted_with_a_secret(&[("trusted", "on"), ("redirect_uris", "http://localhost/callback")])]
#[case::front_channel_of_its_own(&[("front_channel_logout_uri", "https://app.example/logout?x=1")])]
#[case::back_channel_on_a_machine(&[("back_channel_logout_uri", "http://127.0.0.1:4000/logout")])]
#[case::implicit(&[("type_code", ""), ("grant_authorization_code", ""), ("type_id_token_token", "on")])]
fn what_goes_together(#[case] changes: &[(&str, &str)]) {
    let form = with(web(), changes);
    assert!(parse(&form).is_ok(), "{:?}", parse(&form));
}

#[rstest]
#[case::public_clients_always("none", false, true)]
#[case::with_a_secret_unless_switched_off("client_secret_post", false, false)]
#[case::with_a_secret("client_secret_post", true, true)]
fn a_challenge_is_needed(#[case] auth_method: &str, #[case] typed: bool, #[case] needed: bool) {
    let pkce = if typed { "on" } else { "" };
    let form = with(web(), &[("auth_method", auth_method), ("pkce", pkce)]);
    assert_eq!(parse(&form).expect("in order").pkce, needed);
}

#[test]
fn an_address_that_stands_twice_counts_once() {
    let form = with(
        web(),
        &[(
            "redirect_uris",
            "https://a.example/\r\n\r\n https://a.example/ \nhttps://b.example/",
        )],
    );
    let client = parse(&form).expect("in order");
    let uris: Vec<&str> = client.redirect_uris.iter().map(|uri| uri.as_str()).collect();
    assert_eq!(uris, ["https://a.example/", "https://b.example/"]);
}

#[rstest]
#[case(Overlap::None, Span::seconds(0))]
#[case(Overlap::Hour, Span::hours(1))]
#[case(Overlap::Day, Span::days(1))]
#[case(Overlap::Week, Span::days(7))]
#[case(Overlap::Month, Span::days(30))]
fn an_old_secret_works_on(#[case] overlap: Overlap, #[case] span: Span) {
    assert_eq!(overlap.span(), span);
}
