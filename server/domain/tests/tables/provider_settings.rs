//! Spec 02, "Provider settings": what an administrator may write.

use domain::providers::AuthorizeParameters;
use domain::values::{Email, Fault, MailDomain};
use rstest::rstest;

#[rstest]
#[case::one("hd=corp.example", Ok(vec![("hd", "corp.example")]))]
#[case::in_their_order("b=2\na=1", Ok(vec![("b", "2"), ("a", "1")]))]
#[case::empty_lines_and_blanks("\r\n  hd =  corp.example \r\n\r\n", Ok(vec![("hd", "corp.example")]))]
#[case::a_value_with_equals_signs("acr_values=a=b==", Ok(vec![("acr_values", "a=b==")]))]
#[case::an_empty_value("flag=", Ok(vec![("flag", "")]))]
#[case::nothing(" \n ", Ok(vec![]))]
#[case::no_equals_sign("hd", Err(Fault::NotAParameter))]
#[case::no_name("=x", Err(Fault::NotAParameter))]
#[case::a_name_with_a_blank("h d=x", Err(Fault::NotAParameter))]
#[case::a_name_with_an_ampersand("a&b=x", Err(Fault::NotAParameter))]
#[case::twice("hd=a\nhd=b", Err(Fault::NotAParameter))]
#[case::nul("hd=a\0b", Err(Fault::BadCharacters))]
fn parameters(#[case] text: &str, #[case] expected: Result<Vec<(&str, &str)>, Fault>) {
    let parsed = AuthorizeParameters::parse(text);
    let pairs = parsed.as_ref().map(|parsed| {
        let pair = |(name, value): &(String, String)| (name.clone(), value.clone());
        parsed.as_pairs().iter().map(pair).collect::<Vec<_>>()
    });
    let expected = expected.map(|pairs| {
        let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        pairs.into_iter().map(owned).collect::<Vec<_>>()
    });
    assert_eq!(pairs.map_err(|fault| *fault), expected);
    if let Ok(parsed) = parsed {
        assert_eq!(AuthorizeParameters::parse(&parsed.to_lines()), Ok(parsed));
    }
}

#[rstest]
#[case("response_type")]
#[case("response_mode")]
#[case("client_id")]
#[case("client_secret")]
#[case("client_assertion")]
#[case("client_assertion_type")]
#[case("redirect_uri")]
#[case("scope")]
#[case("state")]
#[case("nonce")]
#[case("code_challenge")]
#[case("code_challenge_method")]
#[case("prompt")]
#[case("max_age")]
#[case("id_token_hint")]
#[case("login_hint")]
#[case("ui_locales")]
#[case("request")]
#[case("request_uri")]
#[case("registration")]
#[case::in_capitals("Redirect_URI")]
fn reserved_parameters(#[case] name: &str) {
    let parsed = AuthorizeParameters::parse(&format!("hd=x\n{name}=y"));
    assert_eq!(parsed, Err(Fault::ReservedParameter));
}

#[test]
fn no_more_parameters_than_a_url_bears() {
    let lines = |count: usize| (0..count).map(|n| format!("p{n}=x\n")).collect::<String>();
    assert!(AuthorizeParameters::parse(&lines(20)).is_ok());
    assert_eq!(AuthorizeParameters::parse(&lines(21)), Err(Fault::NotAParameter));
    let long = |length: usize| AuthorizeParameters::parse(&format!("hd={}", "x".repeat(length)));
    assert!(long(500).is_ok());
    assert_eq!(long(501), Err(Fault::TooLong { max: 500 }));
}

#[test]
fn what_is_stored_is_checked_when_it_is_read() {
    let json = r#"[["hd","corp.example"]]"#;
    let parsed: AuthorizeParameters = serde_json::from_str(json).expect("parameters");
    assert_eq!(serde_json::to_string(&parsed).expect("JSON"), json);
    assert!(serde_json::from_str::<AuthorizeParameters>(r#"[["nonce","mine"]]"#).is_err());
}

#[rstest]
#[case::as_it_is("corp.example", Ok("corp.example"))]
#[case::with_an_at("@corp.example", Ok("corp.example"))]
#[case::capitals_and_blanks(" Corp.EXAMPLE ", Ok("corp.example"))]
#[case::other_letters("bücher.example", Ok("xn--bcher-kva.example"))]
#[case::empty("", Err(Fault::Required))]
#[case::only_an_at("@", Err(Fault::Required))]
#[case::one_label("localhost", Err(Fault::NotADomain))]
#[case::an_address("ada@corp.example", Err(Fault::NotADomain))]
#[case::a_wildcard("*.corp.example", Err(Fault::NotADomain))]
#[case::a_url("https://corp.example", Err(Fault::NotADomain))]
#[case::an_ip_address("10.0.0.1", Err(Fault::NotADomain))]
#[case::nul("corp\0.example", Err(Fault::BadCharacters))]
fn mail_domains(#[case] text: &str, #[case] expected: Result<&str, Fault>) {
    let parsed = MailDomain::parse(text);
    assert_eq!(
        parsed.as_ref().map(MailDomain::as_str).map_err(|fault| *fault),
        expected
    );
}

#[test]
fn a_domain_is_that_of_an_address_however_it_is_written() {
    let email = Email::parse("Ada@BÜCHER.example").expect("an address");
    assert_eq!(
        MailDomain::parse("xn--bcher-kva.example"),
        Ok(MailDomain::of(&email))
    );
}

#[rstest]
#[case::separators("a.example, b.example;c.example\nd.example  e.example", 5)]
#[case::twice("a.example\nA.EXAMPLE", 1)]
#[case::none(" \n,", 0)]
fn lists_of_domains(#[case] text: &str, #[case] count: usize) {
    assert_eq!(MailDomain::parse_list(text).map(|list| list.len()), Ok(count));
}
