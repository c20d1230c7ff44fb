//! A signed token, taken apart and checked against the keys of whoever should have made it (RFC 7515, RFC 7519).
//!
//! `openidconnect` gives every standard claim its type before it checks anything, so that a telephone number that is a
//! list would fail a sign-in. Here claims stay as they were signed, and each check reads the ones that it needs.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::time::{Span, Timestamp};
use openidconnect::{
    JsonWebKey,
    core::{CoreJsonWebKey, CoreJsonWebKeySet, CoreJsonWebKeyUse, CoreJwsSigningAlgorithm as Algorithm},
};
use serde::Deserialize;
use serde_json::{Map, Value};

/// How far two clocks may differ.
pub const LEEWAY: Span = Span::seconds(60);
/// Tokens come straight from the provider, so an old one is a wrong one.
pub(crate) const OLDEST: Span = Span::minutes(10);

/// Why a token is not the provider's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum JwsFault {
    /// Not a signed JWT of JSON claims.
    Malformed,
    /// `alg` is not among those that the provider announces and Portico accepts; never `none`, never HMAC.
    Algorithm,
    /// No key of the provider fits.
    UnknownKey,
    /// The signature is wrong.
    Signature,
}

/// The JOSE header, as far as it matters (RFC 7515 section 4.1).
#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    typ: Option<String>,
    crit: Option<Value>,
}

/// A token that was taken apart and not yet believed.
pub(crate) struct Jws<'a> {
    header: Header,
    message: &'a str,
    signature: Vec<u8>,
    /// The claims as they were signed.
    pub(crate) claims: Map<String, Value>,
}

/// The key that verified a token, and how.
pub(crate) struct SignedBy<'k> {
    pub(crate) algorithm: Algorithm,
    pub(crate) key: &'k CoreJsonWebKey,
}

impl<'a> Jws<'a> {
    /// Takes a compact JWS apart (RFC 7515 section 7.1).
    pub(crate) fn parse(token: &'a str) -> Result<Self, JwsFault> {
        const MALFORMED: JwsFault = JwsFault::Malformed;
        let (message, signature) = token.rsplit_once('.').ok_or(MALFORMED)?;
        let (header, payload) = message.split_once('.').ok_or(MALFORMED)?;
        let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).map_err(|_| MALFORMED);
        let header: Header = serde_json::from_slice(&decode(header)?).map_err(|_| MALFORMED)?;
        if header.crit.is_some() {
            return Err(MALFORMED);
        }
        Ok(Self {
            header,
            message,
            signature: decode(signature)?,
            claims: serde_json::from_slice(&decode(payload)?).map_err(|_| MALFORMED)?,
        })
    }

    /// What kind of token it says that it is (RFC 7515 section 4.1.9): lower case, without `application/`.
    pub(crate) fn kind(&self) -> String {
        let kind = self.header.typ.as_deref().unwrap_or("JWT").to_ascii_lowercase();
        kind.strip_prefix("application/").unwrap_or(&kind).to_owned()
    }

    /// Checks the signature with the keys that the header names; any of them may have made it.
    pub(crate) fn signed<'k>(
        &self,
        announced: &[String],
        keys: &'k CoreJsonWebKeySet,
    ) -> Result<SignedBy<'k>, JwsFault> {
        let announced = announced.contains(&self.header.alg);
        let algorithm = accepted_algorithm(&self.header.alg)
            .filter(|_| announced)
            .ok_or(JwsFault::Algorithm)?;
        let fits = |key: &&CoreJsonWebKey| {
            let named = key.key_id().map(|id| id.as_str()) == self.header.kid.as_deref();
            key.key_use() != Some(&CoreJsonWebKeyUse::Encryption) && (self.header.kid.is_none() || named)
        };
        let mut fitting = keys.keys().iter().filter(fits).peekable();
        if fitting.peek().is_none() {
            return Err(JwsFault::UnknownKey);
        }
        let verifies = |key: &&CoreJsonWebKey| {
            key.verify_signature(&algorithm, self.message.as_bytes(), &self.signature)
                .is_ok()
        };
        let key = fitting.find(verifies).ok_or(JwsFault::Signature)?;
        Ok(SignedBy { algorithm, key })
    }

    /// A claim that is text.
    pub(crate) fn text(&self, claim: &str) -> Option<&str> {
        self.claims.get(claim)?.as_str()
    }

    /// Everybody whom the token is for: `aud` is one text or a list.
    pub(crate) fn audiences(&self) -> &[Value] {
        match self.claims.get("aud") {
            Some(Value::Array(many)) => many,
            Some(one) => std::slice::from_ref(one),
            None => &[],
        }
    }

    /// A NumericDate (RFC 7519 section 2); it may have a fraction.
    pub(crate) fn moment(&self, claim: &str) -> Option<Timestamp> {
        let seconds = self.claims.get(claim)?.as_f64()?;
        // The cast saturates, and so does arithmetic with moments.
        Some(Timestamp::from_secs(seconds.floor() as i64))
    }

    /// Whether `exp` is there and has not passed.
    pub(crate) fn is_unexpired(&self, now: Timestamp) -> bool {
        self.moment("exp")
            .is_some_and(|expires| now < expires.plus(LEEWAY))
    }

    /// Whether `nbf`, if it is there, lies behind us (RFC 7519 §4.1.5).
    pub(crate) fn has_begun(&self, now: Timestamp) -> bool {
        let begins = self.moment("nbf");
        begins.map_or(!self.claims.contains_key("nbf"), |begins| {
            now >= begins.minus(LEEWAY)
        })
    }

    /// Whether `iat` is there, recent, and does not lie ahead.
    pub(crate) fn is_recent(&self, now: Timestamp) -> bool {
        let age = self.moment("iat").map(|issued| now.since(issued));
        age.is_some_and(|age| age <= OLDEST && age >= Span::millis(-LEEWAY.as_millis()))
    }
}

/// The accepted algorithm of this name: asymmetric ones only.
pub(crate) fn accepted_algorithm(name: &str) -> Option<Algorithm> {
    Some(match name {
        "RS256" => Algorithm::RsaSsaPkcs1V15Sha256,
        "RS384" => Algorithm::RsaSsaPkcs1V15Sha384,
        "RS512" => Algorithm::RsaSsaPkcs1V15Sha512,
        "PS256" => Algorithm::RsaSsaPssSha256,
        "PS384" => Algorithm::RsaSsaPssSha384,
        "PS512" => Algorithm::RsaSsaPssSha512,
        "ES256" => Algorithm::EcdsaP256Sha256,
        "ES384" => Algorithm::EcdsaP384Sha384,
        // Of its curves there are only keys of Ed25519 here, which RFC 9864 §2.2 names by itself.
        "EdDSA" | "Ed25519" => Algorithm::EdDsa,
        _ => return None,
    })
}

/// Whether a text of a token can be stored and compared: 1 to 255 octets, no control characters.
pub(crate) fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.len() <= 255 && !text.chars().any(char::is_control)
}
