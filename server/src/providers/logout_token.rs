//! The logout token of a provider, fully checked (OpenID Connect Back-Channel Logout 1.0, sections 2.4 and 2.6).

use domain::time::Timestamp;
use openidconnect::core::CoreJsonWebKeySet;
use serde_json::Value;

use super::{
    config::ProviderConfig,
    discovery::Metadata,
    jws::{Jws, JwsFault, LEEWAY, OLDEST, is_plain},
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

/// A token that was taken apart and not yet believed.
pub(crate) struct Unchecked<'a>(Jws<'a>);

impl From<JwsFault> for LogoutTokenFault {
    fn from(fault: JwsFault) -> Self {
        match fault {
            JwsFault::Malformed => Self::Malformed,
            JwsFault::Algorithm => Self::Algorithm,
            JwsFault::UnknownKey => Self::UnknownKey,
            JwsFault::Signature => Self::Signature,
        }
    }
}

impl<'a> Unchecked<'a> {
    /// Takes the token apart.
    pub(crate) fn parse(token: &'a str) -> Result<Self, LogoutTokenFault> {
        if token.len() > LONGEST {
            return Err(LogoutTokenFault::Malformed);
        }
        Ok(Self(Jws::parse(token)?))
    }

    /// Checks kind and signature, then the claims.
    pub(crate) fn check(
        &self,
        config: &ProviderConfig,
        metadata: &Metadata,
        keys: &CoreJsonWebKeySet,
        now: Timestamp,
    ) -> Result<LogoutToken, LogoutTokenFault> {
        self.kind()?;
        self.0.signed(&metadata.algorithms, keys)?;
        self.speaks_to(config)?;
        if !self.0.is_unexpired(now) {
            return Err(LogoutTokenFault::Expired);
        }
        if !self.0.is_recent(now) {
            return Err(LogoutTokenFault::IssuedAt);
        }
        self.is_logout()?;
        let subject = self.name("sub")?;
        let sid = self.name("sid")?;
        if subject.is_none() && sid.is_none() {
            return Err(LogoutTokenFault::Subject);
        }
        let jti = self.0.text("jti").filter(|jti| is_plain(jti));
        Ok(LogoutToken {
            subject,
            sid,
            jti: jti.ok_or(LogoutTokenFault::TokenId)?.to_owned(),
            spent_at: now.plus(LEEWAY).plus(OLDEST),
        })
    }

    /// `logout+jwt` is asked for; providers of before the standard was final write `JWT` or nothing.
    fn kind(&self) -> Result<(), LogoutTokenFault> {
        if matches!(&*self.0.kind(), "logout+jwt" | "jwt") {
            Ok(())
        } else {
            Err(LogoutTokenFault::Type)
        }
    }

    fn speaks_to(&self, config: &ProviderConfig) -> Result<(), LogoutTokenFault> {
        if self.0.text("iss") != Some(config.issuer.as_str()) {
            return Err(LogoutTokenFault::Issuer);
        }
        let is_us = |value: &Value| value.as_str() == Some(config.client_id.as_str());
        if self.0.audiences().iter().any(is_us) {
            Ok(())
        } else {
            Err(LogoutTokenFault::Audience)
        }
    }

    fn is_logout(&self) -> Result<(), LogoutTokenFault> {
        let event = self.0.claims.get("events").and_then(|events| events.get(EVENT));
        if !event.is_some_and(Value::is_object) {
            return Err(LogoutTokenFault::Events);
        }
        if self.0.claims.contains_key("nonce") {
            return Err(LogoutTokenFault::Nonce);
        }
        Ok(())
    }

    fn name(&self, claim: &str) -> Result<Option<String>, LogoutTokenFault> {
        match self.0.claims.get(claim) {
            None => Ok(None),
            Some(Value::String(name)) if is_plain(name) => Ok(Some(name.clone())),
            Some(_) => Err(LogoutTokenFault::Subject),
        }
    }
}
