//! What the browser may bring back, and what a refusal of the provider leads to.

use rstest::rstest;
use secrecy::ExposeSecret;
use server::providers::{Answer, BadAnswer, CallbackFault, CallbackQuery, ErrorCode, Silent};

use super::setup::Setup;
use crate::fake_provider::{Calls, Quirk};

#[rstest]
#[case::nothing("")]
#[case::no_state("code=c")]
#[case::empty_state("code=c&state=")]
#[case::neither_code_nor_error("state=s")]
#[case::empty_code("code=&state=s")]
#[case::code_and_error("code=c&error=access_denied&state=s")]
#[case::code_twice("code=a&code=b&state=s")]
#[case::state_twice("code=c&state=s&state=s")]
#[case::iss_twice("code=c&state=s&iss=https://a.example&iss=https://b.example")]
#[case::error_twice("error=access_denied&error=access_denied&state=s")]
fn a_malformed_query(#[case] raw: &str) {
    let fault = CallbackQuery::parse(raw).unwrap_err();
    assert_eq!(fault, CallbackFault::BadAnswer(BadAnswer::Query));
}

#[test]
fn a_query_is_decoded_and_what_means_nothing_is_passed_over() {
    let query =
        CallbackQuery::parse("state=a%2Bb&code=c+d&iss=https%3A%2F%2Fidp.example&session_state=x&x=1&x=2");
    let query = query.unwrap();
    assert_eq!(query.state.expose_secret(), "a+b");
    assert_eq!(query.iss.as_deref(), Some("https://idp.example"));
    let Answer::Code(code) = query.answer else {
        panic!("a code")
    };
    assert_eq!(code.expose_secret(), "c d");
}

#[rstest]
#[case::plain("invalid_scope", "invalid_scope")]
#[case::markup("<script>", "unknown_error")]
#[case::sentence("please call 555 1234", "unknown_error")]
#[case::empty("", "unknown_error")]
#[case::long(&"a".repeat(65), "unknown_error")]
fn an_error_code_is_safe_to_show(#[case] sent: &str, #[case] shown: &str) {
    assert_eq!(ErrorCode::new(sent).as_str(), shown);
}

#[rstest]
#[case::access_denied("access_denied", CallbackFault::Denied)]
#[case::login_required("login_required", CallbackFault::LoginRequired)]
#[case::interaction_required("interaction_required", CallbackFault::LoginRequired)]
#[case::consent_required("consent_required", CallbackFault::LoginRequired)]
#[case::busy("temporarily_unavailable", CallbackFault::Unreachable(Silent::Authorization))]
#[case::any_other(
    "invalid_scope",
    CallbackFault::ProviderError(ErrorCode::new("invalid_scope"))
)]
#[tokio::test]
async fn a_refusal_is_told_and_the_token_endpoint_is_not_called(
    #[case] error: &'static str,
    #[case] fault: CallbackFault,
) {
    let setup = Setup::with(Quirk::Error(error)).await;
    assert_eq!(setup.sign_in().await.unwrap_err(), fault);
    assert_eq!(
        setup.provider.calls(),
        Calls {
            discovery: 1,
            ..Calls::default()
        }
    );
}

#[rstest]
#[case::wrong(Some("https://evil.example"))]
#[case::missing_although_announced(None)]
#[tokio::test]
async fn the_iss_parameter_is_checked_before_anything_is_sent(#[case] iss: Option<&'static str>) {
    let setup = Setup::with(Quirk::Iss(iss)).await;
    let fault = setup.sign_in().await.unwrap_err();
    assert_eq!(fault, CallbackFault::BadAnswer(BadAnswer::IssuerParameter));
    assert_eq!(setup.provider.calls().token, 0);
}

#[tokio::test]
async fn the_iss_parameter_may_be_missing_where_it_was_not_announced() {
    let setup = Setup::with(Quirk::Iss(None)).await;
    setup.provider.quirk(Quirk::Document(
        "authorization_response_iss_parameter_supported",
        None,
    ));
    setup.sign_in().await.unwrap();
}

#[tokio::test]
async fn a_wrong_iss_parameter_counts_where_it_was_not_announced() {
    let setup = Setup::with(Quirk::Iss(Some("https://evil.example"))).await;
    setup.provider.quirk(Quirk::Document(
        "authorization_response_iss_parameter_supported",
        None,
    ));
    let fault = setup.sign_in().await.unwrap_err();
    assert_eq!(fault, CallbackFault::BadAnswer(BadAnswer::IssuerParameter));
}

#[tokio::test]
async fn a_refusal_under_a_wrong_issuer_is_not_believed() {
    let setup = Setup::with(Quirk::Error("access_denied")).await;
    setup.provider.quirk(Quirk::Iss(Some("https://evil.example")));
    let fault = setup.sign_in().await.unwrap_err();
    assert_eq!(fault, CallbackFault::BadAnswer(BadAnswer::IssuerParameter));
}
