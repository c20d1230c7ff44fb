//! How our own assertions to a provider are signed.

use crate::stored::stored_enum;

stored_enum! {
    /// A signature algorithm of RFC 7518 §3.1, the preferred first.
    pub enum SigningAlgorithm {
        /// ECDSA with P-256 and SHA-256.
        Es256 = "ES256",
        /// RSASSA-PSS with SHA-256.
        Ps256 = "PS256",
        /// RSASSA-PKCS1-v1_5 with SHA-256.
        Rs256 = "RS256",
    }
}

impl SigningAlgorithm {
    /// The best algorithm that a provider takes, by its `token_endpoint_auth_signing_alg_values_supported`. One that
    /// announces none is taken to know RS256, as OpenID Connect Discovery 1.0 §3 asks of all.
    pub fn choose(announced: &[String]) -> Option<Self> {
        if announced.is_empty() {
            return Some(Self::Rs256);
        }
        Self::ALL
            .iter()
            .copied()
            .find(|algorithm| algorithm.is_among(announced))
    }

    /// Whether a provider that announces these takes it.
    pub fn is_among(self, announced: &[String]) -> bool {
        announced.iter().any(|name| name == self.as_str())
    }
}
