//! Spec 04: what a client may register, and the words of its requests.

use domain::clients::{
    Challenge, Prompt, Prompts, RedirectUri, ResponseMode, ResponseType, Scope, Scopes, Verifier, host_of,
};
use domain::values::Fault;
use rstest::rstest;

#[rstest]
#[case::https("https://app.example/callback")]
#[case::query("https://app.example/callback?from=shop")]
#[case::no_path("https://app.example")]
#[case::port("https://app.example:8443/callback")]
#[case::loopback("http://127.0.0.1/callback")]
#[case::loopback_with_port("http://127.0.0.1:5000/callback")]
#[case::loopback_v6("http://[::1]:5000/callback")]
#[case::localhost("http://localhost:5000/callback")]
#[case::private_use("com.example.app:/callback")]
fn registered(#[case] text: &str) {
    assert_eq!(RedirectUri::parse(text).unwrap().as_str(), text);
}

#[rstest]
#[case::empty("", Fault::Required)]
#[case::no_scheme("app.example/callback", Fault::NotARedirectUri)]
#[case::relative("/callback", Fault::NotARedirectUri)]
#[case::http_elsewhere("http://app.example/callback", Fault::NotARedirectUri)]
#[case::http_that_begins_alike("http://localhost.evil.example/", Fault::NotARedirectUri)]
#[case::http_of_a_number_alike("http://127.0.0.1.evil.example/", Fault::NotARedirectUri)]
#[case::user_name("https://app.example@evil.example/", Fault::NotARedirectUri)]
#[case::user_name_on_loopback("http://127.0.0.1:80@evil.example/", Fault::NotARedirectUri)]
#[case::fragment("https://app.example/callback#here", Fault::NotARedirectUri)]
#[case::empty_fragment("https://app.example/callback#", Fault::NotARedirectUri)]
#[case::wildcard("https://*.example/callback", Fault::NotARedirectUri)]
#[case::backslash("https://app.example\\@evil.example/", Fault::NotARedirectUri)]
#[case::space("https://app.example/call back", Fault::NotARedirectUri)]
#[case::line_break("https://app.example/\r\nSet-Cookie:a=b", Fault::NotARedirectUri)]
#[case::quote("https://app.example/\"", Fault::NotARedirectUri)]
#[case::not_ascii("https://app.example/café", Fault::NotARedirectUri)]
#[case::no_host("https:///callback", Fault::NotARedirectUri)]
#[case::no_slashes("https:app.example", Fault::NotARedirectUri)]
#[case::empty_label("https://app..example/", Fault::NotARedirectUri)]
#[case::empty_port("https://app.example:/", Fault::NotARedirectUri)]
#[case::port_of_letters("https://app.example:a/", Fault::NotARedirectUri)]
#[case::port_too_large("https://app.example:65536/", Fault::NotARedirectUri)]
#[case::capital_scheme("HTTPS://app.example/", Fault::NotARedirectUri)]
#[case::javascript("javascript:alert(1)", Fault::NotARedirectUri)]
#[case::data("data:text/html,x", Fault::NotARedirectUri)]
#[case::private_use_without_dot("myapp:/callback", Fault::NotARedirectUri)]
#[case::private_use_with_host("com.example.app://callback", Fault::NotARedirectUri)]
fn not_registered(#[case] text: &str, #[case] fault: Fault) {
    assert_eq!(RedirectUri::parse(text), Err(fault));
}

#[test]
fn no_longer_than_2000_octets() {
    let of = |length: usize| format!("https://app.example/{}", "a".repeat(length - 20));
    assert!(RedirectUri::parse(&of(2000)).is_ok());
    assert_eq!(RedirectUri::parse(&of(2001)), Err(Fault::TooLong { max: 2000 }));
}

const WEB: &str = "https://app.example/callback";
const NATIVE: &str = "http://127.0.0.1:5000/callback?a=b";

#[rstest]
#[case::the_same(WEB, WEB, true)]
#[case::trailing_slash(WEB, "https://app.example/callback/", false)]
#[case::below(WEB, "https://app.example/callback/x", false)]
#[case::query_added(WEB, "https://app.example/callback?x=y", false)]
#[case::another_case(WEB, "https://app.example/Callback", false)]
#[case::host_in_capitals(WEB, "https://APP.example/callback", false)]
#[case::port_of_a_web_application(WEB, "https://app.example:443/callback", false)]
#[case::fragment(WEB, "https://app.example/callback#", false)]
#[case::encoded(WEB, "https://app.example/%63allback", false)]
#[case::dot_segments(WEB, "https://app.example/x/../callback", false)]
#[case::http(WEB, "http://app.example/callback", false)]
#[case::another_port_of_a_native_application(NATIVE, "http://127.0.0.1:49152/callback?a=b", true)]
#[case::no_port_of_a_native_application(NATIVE, "http://127.0.0.1/callback?a=b", true)]
#[case::another_path_of_a_native_application(NATIVE, "http://127.0.0.1:5000/other?a=b", false)]
#[case::another_query_of_a_native_application(NATIVE, "http://127.0.0.1:5000/callback?a=c", false)]
#[case::another_name_of_the_same_machine(NATIVE, "http://localhost:5000/callback?a=b", false)]
#[case::user_name_of_a_native_application(NATIVE, "http://127.0.0.1:5000@evil.example/callback?a=b", false)]
#[case::https_of_a_native_application(NATIVE, "https://127.0.0.1:5000/callback?a=b", false)]
fn accepted(#[case] registered: &str, #[case] requested: &str, #[case] expected: bool) {
    assert_eq!(
        RedirectUri::parse(registered).unwrap().accepts(requested),
        expected
    );
}

#[rstest]
#[case::https("https://app.example:8443/callback?a=b", Some("https://app.example:8443"))]
#[case::no_path("https://app.example?a=b", Some("https://app.example"))]
#[case::loopback("http://[::1]:5000/callback", Some("http://[::1]:5000"))]
#[case::private_use("com.example.app:/callback", None)]
fn origin(#[case] text: &str, #[case] expected: Option<&str>) {
    assert_eq!(RedirectUri::parse(text).unwrap().origin(), expected);
}

#[rstest]
#[case::https("https://app.example:8443/callback?a=b", Some("app.example"))]
#[case::as_it_was_written("https://APP.example", Some("APP.example"))]
#[case::loopback("http://127.0.0.1:5000/callback", None)]
#[case::loopback_by_name("http://localhost:5000/callback", None)]
#[case::loopback_by_https("https://localhost/callback", None)]
#[case::private_use("com.example.app:/callback", None)]
fn where_a_person_is_taken(#[case] text: &str, #[case] expected: Option<&str>) {
    assert!(RedirectUri::parse(text).is_ok());
    assert_eq!(host_of(text), expected);
}

#[rstest]
#[case::code("code", Some(ResponseType::Code))]
#[case::implicit("id_token", Some(ResponseType::IdToken))]
#[case::implicit_both("id_token token", Some(ResponseType::IdTokenToken))]
#[case::any_order("token code id_token", Some(ResponseType::CodeIdTokenToken))]
#[case::any_order_of_two("id_token code", Some(ResponseType::CodeIdToken))]
#[case::token_alone("token", None)]
#[case::none("none", None)]
#[case::twice("code code", None)]
#[case::twice_beside_another("code id_token id_token", None)]
#[case::unknown_word("code magic", None)]
#[case::capitals("Code", None)]
#[case::empty("", None)]
#[case::space_behind("code ", None)]
fn response_type(#[case] text: &str, #[case] expected: Option<ResponseType>) {
    assert_eq!(ResponseType::read(text), expected);
}

#[test]
fn only_a_code_alone_travels_in_a_query() {
    for kind in ResponseType::ALL {
        let modes = ResponseMode::ALL.iter().filter(|mode| kind.may_travel(**mode));
        assert_eq!(
            modes.count(),
            if *kind == ResponseType::Code { 3 } else { 2 },
            "{kind}"
        );
        assert!(kind.may_travel(kind.default_mode()), "{kind}");
        assert_eq!(kind.needs_nonce(), kind.as_str().contains("id_token"), "{kind}");
    }
}

#[rstest]
#[case::one("login", Some(&[Prompt::Login][..]))]
#[case::two("login consent", Some(&[Prompt::Login, Prompt::Consent][..]))]
#[case::none("none", Some(&[Prompt::None][..]))]
#[case::none_twice("none none", Some(&[Prompt::None][..]))]
#[case::none_beside_another("none login", None)]
#[case::unknown("login magic", None)]
#[case::create("create", Some(&[Prompt::Create][..]))]
fn prompts(#[case] text: &str, #[case] expected: Option<&[Prompt]>) {
    let words = Prompts::read(text);
    let words = words.map(|words| {
        Prompt::ALL
            .iter()
            .copied()
            .filter(|prompt| words.has(*prompt))
            .collect()
    });
    let mut expected: Option<Vec<Prompt>> = expected.map(<[Prompt]>::to_vec);
    if let Some(expected) = &mut expected {
        expected.sort_unstable();
    }
    assert_eq!(words, expected);
}

#[rstest]
#[case::in_their_order("email openid", Some("openid email"))]
#[case::twice("openid openid", Some("openid"))]
#[case::unknown("openid address", None)]
#[case::two_spaces("openid  email", None)]
#[case::empty("", None)]
fn scopes(#[case] text: &str, #[case] expected: Option<&str>) {
    assert_eq!(
        Scopes::read(text).map(|scopes| scopes.to_string()).as_deref(),
        expected
    );
}

#[rstest]
#[case::known("email openid", Some("openid email"))]
#[case::one_that_there_is_not("openid address", Some("openid"))]
#[case::none_that_there_is("address cats", None)]
#[case::two_spaces("openid  email", None)]
#[case::empty("", None)]
fn scopes_that_a_client_asks_for(#[case] text: &str, #[case] expected: Option<&str>) {
    assert_eq!(
        Scopes::asked(text).map(|scopes| scopes.to_string()).as_deref(),
        expected
    );
}

#[test]
fn scopes_lie_within_others() {
    let (few, many) = (
        Scopes::new([Scope::Openid]),
        Scopes::new([Scope::Email, Scope::Openid]),
    );
    assert!(few.within(&many) && !many.within(&few) && Scopes::default().within(&few));
    let phone = Scopes::new([Scope::Phone, Scope::Openid]);
    assert_eq!(many.and(&phone).to_string(), "openid email phone");
}

/// RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

#[test]
fn a_challenge_is_a_hash_in_base64url() {
    assert_eq!(Challenge::parse(CHALLENGE).unwrap().as_str(), CHALLENGE);
    for wrong in [
        "",
        &CHALLENGE[1..],
        &format!("{CHALLENGE}A"),
        &CHALLENGE.replace('-', "+"),
        &format!("{}=", &CHALLENGE[1..]),
    ] {
        assert!(Challenge::parse(wrong).is_none(), "{wrong}");
    }
}

#[test]
fn a_verifier_has_43_to_128_unreserved_characters() {
    assert!(Verifier::parse(VERIFIER).is_some_and(|verifier| verifier.as_bytes() == VERIFIER.as_bytes()));
    assert!(Verifier::parse(&"~".repeat(128)).is_some());
    for wrong in [
        &VERIFIER[1..],
        &"a".repeat(129),
        &VERIFIER.replace('-', "+"),
        &VERIFIER.replace('d', "é"),
    ] {
        assert!(Verifier::parse(wrong).is_none(), "{wrong}");
    }
}
