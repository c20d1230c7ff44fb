//! Keys that sign what clients get: ID tokens and logout tokens, as compact JWS (RFC 7515).

use std::{fmt, sync::Arc};

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use domain::{clients::IdTokenAlgorithm, providers::SigningAlgorithm, time::Timestamp};
use ring::{
    digest::{SHA256, SHA512, digest},
    signature::{Ed25519KeyPair, KeyPair},
};
use secrecy::{ExposeSecret, SecretString, zeroize::Zeroizing};
use serde_json::{Value, json};

use crate::{
    crypto::Entropy,
    kept::Kept,
    providers::assertion::{BadKey, ClientKey},
};

/// A key with both halves.
pub struct SigningKey {
    algorithm: IdTokenAlgorithm,
    public: Value,
    secret: Secret,
}

enum Secret {
    Ed25519 {
        seed: Zeroizing<[u8; 32]>,
        pair: Box<Ed25519KeyPair>,
    },
    Other(ClientKey),
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SigningKey").field(&self.kid()).finish()
    }
}

/// The same algorithm as keys for providers name it; none for Ed25519, which they don't use.
fn for_providers(algorithm: IdTokenAlgorithm) -> Option<SigningAlgorithm> {
    match algorithm {
        IdTokenAlgorithm::Rs256 => Some(SigningAlgorithm::Rs256),
        IdTokenAlgorithm::Es256 => Some(SigningAlgorithm::Es256),
        IdTokenAlgorithm::EdDsa => None,
    }
}

impl SigningKey {
    /// A new key. For RSA this takes a good part of a second.
    ///
    /// # Errors
    /// When none can be made.
    pub fn generate(algorithm: IdTokenAlgorithm, entropy: &dyn Entropy) -> Result<Self, BadKey> {
        match for_providers(algorithm) {
            Some(known) => Ok(Self::of(algorithm, ClientKey::generate(known, entropy)?)),
            None => {
                let mut seed = Zeroizing::new([0; 32]);
                entropy.fill(seed.as_mut());
                Self::ed25519(seed)
            }
        }
    }

    fn of(algorithm: IdTokenAlgorithm, key: ClientKey) -> Self {
        Self {
            algorithm,
            public: key.public(),
            secret: Secret::Other(key),
        }
    }

    fn ed25519(seed: Zeroizing<[u8; 32]>) -> Result<Self, BadKey> {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed.as_ref()).map_err(|_| BadKey)?;
        // The members in the order of the thumbprint (RFC 7638, RFC 8037 appendix A.3).
        let x = URL_SAFE_NO_PAD.encode(pair.public_key().as_ref());
        let mut public = json!({ "crv": "Ed25519", "kty": "OKP", "x": x });
        let thumbprint = digest(&SHA256, public.to_string().as_bytes());
        public["kid"] = URL_SAFE_NO_PAD.encode(thumbprint.as_ref()).into();
        public["use"] = "sig".into();
        public["alg"] = IdTokenAlgorithm::EdDsa.as_str().into();
        let pair = Box::new(pair);
        Ok(Self {
            algorithm: IdTokenAlgorithm::EdDsa,
            public,
            secret: Secret::Ed25519 { seed, pair },
        })
    }

    /// The private half in the form in which it is sealed: base64.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn to_secret(&self) -> Result<SecretString, BadKey> {
        match &self.secret {
            Secret::Ed25519 { seed, .. } => Ok(STANDARD.encode(seed.as_ref()).into()),
            Secret::Other(key) => key.to_secret(),
        }
    }

    /// Reads what [`Self::to_secret`] wrote.
    ///
    /// # Errors
    /// When it is no key of this algorithm.
    pub fn from_secret(algorithm: IdTokenAlgorithm, secret: &SecretString) -> Result<Self, BadKey> {
        if let Some(known) = for_providers(algorithm) {
            return Ok(Self::of(algorithm, ClientKey::from_secret(known, secret)?));
        }
        let mut seed = Zeroizing::new([0; 32]);
        let bytes = Zeroizing::new(STANDARD.decode(secret.expose_secret()).map_err(|_| BadKey)?);
        if bytes.len() != seed.len() {
            return Err(BadKey);
        }
        seed.copy_from_slice(&bytes);
        Self::ed25519(seed)
    }

    /// Its name: the thumbprint of its public half.
    pub fn kid(&self) -> &str {
        self.public["kid"].as_str().unwrap_or_default()
    }

    /// How it signs.
    pub fn algorithm(&self) -> IdTokenAlgorithm {
        self.algorithm
    }

    /// Its public half, a JWK (RFC 7517).
    pub fn public(&self) -> &Value {
        &self.public
    }

    /// Signs claims; `kind` is the `typ` of the head.
    pub fn sign(&self, kind: &str, claims: &Value) -> String {
        let head = json!({ "alg": self.algorithm.as_str(), "kid": self.kid(), "typ": kind });
        let [head, claims] = [&head, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
        let signed = format!("{head}.{claims}");
        let signature = match &self.secret {
            Secret::Ed25519 { pair, .. } => pair.sign(signed.as_bytes()).as_ref().to_vec(),
            Secret::Other(key) => key.sign(signed.as_bytes()),
        };
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

/// `at_hash` and `c_hash`: the left half of the hash that the signature is made of (OpenID Connect Core 1.0 §3.1.3.6).
pub fn half_hash(algorithm: IdTokenAlgorithm, value: &str) -> String {
    let hash = match algorithm {
        IdTokenAlgorithm::EdDsa => digest(&SHA512, value.as_bytes()),
        IdTokenAlgorithm::Rs256 | IdTokenAlgorithm::Es256 => digest(&SHA256, value.as_bytes()),
    };
    URL_SAFE_NO_PAD.encode(&hash.as_ref()[..hash.as_ref().len() / 2])
}

/// One of the keys that stand in the key set.
#[derive(Clone, Debug)]
pub struct ListedKey {
    /// Its public half, a JWK (RFC 7517).
    pub public: Value,
    /// How it signs.
    pub algorithm: IdTokenAlgorithm,
    /// Both halves of one that signs or is to sign; none where they can't be opened.
    pub key: Option<Arc<SigningKey>>,
    /// From when on it signs.
    pub signs_from: Timestamp,
}

/// The key set in memory, since every ID token needs it. A new key is shown much longer before it signs than it is kept.
pub type Keys = Kept<Vec<ListedKey>>;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::SystemEntropy;
    use openidconnect::{JsonWebKey, core::CoreJsonWebKey, core::CoreJwsSigningAlgorithm as Algorithm};
    use rstest::rstest;

    #[rstest]
    #[case::eddsa(IdTokenAlgorithm::EdDsa, Algorithm::EdDsa)]
    #[case::es256(IdTokenAlgorithm::Es256, Algorithm::EcdsaP256Sha256)]
    #[case::rs256(IdTokenAlgorithm::Rs256, Algorithm::RsaSsaPkcs1V15Sha256)]
    fn a_key_signs_what_its_public_half_verifies(
        #[case] algorithm: IdTokenAlgorithm,
        #[case] foreign: Algorithm,
    ) {
        let entropy = SystemEntropy::default();
        let key = SigningKey::generate(algorithm, &entropy).unwrap();
        let key = SigningKey::from_secret(algorithm, &key.to_secret().unwrap()).unwrap();
        let token = key.sign("JWT", &json!({ "sub": "x" }));
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let public: CoreJsonWebKey = serde_json::from_value(key.public().clone()).unwrap();
        let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
        assert!(
            public
                .verify_signature(&foreign, signed.as_bytes(), &signature)
                .is_ok()
        );
        assert!(public.verify_signature(&foreign, b"another", &signature).is_err());
    }

    /// OpenID Connect Core 1.0 appendix A.3 and A.4 have `at_hash` and `c_hash` of RS256.
    #[test]
    fn half_hashes_of_the_standard() {
        let rs256 = IdTokenAlgorithm::Rs256;
        assert_eq!(
            half_hash(rs256, "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y"),
            "77QmUPtjPfzWtF2AnpK9RQ"
        );
        assert_eq!(
            half_hash(
                rs256,
                "Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk"
            ),
            "LDktKdoQak3Pk0cnXxCltA"
        );
    }
}
