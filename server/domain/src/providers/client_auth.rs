//! How we prove who we are at a provider's token endpoint.

use crate::stored::stored_enum;

stored_enum! {
    /// Client authentication (OpenID Connect Core 1.0 §9), by its name in `token_endpoint_auth_methods_supported`.
    pub enum ClientAuth {
        /// Secret in the `Authorization` header.
        ClientSecretBasic = "client_secret_basic",
        /// Secret in the form body.
        ClientSecretPost = "client_secret_post",
        /// An assertion signed with our own key for this provider.
        PrivateKeyJwt = "private_key_jwt",
        /// No secret: a public client, which PKCE alone protects.
        None = "none",
    }
}

impl ClientAuth {
    /// Whether this way sends a secret that both sides know.
    pub const fn needs_secret(self) -> bool {
        matches!(self, Self::ClientSecretBasic | Self::ClientSecretPost)
    }
}
