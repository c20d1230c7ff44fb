//! What the client has to know about one provider: plain values, made from a row of the table `providers`.

use std::str::FromStr;

use secrecy::SecretString;
use url::Url;

/// One provider as configured, its secret decrypted.
#[derive(Clone, Debug)]
pub struct ProviderConfig {
    /// The provider's name in paths; here only for logs.
    pub slug: String,
    /// Issuer identifier, compared octet by octet (Core section 3.1.3.7, Discovery section 4.3).
    pub issuer: String,
    /// Our name at the provider.
    pub client_id: String,
    /// How we prove who we are at the token endpoint.
    pub client_auth: ClientAuth,
    /// The shared secret; needed unless `client_auth` is [`ClientAuth::None`].
    pub client_secret: Option<SecretString>,
    /// Scopes to ask for. `openid` is always sent, listed or not.
    pub scopes: Vec<String>,
    /// Whether PKCE is used; off only for a provider that chokes on it.
    pub pkce: bool,
    /// `{public URL}/providers/{slug}/callback`, registered at the provider.
    pub redirect_uri: Url,
    /// More parameters for the authorization request. Those that the protocol reserves are left out.
    pub extra: Vec<(String, String)>,
    /// Names of the claims that the settings map to fields. The userinfo endpoint is asked only if one is missing.
    pub wanted_claims: Vec<String>,
}

/// Client authentication at the token endpoint (Core section 9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientAuth {
    /// Secret in the `Authorization` header.
    SecretBasic,
    /// Secret in the form body.
    SecretPost,
    /// Public client; PKCE alone binds the code.
    None,
}

impl ClientAuth {
    /// All of them, the preferred first.
    pub const ALL: [Self; 3] = [Self::SecretBasic, Self::SecretPost, Self::None];

    /// The name in `token_endpoint_auth_methods_supported` and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SecretBasic => "client_secret_basic",
            Self::SecretPost => "client_secret_post",
            Self::None => "none",
        }
    }

    /// Whether this way sends a secret.
    pub const fn needs_secret(self) -> bool {
        !matches!(self, Self::None)
    }
}

impl FromStr for ClientAuth {
    type Err = UnknownClientAuth;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|auth| auth.as_str() == name)
            .ok_or(UnknownClientAuth)
    }
}

/// The text names no client authentication that Portico knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown client authentication method")]
pub struct UnknownClientAuth;
