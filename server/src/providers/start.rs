//! The way out: the secrets of an attempt and the authorization request (Core section 3.1.2.1, RFC 7636).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{time::Span, values::Language};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::{config::ProviderConfig, discovery::Metadata};
use crate::crypto::Entropy;

/// The three secrets of one attempt, 256 bit each, base64url. The caller keeps them with the attempt: `state` as
/// a hash, `nonce`, and `verifier` encrypted.
#[derive(Clone, Debug)]
pub struct AttemptSecrets {
    /// Ties the answer to the attempt and its browser.
    pub state: SecretString,
    /// Ties the ID token to the attempt.
    pub nonce: String,
    /// The PKCE code verifier; 43 characters (RFC 7636 section 4.1).
    pub verifier: SecretString,
}

impl AttemptSecrets {
    /// Fresh secrets.
    pub fn new(entropy: &dyn Entropy) -> Self {
        let token = || entropy.token().expose().to_owned();
        Self {
            state: token().into(),
            nonce: token(),
            verifier: token().into(),
        }
    }
}

/// What a particular sign-in asks for.
#[derive(Clone, Debug, Default)]
pub struct AuthorizeOptions {
    /// How the provider should treat a session of its own.
    pub prompt: Option<Prompt>,
    /// The sign-in at the provider must not be older; the answer's `auth_time` is then checked.
    pub max_age: Option<Span>,
    /// The language of the provider's pages.
    pub language: Option<Language>,
    /// The address that the person has typed, for the provider's form.
    pub login_hint: Option<String>,
}

/// `prompt` (Core section 3.1.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prompt {
    /// Ask for credentials even with a session there.
    Login,
    /// Ask for consent again.
    Consent,
    /// Let the person choose between accounts.
    SelectAccount,
    /// Show nothing; answer an error if that does not work.
    None,
}

impl Prompt {
    /// The parameter's value.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::Consent => "consent",
            Self::SelectAccount => "select_account",
            Self::None => "none",
        }
    }
}

/// The URL to which the browser is sent. PKCE uses S256 only; `response_mode=query` is named only to a provider
/// that announces it, since it is the code flow's default.
pub fn authorize_url(
    config: &ProviderConfig,
    metadata: &Metadata,
    secrets: &AttemptSecrets,
    options: &AuthorizeOptions,
) -> Url {
    let mut scopes = vec!["openid"];
    scopes.extend(
        config
            .scopes
            .iter()
            .map(String::as_str)
            .filter(|scope| *scope != "openid"),
    );
    let mut url = metadata.authorization_endpoint.clone();
    let mut query = url.query_pairs_mut();
    query
        .append_pair("response_type", "code")
        .append_pair("client_id", &config.client_id)
        .append_pair("redirect_uri", config.redirect_uri.as_str())
        .append_pair("scope", &scopes.join(" "))
        .append_pair("state", secrets.state.expose_secret())
        .append_pair("nonce", &secrets.nonce);
    if config.pkce {
        query
            .append_pair("code_challenge", &challenge(&secrets.verifier))
            .append_pair("code_challenge_method", "S256");
    }
    if metadata.query_mode {
        query.append_pair("response_mode", "query");
    }
    if let Some(prompt) = options.prompt {
        query.append_pair("prompt", prompt.as_str());
    }
    if let Some(max_age) = options.max_age {
        query.append_pair("max_age", &max_age.as_secs().max(0).to_string());
    }
    if let Some(language) = options.language {
        query.append_pair("ui_locales", language.as_str());
    }
    if let Some(hint) = &options.login_hint {
        query.append_pair("login_hint", hint);
    }
    for (name, value) in config.extra.as_pairs() {
        query.append_pair(name, value);
    }
    drop(query);
    url
}

/// S256: base64url of SHA-256 of the verifier (RFC 7636 section 4.2).
fn challenge(verifier: &SecretString) -> String {
    URL_SAFE_NO_PAD.encode(ring::digest::digest(
        &ring::digest::SHA256,
        verifier.expose_secret().as_bytes(),
    ))
}
