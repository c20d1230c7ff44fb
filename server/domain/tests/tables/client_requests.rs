//! Spec 04: what an authorization request asks for, and where its faults are told. Each fault: `client_faults`.

use domain::clients::{
    AuthorizeFault, ClientFacts, Demand, Parameters, Place, Prompt, RedirectUri, Refused, ResponseMode,
    ResponseType, Scope, Scopes, WantedAcr, is_read, read,
};
use domain::time::Span;
use domain::values::Language;
use rstest::rstest;

const REDIRECT: &str = "https://app.example/callback";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// A good request, with some parameters changed, added, or taken away.
fn request(changes: &[(&str, Option<&str>)]) -> Vec<(String, String)> {
    let good = [
        ("client_id", "app"),
        ("redirect_uri", REDIRECT),
        ("response_type", "code"),
        ("scope", "openid email offline_access"),
        ("state", "xyz"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    let kept = good
        .iter()
        .filter(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
    let mut pairs: Vec<(&str, &str)> = kept.copied().collect();
    pairs.extend(
        changes
            .iter()
            .filter_map(|(name, value)| value.map(|value| (*name, value))),
    );
    let own = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    pairs.into_iter().map(own).collect()
}

/// Reads it as one of a client that may do everything but ask for a telephone number and `code token`.
fn answer(parameters: &[(String, String)]) -> Result<Demand, Refused> {
    let redirect_uris: Vec<_> = RedirectUri::parse(REDIRECT).into_iter().collect();
    let kinds: Vec<ResponseType> = ResponseType::ALL
        .iter()
        .copied()
        .filter(|kind| *kind != ResponseType::CodeToken)
        .collect();
    let scopes = Scopes::new([Scope::Openid, Scope::Profile, Scope::Email, Scope::OfflineAccess]);
    let client = ClientFacts {
        redirect_uris: &redirect_uris,
        response_types: &kinds,
        scopes: &scopes,
        pkce: true,
    };
    read(Parameters(parameters), client)
}

#[test]
fn a_good_request_is_read() {
    let demand = answer(&request(&[
        ("nonce", Some("n")),
        ("prompt", Some("login consent")),
        ("max_age", Some("3600")),
        ("ui_locales", Some("fr-CA de en")),
        ("login_hint", Some("ada@example.org")),
        ("acr_values", Some("gold 2 1")),
        ("unheard_of", Some("x")),
    ]))
    .unwrap();
    assert_eq!(
        demand.place,
        Place {
            redirect_uri: REDIRECT.to_owned(),
            mode: ResponseMode::Query,
            state: Some("xyz".to_owned()),
        }
    );
    assert_eq!(demand.response_type, ResponseType::Code);
    assert_eq!(demand.scopes.to_string(), "openid email offline_access");
    assert_eq!(demand.nonce.as_deref(), Some("n"));
    assert_eq!(
        demand.challenge.as_ref().map(|challenge| challenge.as_str()),
        Some(CHALLENGE)
    );
    assert!(
        demand.prompts(Prompt::Login) && demand.prompts(Prompt::Consent) && !demand.prompts(Prompt::None)
    );
    assert_eq!(demand.max_age, Some(Span::hours(1)));
    assert_eq!(demand.language, Some(Language::De));
    assert_eq!(demand.login_hint.as_deref(), Some("ada@example.org"));
    assert_eq!(demand.acr, WantedAcr::TwoPreferred);
}

#[test]
fn single_claims_are_read_and_asked_for_by_their_scopes() {
    let demand = |claims: &str, response_type: &str| {
        answer(&request(&[
            ("claims", Some(claims)),
            ("scope", Some("openid")),
            ("nonce", Some("n")),
            ("response_type", Some(response_type)),
        ]))
        .unwrap()
    };
    let all = r#"{"userinfo":{"name":null},"id_token":{"email":{"essential":true},"sub":{"value":"7"}}}"#;
    let both = demand(all, "code");
    assert_eq!(both.scopes.to_string(), "openid", "a token opens no more");
    assert_eq!(both.to_agree().to_string(), "openid profile email");
    assert_eq!(both.sub.as_deref(), Some("7"));
    let nowhere = demand(all, "id_token");
    assert!(nowhere.claims.userinfo.is_empty() && !nowhere.claims.id_token.is_empty());
    let need = r#"{"id_token":{"acr":{"essential":true,"values":["2"]}}}"#;
    assert_eq!(demand(need, "code").acr, WantedAcr::TwoNeeded);
}

#[test]
fn without_a_code_nobody_stays_connected() {
    let demand = answer(&request(&[
        ("response_type", Some("token id_token")),
        ("nonce", Some("n")),
        ("code_challenge", None),
        ("code_challenge_method", None),
    ]))
    .unwrap();
    assert_eq!(demand.scopes.to_string(), "openid email");
    assert_eq!(demand.place.mode, ResponseMode::Fragment);
    assert_eq!(demand.challenge, None);
}

#[rstest]
#[case::usual_of_a_code(&[], ResponseMode::Query)]
#[case::asked_for(&[("response_mode", Some("form_post"))], ResponseMode::FormPost)]
#[case::usual_of_tokens(&[("response_type", Some("code id_token"))], ResponseMode::Fragment)]
#[case::tokens_in_a_query(&[("response_type", Some("code id_token")), ("response_mode", Some("query"))], ResponseMode::Fragment)]
#[case::a_mode_that_there_is_not(&[("response_mode", Some("pigeon"))], ResponseMode::Query)]
#[case::a_type_that_there_is_not(&[("response_type", Some("magic")), ("response_mode", Some("form_post"))], ResponseMode::FormPost)]
fn a_fault_travels_as_the_answer_would(#[case] changes: &[(&str, Option<&str>)], #[case] mode: ResponseMode) {
    let mut changes = changes.to_vec();
    changes.push(("scope", Some("address")));
    let refused = answer(&request(&changes)).unwrap_err();
    assert_eq!(refused.place.unwrap().mode, mode);
}

#[test]
fn a_state_that_stands_there_twice_is_not_given_back() {
    let mut parameters = request(&[]);
    parameters.push(("state".to_owned(), "abc".to_owned()));
    let refused = answer(&parameters).unwrap_err();
    assert_eq!(refused.fault, AuthorizeFault::Repeated);
    assert_eq!(refused.place.unwrap().state, None);
}

#[test]
fn a_verifier_is_not_forgotten_by_the_method_alone() {
    let refused = answer(&request(&[("code_challenge", None)])).unwrap_err();
    assert_eq!(refused.fault, AuthorizeFault::ChallengeMissing);
    let refused = answer(&request(&[("code_challenge_method", Some("plain"))])).unwrap_err();
    assert_eq!(refused.fault, AuthorizeFault::ChallengeMethod);
}

#[test]
fn what_is_kept_of_a_request_says_all_that_the_request_did() {
    let further = [
        ("response_mode", Some("fragment")),
        ("nonce", Some("n")),
        ("prompt", Some("login consent")),
        ("max_age", Some("60")),
        ("acr_values", Some("2")),
        ("claims", Some(r#"{"userinfo":{"email":null}}"#)),
        ("login_hint", Some("ada@example.org")),
        ("id_token_hint", Some("a.b.c")),
        ("ui_locales", Some("el")),
        ("utm_source", Some("x")),
        ("Scope", Some("x")),
    ];
    let whole = request(&further);
    let kept: Vec<_> = whole.iter().filter(|(name, _)| is_read(name)).cloned().collect();
    assert_eq!(kept.len(), whole.len() - 2);
    assert_eq!(answer(&kept), answer(&whole));
    assert!(answer(&kept).is_ok());
}
