//! The discovery document of a provider (Discovery 1.0, RFC 8414, RFC 9207 section 3) and what is wrong with it.

use domain::{providers::ClientAuth, time::Timestamp, values::Fault};
use http::{HeaderMap, Request, Response, StatusCode, header::ACCEPT};
use serde::{Deserialize, Serialize};
use url::Url;

use super::{
    address::AddressPolicy,
    http::{HttpClient, HttpError, fresh_for},
    jws,
};

/// What is kept of a checked discovery document. Storable as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// Issuer identifier, exactly as announced and as configured.
    pub issuer: String,
    /// Where the browser is sent.
    pub authorization_endpoint: Url,
    /// Where the code is exchanged.
    pub token_endpoint: Url,
    /// Where the keys are.
    pub jwks_uri: Url,
    /// Where more claims are.
    pub userinfo_endpoint: Option<Url>,
    /// Where a global logout goes (RP-Initiated Logout 1.0).
    pub end_session_endpoint: Option<Url>,
    /// Every authorization response carries `iss` (RFC 9207).
    pub iss_parameter: bool,
    /// `query` is announced among the response modes, so it can be asked for by name.
    pub query_mode: bool,
    /// Announced PKCE methods; empty when nothing is said.
    pub code_challenge_methods: Vec<String>,
    /// Announced client authentications that Portico can use.
    pub client_auths: Vec<String>,
    /// Announced signature algorithms for `private_key_jwt`, as they are; empty when nothing is said.
    #[serde(default)]
    pub assertion_algorithms: Vec<String>,
    /// Announced signature algorithms that Portico accepts; never `none`, never HMAC.
    pub algorithms: Vec<String>,
    /// The provider sends back-channel logout tokens.
    pub backchannel_logout: bool,
    /// Those tokens name the session.
    pub backchannel_logout_session: bool,
    /// When the document was fetched.
    pub fetched_at: Timestamp,
    /// Until when it may be used without asking again.
    pub fresh_until: Timestamp,
}

impl Metadata {
    /// Whether the provider announces this client authentication.
    pub fn supports(&self, auth: ClientAuth) -> bool {
        self.client_auths.iter().any(|name| name == auth.as_str())
    }
}

/// Why an issuer cannot be used. Each has its own message in the back office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DiscoveryFault {
    /// The issuer is not an absolute URL without query, fragment and user.
    #[error("the issuer is not a URL")]
    NotAUrl,
    /// `http` outside development, in the issuer or in an endpoint.
    #[error("http is only for development")]
    HttpOutsideDevelopment,
    /// A private address that the configuration file does not list.
    #[error("the address is private")]
    PrivateAddress,
    /// No answer, no answer in time, or none with status 200.
    #[error("unreachable")]
    Unreachable,
    /// The answer is larger than anything a discovery document needs.
    #[error("the answer is too large")]
    TooLarge,
    /// The answer is not JSON, or not of the shape of a discovery document.
    #[error("not JSON")]
    NotJson,
    /// The document speaks for another issuer.
    #[error("the issuer differs")]
    IssuerDiffers,
    /// No usable `authorization_endpoint`.
    #[error("no authorization endpoint")]
    MissingAuthorizationEndpoint,
    /// No usable `token_endpoint`.
    #[error("no token endpoint")]
    MissingTokenEndpoint,
    /// No usable `jwks_uri`, or no signature algorithm that Portico accepts.
    #[error("no usable keys")]
    MissingJwks,
    /// The authorization code flow is not offered.
    #[error("no response type `code`")]
    NoCodeResponseType,
    /// No common client authentication.
    #[error("no usable client authentication")]
    NoClientAuthentication,
}

impl DiscoveryFault {
    /// Whether it tells of a bad moment of the provider's rather than of a provider that must not be believed.
    pub(super) const fn may_pass(self) -> bool {
        matches!(self, Self::Unreachable | Self::TooLarge | Self::NotJson)
    }

    /// The code for the message beside the issuer field.
    pub const fn fault(self) -> Fault {
        match self {
            Self::NotAUrl => Fault::NotAUrl,
            Self::HttpOutsideDevelopment => Fault::HttpOutsideDevelopment,
            Self::PrivateAddress => Fault::PrivateAddress,
            Self::Unreachable => Fault::Unreachable,
            Self::TooLarge => Fault::TooLarge,
            Self::NotJson => Fault::NotJson,
            Self::IssuerDiffers => Fault::IssuerDiffers,
            Self::MissingAuthorizationEndpoint => Fault::MissingAuthorizationEndpoint,
            Self::MissingTokenEndpoint => Fault::MissingTokenEndpoint,
            Self::MissingJwks => Fault::MissingJwks,
            Self::NoCodeResponseType => Fault::NoCodeResponseType,
            Self::NoClientAuthentication => Fault::NoClientAuthentication,
        }
    }
}

impl From<HttpError> for DiscoveryFault {
    fn from(error: HttpError) -> Self {
        match error {
            HttpError::PrivateAddress => Self::PrivateAddress,
            HttpError::InsecureScheme => Self::HttpOutsideDevelopment,
            HttpError::TooLarge => Self::TooLarge,
            HttpError::TimedOut
            | HttpError::ServerError(_)
            | HttpError::Failed(_)
            | HttpError::NoClient(_) => Self::Unreachable,
        }
    }
}

/// Fetches and checks the document of `issuer`.
pub(super) async fn fetch(
    http: &HttpClient,
    issuer: &str,
    now: Timestamp,
) -> Result<Metadata, DiscoveryFault> {
    let url = document_url(issuer, http.policy())?;
    let response = get(http, &url).await?;
    if response.status() != StatusCode::OK {
        return Err(DiscoveryFault::Unreachable);
    }
    read(response.body(), issuer, http.policy(), now, response.headers())
}

/// Reads a document and checks what it says.
pub(crate) fn read(
    body: &[u8],
    issuer: &str,
    policy: &AddressPolicy,
    now: Timestamp,
    headers: &HeaderMap,
) -> Result<Metadata, DiscoveryFault> {
    let document: Document = serde_json::from_slice(body).map_err(|_| DiscoveryFault::NotJson)?;
    check(document, issuer, policy, now, headers)
}

/// A GET that asks for JSON.
pub(super) async fn get(http: &HttpClient, url: &Url) -> Result<Response<Vec<u8>>, HttpError> {
    let mut request = Request::new(Vec::new());
    // A `Url` that is no `Uri` does not occur with http and https; a missing host then fails in `send`.
    *request.uri_mut() = url.as_str().parse().unwrap_or_default();
    request
        .headers_mut()
        .insert(ACCEPT, http::HeaderValue::from_static("application/json"));
    http.send(request).await
}

/// `{issuer}/.well-known/openid-configuration` (Discovery section 4).
fn document_url(issuer: &str, policy: &AddressPolicy) -> Result<Url, DiscoveryFault> {
    let url = Url::parse(issuer).map_err(|_| DiscoveryFault::NotAUrl)?;
    let plain = url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    if !plain || url.password().is_some() || !matches!(url.scheme(), "http" | "https") {
        return Err(DiscoveryFault::NotAUrl);
    }
    if !policy.permits_scheme(&url) {
        return Err(DiscoveryFault::HttpOutsideDevelopment);
    }
    Url::parse(&format!(
        "{}/.well-known/openid-configuration",
        issuer.trim_end_matches('/')
    ))
    .map_err(|_| DiscoveryFault::NotAUrl)
}

/// The members that matter. A member of another type than the standard's makes the document unreadable.
#[derive(Deserialize)]
struct Document {
    issuer: Option<String>,
    authorization_endpoint: Option<String>,
    token_endpoint: Option<String>,
    jwks_uri: Option<String>,
    userinfo_endpoint: Option<String>,
    end_session_endpoint: Option<String>,
    response_types_supported: Option<Vec<String>>,
    response_modes_supported: Option<Vec<String>>,
    code_challenge_methods_supported: Option<Vec<String>>,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
    token_endpoint_auth_signing_alg_values_supported: Option<Vec<String>>,
    id_token_signing_alg_values_supported: Option<Vec<String>>,
    authorization_response_iss_parameter_supported: Option<bool>,
    backchannel_logout_supported: Option<bool>,
    backchannel_logout_session_supported: Option<bool>,
}

fn check(
    document: Document,
    issuer: &str,
    policy: &AddressPolicy,
    now: Timestamp,
    headers: &HeaderMap,
) -> Result<Metadata, DiscoveryFault> {
    if document.issuer.as_deref() != Some(issuer) {
        return Err(DiscoveryFault::IssuerDiffers);
    }
    let authorization_endpoint = visited(document.authorization_endpoint, policy)?
        .ok_or(DiscoveryFault::MissingAuthorizationEndpoint)?;
    let token_endpoint =
        called(document.token_endpoint, policy)?.ok_or(DiscoveryFault::MissingTokenEndpoint)?;
    let jwks_uri = called(document.jwks_uri, policy)?.ok_or(DiscoveryFault::MissingJwks)?;
    if !document
        .response_types_supported
        .unwrap_or_default()
        .iter()
        .any(|kind| kind == "code")
    {
        return Err(DiscoveryFault::NoCodeResponseType);
    }
    // Absent means `client_secret_basic` (Discovery section 3).
    let mut client_auths = document
        .token_endpoint_auth_methods_supported
        .unwrap_or_else(|| vec![ClientAuth::ClientSecretBasic.to_string()]);
    client_auths.retain(|name| name.parse::<ClientAuth>().is_ok());
    if client_auths.is_empty() {
        return Err(DiscoveryFault::NoClientAuthentication);
    }
    // Every provider has to support RS256 (Discovery section 3).
    let mut algorithms = document
        .id_token_signing_alg_values_supported
        .unwrap_or_else(|| vec!["RS256".to_owned()]);
    algorithms.retain(|name| jws::accepted_algorithm(name).is_some());
    if algorithms.is_empty() {
        return Err(DiscoveryFault::MissingJwks);
    }
    Ok(Metadata {
        issuer: issuer.to_owned(),
        authorization_endpoint,
        token_endpoint,
        jwks_uri,
        userinfo_endpoint: called(document.userinfo_endpoint, policy)?,
        end_session_endpoint: visited(document.end_session_endpoint, policy)?,
        iss_parameter: document
            .authorization_response_iss_parameter_supported
            .unwrap_or(false),
        query_mode: document
            .response_modes_supported
            .unwrap_or_default()
            .iter()
            .any(|mode| mode == "query"),
        code_challenge_methods: document.code_challenge_methods_supported.unwrap_or_default(),
        client_auths,
        assertion_algorithms: document
            .token_endpoint_auth_signing_alg_values_supported
            .unwrap_or_default(),
        algorithms,
        backchannel_logout: document.backchannel_logout_supported.unwrap_or(false),
        backchannel_logout_session: document.backchannel_logout_session_supported.unwrap_or(false),
        fetched_at: now,
        fresh_until: now.plus(fresh_for(headers)),
    })
}

/// An endpoint that a browser visits: http or https, no fragment. `None` if it is missing or no such URL.
fn visited(endpoint: Option<String>, policy: &AddressPolicy) -> Result<Option<Url>, DiscoveryFault> {
    let Some(url) = endpoint.and_then(|text| Url::parse(&text).ok()) else {
        return Ok(None);
    };
    if !matches!(url.scheme(), "http" | "https") || url.fragment().is_some() {
        return Ok(None);
    }
    if !policy.permits_scheme(&url) {
        return Err(DiscoveryFault::HttpOutsideDevelopment);
    }
    Ok(Some(url))
}

/// An endpoint that we call ourselves: its address has to be permitted as well.
fn called(endpoint: Option<String>, policy: &AddressPolicy) -> Result<Option<Url>, DiscoveryFault> {
    let url = visited(endpoint, policy)?;
    if url.as_ref().is_some_and(|url| !policy.permits_literal(url)) {
        return Err(DiscoveryFault::PrivateAddress);
    }
    Ok(url)
}
