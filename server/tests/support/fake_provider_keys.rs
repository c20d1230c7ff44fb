//! The fake provider's keys: their public half as a JWK set, and ID tokens signed in right and in wrong ways.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    hmac,
    rand::SystemRandom,
    rsa::PublicKeyComponents,
    signature::{
        ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair,
        RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RSA_PSS_2048_8192_SHA256, RSA_PSS_SHA256, RsaKeyPair,
        RsaPublicKeyComponents, UnparsedPublicKey,
    },
};
use serde_json::{Map, Value, json};

/// A 2048-bit RSA key (PKCS #1, DER), made for these tests and used nowhere else: `ring` cannot make one.
const RSA_KEY: &[u8] = include_bytes!("fake_provider_rsa.der");

/// How an ID token is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signing {
    Es256,
    EdDsa,
    /// The same under its name of RFC 9864.
    Ed25519,
    Rs256,
    Ps256,
    /// `alg: none`, no signature.
    None,
    /// HMAC with the client secret.
    Hs256,
    /// ES256 with a key that is not in the set, under the name of one that is.
    Stranger,
    /// ES256 with a key that is not in the set, under a name of its own.
    UnknownKey,
}

/// One key of each kind. The EC and Ed25519 keys change on rotation.
pub struct Keys {
    ec: EcdsaKeyPair,
    ed: Ed25519KeyPair,
    rsa: RsaKeyPair,
    generation: u32,
}

impl Keys {
    pub fn new() -> Self {
        let rsa = RsaKeyPair::from_der(RSA_KEY).unwrap();
        Self {
            ec: ec_key(),
            ed: ed_key(),
            rsa,
            generation: 1,
        }
    }

    pub fn rotate(&mut self) {
        (self.ec, self.ed) = (ec_key(), ed_key());
        self.generation += 1;
    }

    /// The public keys (RFC 7517), with one of a kind that nobody knows.
    pub fn set(&self) -> Value {
        let (x, y) = self.ec.public_key().as_ref()[1..].split_at(32);
        let rsa: PublicKeyComponents<Vec<u8>> = self.rsa.public().into();
        json!({ "keys": [
            { "kty": "FUTURE", "kid": "from-tomorrow" },
            { "kty": "EC", "use": "sig", "crv": "P-256", "kid": self.kid("ec"), "x": base64url(x), "y": base64url(y) },
            { "kty": "OKP", "use": "sig", "crv": "Ed25519", "kid": self.kid("ed"),
              "x": base64url(self.ed.public_key().as_ref()) },
            { "kty": "RSA", "use": "sig", "kid": self.kid("rsa"),
              "n": base64url(&rsa.n),
              "e": base64url(&rsa.e) },
        ]})
    }

    /// A compact JWS (RFC 7515) over `claims`: an ID token.
    pub fn sign(&self, signing: Signing, claims: &Map<String, Value>, client_secret: &str) -> String {
        self.sign_with(signing, &json!({ "typ": "JWT" }), claims, client_secret)
    }

    /// The same with these members of the header, beside `alg` and `kid`.
    pub fn sign_with(
        &self,
        signing: Signing,
        header: &Value,
        claims: &Map<String, Value>,
        client_secret: &str,
    ) -> String {
        let (alg, kid) = match signing {
            Signing::Es256 | Signing::Stranger => ("ES256", self.kid("ec")),
            Signing::UnknownKey => ("ES256", "nobody".to_owned()),
            Signing::EdDsa => ("EdDSA", self.kid("ed")),
            Signing::Ed25519 => ("Ed25519", self.kid("ed")),
            Signing::Rs256 => ("RS256", self.kid("rsa")),
            Signing::Ps256 => ("PS256", self.kid("rsa")),
            Signing::None => ("none", self.kid("ec")),
            Signing::Hs256 => ("HS256", self.kid("ec")),
        };
        let mut header = header.clone();
        header["alg"] = alg.into();
        header["kid"] = kid.into();
        let header = header.to_string();
        let payload = Value::Object(claims.clone()).to_string();
        let input = format!(
            "{}.{}",
            base64url(header.as_bytes()),
            base64url(payload.as_bytes())
        );
        let message = input.as_bytes();
        let signature = match signing {
            Signing::Es256 => self.ec.sign(&random(), message).unwrap().as_ref().to_vec(),
            Signing::Stranger | Signing::UnknownKey => {
                ec_key().sign(&random(), message).unwrap().as_ref().to_vec()
            }
            Signing::EdDsa | Signing::Ed25519 => self.ed.sign(message).as_ref().to_vec(),
            Signing::Rs256 | Signing::Ps256 => {
                let mut signature = vec![0; self.rsa.public().modulus_len()];
                let padding: &dyn ring::signature::RsaEncoding = if signing == Signing::Rs256 {
                    &RSA_PKCS1_SHA256
                } else {
                    &RSA_PSS_SHA256
                };
                self.rsa
                    .sign(padding, &random(), message, &mut signature)
                    .unwrap();
                signature
            }
            Signing::None => Vec::new(),
            Signing::Hs256 => {
                let key = hmac::Key::new(hmac::HMAC_SHA256, client_secret.as_bytes());
                hmac::sign(&key, message).as_ref().to_vec()
            }
        };
        format!("{input}.{}", base64url(&signature))
    }

    fn kid(&self, kind: &str) -> String {
        format!("{kind}-{}", self.generation)
    }
}

/// The claims of a JWS whose signature one of `keys` verifies.
pub fn verified(token: &str, keys: &Value) -> Option<Value> {
    let decoded = |text: &str| URL_SAFE_NO_PAD.decode(text).ok();
    let (signed, signature) = token.rsplit_once('.')?;
    let (header, claims) = signed.split_once('.')?;
    let header: Value = serde_json::from_slice(&decoded(header)?).ok()?;
    let key = keys["keys"]
        .as_array()?
        .iter()
        .find(|key| key["kid"] == header["kid"])?;
    let (message, signature) = (signed.as_bytes(), decoded(signature)?);
    let member = |name: &str| key[name].as_str().and_then(decoded);
    let rsa = |algorithm| {
        let (n, e) = (member("n")?, member("e")?);
        RsaPublicKeyComponents { n, e }
            .verify(algorithm, message, &signature)
            .ok()
    };
    match (header["alg"].as_str()?, key["kty"].as_str()?) {
        ("ES256", "EC") => {
            let point = [&[4][..], &member("x")?, &member("y")?].concat();
            UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point)
                .verify(message, &signature)
                .ok()?;
        }
        ("RS256", "RSA") => rsa(&RSA_PKCS1_2048_8192_SHA256)?,
        ("PS256", "RSA") => rsa(&RSA_PSS_2048_8192_SHA256)?,
        _ => return None,
    }
    serde_json::from_slice(&decoded(claims)?).ok()
}

/// base64url without padding (RFC 7515 section 2).
pub fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn ec_key() -> EcdsaKeyPair {
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random()).unwrap();
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref(), &random()).unwrap()
}

fn ed_key() -> Ed25519KeyPair {
    let pkcs8 = Ed25519KeyPair::generate_pkcs8(&random()).unwrap();
    Ed25519KeyPair::from_pkcs8(pkcs8.as_ref()).unwrap()
}

#[expect(
    clippy::disallowed_methods,
    reason = "the fake provider's keys may differ from run to run"
)]
fn random() -> SystemRandom {
    SystemRandom::new()
}
