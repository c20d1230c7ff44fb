//! Spec 04: every fault of an authorization request, and where it is told.

use domain::clients::{
    AuthorizeFault, ClientFacts, Demand, Parameters, Place, Prompt, RedirectUri, Refused, ResponseMode,
    ResponseType, Scope, Scopes, client_id, read,
};
use domain::time::Span;
use rstest::rstest;

use crate::support::Table;

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
        ("ui_locales", Some("de en")),
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
    changes.push(("scope", Some("openid address")));
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

/// A request that has each fault.
fn faulty(fault: AuthorizeFault) -> Vec<(String, String)> {
    let long = "x".repeat(4001);
    let twice = |name: &str, value: &str| {
        let mut parameters = request(&[]);
        parameters.push((name.to_owned(), value.to_owned()));
        parameters
    };
    let no_challenge = [("code_challenge", None), ("code_challenge_method", None)];
    match fault {
        AuthorizeFault::ClientMissing => request(&[("client_id", None)]),
        AuthorizeFault::ClientRepeated => twice("client_id", "app"),
        AuthorizeFault::ClientUnknown => request(&[("client_id", Some("nobody"))]),
        AuthorizeFault::RedirectMissing => request(&[("redirect_uri", Some(""))]),
        AuthorizeFault::RedirectRepeated => twice("redirect_uri", REDIRECT),
        AuthorizeFault::RedirectUnknown => request(&[("redirect_uri", Some("https://evil.example/"))]),
        AuthorizeFault::Repeated => twice("unheard_of", "a")
            .into_iter()
            .chain(twice("unheard_of", "b").pop())
            .collect(),
        AuthorizeFault::TooLong => request(&[("nonce", Some(&long))]),
        AuthorizeFault::RequestNotTaken => request(&[("request", Some("e30.e30."))]),
        AuthorizeFault::RequestUriNotTaken => {
            request(&[("request_uri", Some("https://app.example/request"))])
        }
        AuthorizeFault::RegistrationNotTaken => request(&[("registration", Some("{}"))]),
        AuthorizeFault::ResponseTypeMissing => request(&[("response_type", None)]),
        AuthorizeFault::ResponseTypeUnknown => request(&[("response_type", Some("magic"))]),
        AuthorizeFault::ResponseTypeNotAllowed => request(&[("response_type", Some("token code"))]),
        AuthorizeFault::ResponseModeUnknown => request(&[("response_mode", Some("pigeon"))]),
        AuthorizeFault::ResponseModeUnfit => request(&[
            ("response_type", Some("code id_token")),
            ("response_mode", Some("query")),
        ]),
        AuthorizeFault::ScopeMissing => request(&[("scope", None)]),
        AuthorizeFault::ScopeUnknown => request(&[("scope", Some("openid address"))]),
        AuthorizeFault::ScopeNotAllowed => request(&[("scope", Some("openid phone"))]),
        AuthorizeFault::OpenidMissing => {
            request(&[("scope", Some("email")), ("response_type", Some("code id_token"))])
        }
        AuthorizeFault::NonceMissing => request(&[("response_type", Some("code id_token"))]),
        AuthorizeFault::ChallengeMissing => request(&no_challenge),
        AuthorizeFault::ChallengeMalformed => request(&[("code_challenge", Some("short"))]),
        AuthorizeFault::ChallengeMethod => request(&[("code_challenge_method", None)]),
        AuthorizeFault::PromptUnknown => request(&[("prompt", Some("none login"))]),
        AuthorizeFault::MaxAgeMalformed => request(&[("max_age", Some("-1"))]),
    }
}

#[test]
fn every_fault_has_a_request_and_is_told_in_its_place() {
    let mut table = Table::new(["fault", "told by", "error", "error_description", "standard"]);
    for &fault in AuthorizeFault::ALL {
        let parameters = faulty(fault);
        // Which clients there are is not known here.
        let named = client_id(Parameters(&parameters)).and_then(|id| match id {
            "app" => Ok(()),
            _ => Err(AuthorizeFault::ClientUnknown),
        });
        let refused = match named {
            Err(fault) => Refused { fault, place: None },
            Ok(()) => answer(&parameters).unwrap_err(),
        };
        assert_eq!(refused.fault, fault);
        let told = fault.told();
        let printable = |text: &str| {
            text.bytes()
                .all(|byte| matches!(byte, 0x20..=0x7e) && byte != b'"' && byte != b'\\')
        };
        assert!(
            printable(told.error) && printable(told.description),
            "RFC 6749 §4.1.2.1: {told:?}"
        );
        table.row([
            format!("{fault:?}"),
            refused.place.map_or("a page", |_| "a redirect").to_owned(),
            told.error.to_owned(),
            told.description.to_owned(),
            told.section.to_owned(),
        ]);
    }
    insta::assert_snapshot!(table);
}

#[test]
fn a_verifier_is_not_forgotten_by_the_method_alone() {
    let refused = answer(&request(&[("code_challenge", None)])).unwrap_err();
    assert_eq!(refused.fault, AuthorizeFault::ChallengeMissing);
    let refused = answer(&request(&[("code_challenge_method", Some("plain"))])).unwrap_err();
    assert_eq!(refused.fault, AuthorizeFault::ChallengeMethod);
}
