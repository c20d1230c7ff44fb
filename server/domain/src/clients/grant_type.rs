//! How a client comes by tokens (RFC 6749 §1.3).

use crate::stored::stored_enum;

stored_enum! {
    /// A `grant_type` of the token endpoint.
    pub enum GrantType {
        /// By a code that a person gave it.
        AuthorizationCode = "authorization_code",
        /// By a refresh token that came with one.
        RefreshToken = "refresh_token",
        /// For itself.
        ClientCredentials = "client_credentials",
    }
}

stored_enum! {
    /// How an ID token is signed (RFC 7518 §3.1, RFC 8037 §3.1). RS256 is what every client knows.
    pub enum IdTokenAlgorithm {
        /// RSASSA-PKCS1-v1_5 with SHA-256.
        Rs256 = "RS256",
        /// ECDSA with P-256 and SHA-256.
        Es256 = "ES256",
        /// Ed25519.
        EdDsa = "EdDSA",
    }
}
