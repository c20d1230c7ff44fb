//! The logout token of a provider, fully checked (OpenID Connect Back-Channel Logout 1.0, sections 2.4 and 2.6).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::time::{Span, Timestamp};
use openidconnect::{
    JsonWebKey,
    core::{CoreJsonWebKey, CoreJsonWebKeySet},
};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{
    config::ProviderConfig,
    discovery::Metadata,
    id_token::{LEEWAY, OLDEST, accepted_algorithm, is_plain},
};

/// The member of `events` that makes a token a logout token.
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";
/// Longest token that is read.
const LONGEST: usize = 16 * 1024;

/// Whose sessions a checked token ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogoutToken {
    /// The person, as the provider knows them.
    pub subject: Option<String>,
    /// The provider's session; where it is named, no other ends.
    pub sid: Option<String>,
    /// Names the token: it is carried out once.
    pub jti: String,
    /// From then on the token is too old, whatever it says.
    pub spent_at: Timestamp,
}

/// Which check failed: one variant for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogoutTokenFault {
    /// Not a signed JWT, or a claim of another type than the standard's.
    Malformed,
    /// `typ` names another kind of token.
    Type,
    /// `alg` is not among those that the provider announces and Portico accepts; never `none`, never HMAC.
    Algorithm,
    /// No key of the provider fits.
    UnknownKey,
    /// The signature is wrong.
    Signature,
    /// `iss` is not this provider.
    Issuer,
    /// `aud` does not name us.
    Audience,
    /// `exp` has passed, or is missing.
    Expired,
    /// `iat` is old, lies ahead, or is missing.
    IssuedAt,
    /// `jti` is missing.
    TokenId,
    /// `events` has no member for a logout, or one that is no object.
    Events,
    /// Neither `sub` nor `sid`, or one that cannot be compared.
    Subject,
    /// A `nonce`: it is an ID token that somebody passes off as a logout token.
    Nonce,
}

impl LogoutTokenFault {
    /// What the provider's operators read.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Malformed => "the token cannot be read",
            Self::Type => "typ is not logout+jwt",
            Self::Algorithm => "alg is not accepted",
            Self::UnknownKey => "no key fits",
            Self::Signature => "the signature is wrong",
            Self::Issuer => "iss is not this provider",
            Self::Audience => "aud does not name this client",
            Self::Expired => "exp has passed or is missing",
            Self::IssuedAt => "iat is not recent",
            Self::TokenId => "jti is missing",
            Self::Events => "events names no logout",
            Self::Subject => "neither sub nor sid",
            Self::Nonce => "there is a nonce",
        }
    }
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
pub(super) struct Unchecked<'a> {
    header: Header,
    message: &'a str,
    signature: Vec<u8>,
    claims: Map<String, Value>,
}

impl<'a> Unchecked<'a> {
    /// Takes a compact JWS apart (RFC 7515 section 7.1).
    pub(super) fn parse(token: &'a str) -> Result<Self, LogoutTokenFault> {
        const MALFORMED: LogoutTokenFault = LogoutTokenFault::Malformed;
        if token.len() > LONGEST {
            return Err(MALFORMED);
        }
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

    /// Checks kind and signature, then the claims.
    pub(super) fn check(
        &self,
        config: &ProviderConfig,
        metadata: &Metadata,
        keys: &CoreJsonWebKeySet,
        now: Timestamp,
    ) -> Result<LogoutToken, LogoutTokenFault> {
        self.kind()?;
        self.signed(metadata, keys)?;
        self.speaks_to(config)?;
        self.is_recent(now)?;
        self.is_logout()?;
        let subject = self.name("sub")?;
        let sid = self.name("sid")?;
        if subject.is_none() && sid.is_none() {
            return Err(LogoutTokenFault::Subject);
        }
        let jti = self.claims.get("jti").and_then(Value::as_str);
        let jti = jti.filter(|jti| is_plain(jti)).ok_or(LogoutTokenFault::TokenId)?;
        Ok(LogoutToken {
            subject,
            sid,
            jti: jti.to_owned(),
            spent_at: now.plus(LEEWAY).plus(OLDEST),
        })
    }

    /// `logout+jwt` is asked for; providers of before the standard was final write `JWT` or nothing.
    fn kind(&self) -> Result<(), LogoutTokenFault> {
        let kind = self.header.typ.as_deref().unwrap_or("JWT").to_ascii_lowercase();
        let kind = kind.strip_prefix("application/").unwrap_or(&kind);
        if matches!(kind, "logout+jwt" | "jwt") {
            Ok(())
        } else {
            Err(LogoutTokenFault::Type)
        }
    }

    fn signed(&self, metadata: &Metadata, keys: &CoreJsonWebKeySet) -> Result<(), LogoutTokenFault> {
        let announced = metadata.algorithms.contains(&self.header.alg);
        let algorithm = accepted_algorithm(&self.header.alg)
            .filter(|_| announced)
            .ok_or(LogoutTokenFault::Algorithm)?;
        let named = |key: &&CoreJsonWebKey| {
            self.header.kid.is_none() || key.key_id().map(|id| id.as_str()) == self.header.kid.as_deref()
        };
        let mut fitting = keys.keys().iter().filter(named).peekable();
        if fitting.peek().is_none() {
            return Err(LogoutTokenFault::UnknownKey);
        }
        let verifies = |key: &CoreJsonWebKey| {
            key.verify_signature(&algorithm, self.message.as_bytes(), &self.signature)
                .is_ok()
        };
        if fitting.any(verifies) {
            Ok(())
        } else {
            Err(LogoutTokenFault::Signature)
        }
    }

    fn speaks_to(&self, config: &ProviderConfig) -> Result<(), LogoutTokenFault> {
        if self.claims.get("iss").and_then(Value::as_str) != Some(config.issuer.as_str()) {
            return Err(LogoutTokenFault::Issuer);
        }
        let is_us = |value: &Value| value.as_str() == Some(config.client_id.as_str());
        let named = match self.claims.get("aud") {
            Some(Value::Array(many)) => many.iter().any(is_us),
            Some(one) => is_us(one),
            None => false,
        };
        if named {
            Ok(())
        } else {
            Err(LogoutTokenFault::Audience)
        }
    }

    fn is_recent(&self, now: Timestamp) -> Result<(), LogoutTokenFault> {
        let expires = self.moment("exp").ok_or(LogoutTokenFault::Expired)?;
        if now >= expires.plus(LEEWAY) {
            return Err(LogoutTokenFault::Expired);
        }
        let age = self.moment("iat").map(|issued| now.since(issued));
        match age {
            Some(age) if age <= OLDEST && age >= Span::millis(-LEEWAY.as_millis()) => Ok(()),
            _ => Err(LogoutTokenFault::IssuedAt),
        }
    }

    fn is_logout(&self) -> Result<(), LogoutTokenFault> {
        let event = self.claims.get("events").and_then(|events| events.get(EVENT));
        if !event.is_some_and(Value::is_object) {
            return Err(LogoutTokenFault::Events);
        }
        if self.claims.contains_key("nonce") {
            return Err(LogoutTokenFault::Nonce);
        }
        Ok(())
    }

    /// A NumericDate (RFC 7519 section 2); it may have a fraction.
    fn moment(&self, claim: &str) -> Option<Timestamp> {
        let seconds = self.claims.get(claim)?.as_f64()?;
        // The cast saturates, and so does arithmetic with moments.
        Some(Timestamp::from_secs(seconds.floor() as i64))
    }

    fn name(&self, claim: &str) -> Result<Option<String>, LogoutTokenFault> {
        match self.claims.get(claim) {
            None => Ok(None),
            Some(Value::String(name)) if is_plain(name) => Ok(Some(name.clone())),
            Some(_) => Err(LogoutTokenFault::Subject),
        }
    }
}
