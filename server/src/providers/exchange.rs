//! The code is exchanged at the token endpoint (Core section 3.1.3).

use domain::providers::ClientAuth;
use oauth2::{
    AuthType, AuthorizationCode, Client, ClientId, ClientSecret, ExtraTokenFields, PkceCodeVerifier,
    RedirectUrl, RequestTokenError, StandardErrorResponse, StandardRevocableToken, StandardTokenResponse,
    TokenUrl,
    basic::{
        BasicErrorResponse, BasicErrorResponseType, BasicRevocationErrorResponse,
        BasicTokenIntrospectionResponse, BasicTokenType,
    },
};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use super::{
    callback::{BadAnswer, CallbackFault, ErrorCode, Expected, Silent},
    config::ProviderConfig,
    discovery::Metadata,
    http::{HttpClient, HttpError},
};

/// The type of an assertion (RFC 7523 section 2.2).
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// The answer of a token endpoint. The ID token stays text until [`super::id_token`] looks at it.
pub(super) type Tokens = StandardTokenResponse<WithIdToken, BasicTokenType>;

/// What OpenID Connect adds to the answer (Core section 3.1.3.3).
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct WithIdToken {
    /// As it was received.
    #[serde(skip_serializing)]
    pub(super) id_token: Option<SecretString>,
}

impl ExtraTokenFields for WithIdToken {}

type TokenClient = Client<
    BasicErrorResponse,
    Tokens,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
>;

/// Redeems `code`; `assertion` proves who we are where no secret does. The signature of what comes back is not looked
/// at here.
pub(super) async fn redeem(
    http: &HttpClient,
    config: &ProviderConfig,
    metadata: &Metadata,
    code: &SecretString,
    expected: &Expected,
    assertion: Option<SecretString>,
) -> Result<Tokens, CallbackFault> {
    let mut client = TokenClient::new(ClientId::new(config.client_id.clone()))
        .set_token_uri(TokenUrl::from_url(metadata.token_endpoint.clone()))
        .set_redirect_uri(RedirectUrl::from_url(config.redirect_uri.clone()))
        .set_auth_type(match config.client_auth {
            ClientAuth::ClientSecretBasic => AuthType::BasicAuth,
            ClientAuth::ClientSecretPost | ClientAuth::PrivateKeyJwt | ClientAuth::None => {
                AuthType::RequestBody
            }
        });
    if let Some(secret) = config
        .client_secret
        .as_ref()
        .filter(|_| config.client_auth.needs_secret())
    {
        client = client.set_client_secret(ClientSecret::new(secret.expose_secret().to_owned()));
    }
    let mut request = client.exchange_code(AuthorizationCode::new(code.expose_secret().to_owned()));
    if let Some(assertion) = &assertion {
        request = request
            .add_extra_param("client_assertion_type", ASSERTION_TYPE)
            .add_extra_param("client_assertion", assertion.expose_secret().to_owned());
    }
    if let Some(verifier) = &expected.verifier {
        request = request.set_pkce_verifier(PkceCodeVerifier::new(verifier.expose_secret().to_owned()));
    }
    request.request_async(http).await.map_err(refused)
}

type Refusal = RequestTokenError<HttpError, StandardErrorResponse<BasicErrorResponseType>>;

fn refused(error: Refusal) -> CallbackFault {
    match error {
        RequestTokenError::ServerResponse(response) => {
            CallbackFault::ProviderError(ErrorCode::new(response.error().as_ref()))
        }
        RequestTokenError::Request(HttpError::TooLarge)
        | RequestTokenError::Parse(..)
        | RequestTokenError::Other(_) => BadAnswer::TokenResponse.into(),
        RequestTokenError::Request(_) => CallbackFault::Unreachable(Silent::Token),
    }
}
