//! What the endpoints behind the discovery document may answer: everything wrong ends in a clear fault.

use std::time::Duration;

use rstest::rstest;
use serde_json::{Value, json};
use server::providers::{BadAnswer, CallbackFault, CallbackQuery, ErrorCode, Silent, authorize_url};
use url::Url;

use super::setup::{Setup, secrets};
use crate::fake_provider::{Canned, Endpoint, Quirk};

/// Who gave no answer.
const fn silent(silent: Silent) -> CallbackFault {
    CallbackFault::Unreachable(silent)
}
const SLOW: Canned = Canned::Slow(Duration::from_secs(5));

fn bad(kind: BadAnswer) -> CallbackFault {
    CallbackFault::BadAnswer(kind)
}

#[rstest]
#[case::token_garbage(Endpoint::Token, Canned::Garbage, bad(BadAnswer::TokenResponse))]
#[case::token_404(Endpoint::Token, Canned::Status(404), bad(BadAnswer::TokenResponse))]
#[case::token_500(Endpoint::Token, Canned::Status(500), silent(Silent::Token))]
#[case::token_redirect(Endpoint::Token, Canned::Redirect("/jwks"), bad(BadAnswer::TokenResponse))]
#[case::token_oversize(Endpoint::Token, Canned::Oversize, bad(BadAnswer::TokenResponse))]
#[case::token_slow(Endpoint::Token, SLOW, silent(Silent::Token))]
#[case::token_error(
    Endpoint::Token,
    Canned::OAuthError("invalid_grant"),
    CallbackFault::ProviderError(ErrorCode::new("invalid_grant"))
)]
#[case::token_error_with_markup(
    Endpoint::Token,
    Canned::OAuthError("<b>"),
    CallbackFault::ProviderError(ErrorCode::new("unknown_error"))
)]
#[case::keys_garbage(Endpoint::Keys, Canned::Garbage, bad(BadAnswer::Keys))]
#[case::keys_404(Endpoint::Keys, Canned::Status(404), silent(Silent::Keys))]
#[case::keys_500(Endpoint::Keys, Canned::Status(500), silent(Silent::Keys))]
#[case::keys_redirect(Endpoint::Keys, Canned::Redirect("/userinfo"), silent(Silent::Keys))]
#[case::keys_oversize(Endpoint::Keys, Canned::Oversize, bad(BadAnswer::Keys))]
#[case::keys_slow(Endpoint::Keys, SLOW, silent(Silent::Keys))]
#[tokio::test]
async fn an_endpoint_answers(
    #[case] endpoint: Endpoint,
    #[case] canned: Canned,
    #[case] expected: CallbackFault,
) {
    let setup = Setup::with(Quirk::Answer(endpoint, canned)).await;
    assert_eq!(setup.sign_in().await.unwrap_err(), expected);
    assert_eq!(setup.provider.calls().userinfo, 0, "a redirect is not followed");
}

#[rstest]
#[case::no_id_token("id_token", None, BadAnswer::NoIdToken)]
#[case::id_token_garbage("id_token", Some(json!("not a token")), BadAnswer::Malformed)]
#[case::id_token_encrypted("id_token", Some(json!("e30.e30.e30.e30.e30")), BadAnswer::Malformed)]
#[case::no_access_token("access_token", None, BadAnswer::TokenResponse)]
#[tokio::test]
async fn a_token_response(
    #[case] name: &'static str,
    #[case] value: Option<Value>,
    #[case] expected: BadAnswer,
) {
    let setup = Setup::with(Quirk::Token(name, value)).await;
    assert_eq!(setup.sign_in().await.unwrap_err(), bad(expected));
}

#[tokio::test]
async fn a_code_works_once() {
    let setup = Setup::new().await;
    let metadata = setup.metadata().await;
    let secrets = secrets("s");
    let callback = setup
        .provider
        .browse(&authorize_url(&setup.config, &metadata, &secrets, &setup.options));
    let query = CallbackQuery::parse(callback.query().unwrap()).unwrap();
    let expected = setup.expected(&secrets);
    setup
        .client
        .finish(&setup.config, &metadata, &query, &expected)
        .await
        .unwrap();
    let fault = setup
        .client
        .finish(&setup.config, &metadata, &query, &expected)
        .await
        .unwrap_err();
    assert_eq!(
        fault,
        CallbackFault::ProviderError(ErrorCode::new("invalid_grant"))
    );
}

#[rstest]
#[case::wrong_secret("wrong")]
#[case::empty_secret("")]
#[tokio::test]
async fn a_secret_that_the_provider_refuses(#[case] secret: &str) {
    let mut setup = Setup::new().await;
    setup.config.client_secret = Some(secret.to_owned().into());
    let fault = setup.sign_in().await.unwrap_err();
    assert_eq!(
        fault,
        CallbackFault::ProviderError(ErrorCode::new("invalid_client"))
    );
}

#[rstest]
#[case::literal("https://10.0.0.1/token")]
#[case::insecure_elsewhere("ftp://corp.example/token")]
#[tokio::test]
async fn stored_metadata_cannot_lead_into_the_network(#[case] endpoint: Url) {
    let setup = Setup::new().await;
    let mut metadata = setup.metadata().await;
    let secrets = secrets("s");
    let callback = setup
        .provider
        .browse(&authorize_url(&setup.config, &metadata, &secrets, &setup.options));
    let query = CallbackQuery::parse(callback.query().unwrap()).unwrap();
    metadata.token_endpoint = endpoint;
    let fault = setup
        .client
        .finish(&setup.config, &metadata, &query, &setup.expected(&secrets))
        .await
        .unwrap_err();
    assert_eq!(fault, silent(Silent::Token));
}
