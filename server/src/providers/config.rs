//! What the client has to know about one provider: plain values, made from a row of the table `providers`.

use domain::providers::{AuthorizeParameters, ClientAuth};
use secrecy::SecretString;
use url::Url;

use super::assertion::ClientKey;

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
    /// The shared secret, where `client_auth` needs one.
    pub client_secret: Option<SecretString>,
    /// Our own key; there with `ClientAuth::PrivateKeyJwt` when a code is to be exchanged.
    pub client_key: Option<ClientKey>,
    /// Scopes to ask for. `openid` is always sent, listed or not.
    pub scopes: Vec<String>,
    /// Whether PKCE is used; off only for a provider that chokes on it.
    pub pkce: bool,
    /// `{public URL}/providers/{slug}/callback`, registered at the provider.
    pub redirect_uri: Url,
    /// More parameters for the authorization request.
    pub extra: AuthorizeParameters,
    /// Names of the claims that the settings map to fields. The userinfo endpoint is asked only if one is missing.
    pub wanted_claims: Vec<String>,
}
