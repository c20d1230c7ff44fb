//! Our own keys: `private_key_jwt` (OpenID Connect Core 1.0 section 9, RFC 7523 section 3).
//!
//! Each provider gets a key of its own, so that an assertion made for one proves nothing to another.

use std::{fmt, sync::Arc};

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use domain::{
    providers::SigningAlgorithm,
    time::{Span, Timestamp},
};
use p256::ecdsa::SigningKey;
use ring::{
    digest::{SHA256, digest},
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, RSA_PKCS1_SHA256, RSA_PSS_SHA256, RsaEncoding,
        RsaKeyPair,
    },
};
use rsa::{
    RsaPrivateKey,
    pkcs1::{DecodeRsaPrivateKey, EncodeRsaPrivateKey},
    rand_core::{CryptoRng, RngCore},
    traits::PublicKeyParts,
};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use crate::crypto::{Entropy, for_signatures};

/// Bits of a new RSA key.
const RSA_BITS: usize = 2048;
/// How long an assertion is valid: it is sent at once.
const VALID_FOR: Span = Span::minutes(1);

/// A key that signs assertions for one provider.
#[derive(Clone)]
pub struct ClientKey {
    algorithm: SigningAlgorithm,
    secret: Secret,
}

/// Keys are made and written by the libraries of their kind; `ring` signs, since it is several times as fast.
#[derive(Clone)]
enum Secret {
    Ec(SigningKey, Arc<EcdsaKeyPair>),
    Rsa(Box<RsaPrivateKey>, Arc<RsaKeyPair>),
}

impl Secret {
    fn ec(key: SigningKey) -> Result<Self, BadKey> {
        let point = key.verifying_key().to_sec1_point(false);
        let pair = EcdsaKeyPair::from_private_key_and_public_key(
            &ECDSA_P256_SHA256_FIXED_SIGNING,
            &key.to_bytes(),
            point.as_bytes(),
            &for_signatures(),
        );
        Ok(Self::Ec(key, Arc::new(pair.map_err(|_| BadKey)?)))
    }

    fn rsa(key: RsaPrivateKey) -> Result<Self, BadKey> {
        let written = key.to_pkcs1_der().map_err(|_| BadKey)?;
        let pair = RsaKeyPair::from_der(written.as_bytes()).map_err(|_| BadKey)?;
        Ok(Self::Rsa(Box::new(key), Arc::new(pair)))
    }
}

/// A stored key that can't be read, or one that can't be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no usable key")]
pub struct BadKey;

impl fmt::Debug for ClientKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ClientKey").field(&self.algorithm).finish()
    }
}

impl ClientKey {
    /// A new key. For RSA this takes a good part of a second.
    pub fn generate(algorithm: SigningAlgorithm, entropy: &dyn Entropy) -> Result<Self, BadKey> {
        let secret = match algorithm {
            SigningAlgorithm::Es256 => Secret::ec(new_ec_key(entropy))?,
            SigningAlgorithm::Ps256 | SigningAlgorithm::Rs256 => {
                Secret::rsa(RsaPrivateKey::new(&mut Random(entropy), RSA_BITS).map_err(|_| BadKey)?)?
            }
        };
        Ok(Self { algorithm, secret })
    }

    /// The key in the form in which it is sealed: base64 of the scalar, or of the key in PKCS #1.
    pub fn to_secret(&self) -> Result<SecretString, BadKey> {
        let encoded = match &self.secret {
            Secret::Ec(key, _) => STANDARD.encode(key.to_bytes()),
            Secret::Rsa(key, _) => STANDARD.encode(key.to_pkcs1_der().map_err(|_| BadKey)?.as_bytes()),
        };
        Ok(encoded.into())
    }

    /// Reads what [`Self::to_secret`] wrote.
    pub fn from_secret(algorithm: SigningAlgorithm, secret: &SecretString) -> Result<Self, BadKey> {
        let bytes = STANDARD.decode(secret.expose_secret()).map_err(|_| BadKey)?;
        let secret = match algorithm {
            SigningAlgorithm::Es256 => Secret::ec(SigningKey::from_slice(&bytes).map_err(|_| BadKey)?)?,
            SigningAlgorithm::Ps256 | SigningAlgorithm::Rs256 => {
                Secret::rsa(RsaPrivateKey::from_pkcs1_der(&bytes).map_err(|_| BadKey)?)?
            }
        };
        Ok(Self { algorithm, secret })
    }

    /// How it signs.
    pub fn algorithm(&self) -> SigningAlgorithm {
        self.algorithm
    }

    /// The public half as a JWK (RFC 7517), named by its thumbprint (RFC 7638).
    pub fn public(&self) -> Value {
        // The members in the order of the thumbprint.
        let mut key = match &self.secret {
            Secret::Ec(key, _) => {
                let point = key.verifying_key().to_sec1_point(false);
                let (x, y) = point.as_bytes()[1..].split_at(32);
                json!({ "crv": "P-256", "kty": "EC", "x": base64url(x), "y": base64url(y) })
            }
            Secret::Rsa(key, _) => json!({
                "e": base64url(&key.e().to_bytes_be()), "kty": "RSA", "n": base64url(&key.n().to_bytes_be()),
            }),
        };
        let thumbprint = base64url(digest(&SHA256, key.to_string().as_bytes()).as_ref());
        key["kid"] = thumbprint.into();
        key["use"] = "sig".into();
        key["alg"] = self.algorithm.as_str().into();
        key
    }

    /// An assertion that we are `client_id`, for the token endpoint `audience`, good once and for a minute.
    pub fn assertion(
        &self,
        client_id: &str,
        audience: &str,
        now: Timestamp,
        entropy: &dyn Entropy,
    ) -> SecretString {
        let public = self.public();
        let header = json!({ "alg": self.algorithm, "kid": public["kid"], "typ": "JWT" });
        let claims = json!({
            "iss": client_id,
            "sub": client_id,
            "aud": audience,
            "jti": entropy.token().expose(),
            "iat": now.as_secs(),
            "exp": now.plus(VALID_FOR).as_secs(),
        });
        let [header, claims] = [header, claims].map(|part| base64url(part.to_string().as_bytes()));
        let signed = format!("{header}.{claims}");
        let signature = self.sign(signed.as_bytes());
        format!("{signed}.{}", base64url(&signature)).into()
    }

    /// The signature of a message, in the form of RFC 7518 §3.
    ///
    /// # Panics
    /// If the operating system gives no random bytes.
    pub(crate) fn sign(&self, message: &[u8]) -> Vec<u8> {
        let random = for_signatures();
        let rsa = |key: &RsaKeyPair, padding: &'static dyn RsaEncoding| {
            let mut signature = vec![0; key.public().modulus_len()];
            let signed = key.sign(padding, &random, message, &mut signature);
            signed.map(|()| signature)
        };
        let signature = match (&self.secret, self.algorithm) {
            (Secret::Ec(_, key), _) => key
                .sign(&random, message)
                .map(|signature| signature.as_ref().to_vec()),
            (Secret::Rsa(_, key), SigningAlgorithm::Ps256) => rsa(key, &RSA_PSS_SHA256),
            (Secret::Rsa(_, key), _) => rsa(key, &RSA_PKCS1_SHA256),
        };
        signature.expect("the operating system gives random bytes")
    }
}

/// A scalar between 1 and the group's order: nearly every 32 bytes are one.
fn new_ec_key(entropy: &dyn Entropy) -> SigningKey {
    loop {
        let mut bytes = secrecy::zeroize::Zeroizing::new([0; 32]);
        entropy.fill(bytes.as_mut());
        if let Ok(key) = SigningKey::from_slice(bytes.as_ref()) {
            return key;
        }
    }
}

fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Our randomness as the library for RSA asks for it.
struct Random<'a>(&'a dyn Entropy);

impl RngCore for Random<'_> {
    fn next_u32(&mut self) -> u32 {
        let mut bytes = [0; 4];
        self.0.fill(&mut bytes);
        u32::from_le_bytes(bytes)
    }

    fn next_u64(&mut self) -> u64 {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        u64::from_le_bytes(bytes)
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        self.0.fill(bytes);
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), rsa::rand_core::Error> {
        self.0.fill(bytes);
        Ok(())
    }
}

impl CryptoRng for Random<'_> {}
