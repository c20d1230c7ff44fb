//! The ID token, fully checked (Core sections 3.1.3.7 and 3.1.3.8).

use domain::time::Timestamp;
use openidconnect::{AccessToken, AccessTokenHash, core::CoreJsonWebKeySet};
use serde_json::{Map, Value};

use super::{
    callback::{BadAnswer, Expected},
    config::ProviderConfig,
    discovery::Metadata,
    jws::{Jws, JwsFault, LEEWAY, SignedBy, is_plain},
};

/// Everything that a token is checked against.
pub(crate) struct Check<'a> {
    pub(crate) config: &'a ProviderConfig,
    pub(crate) metadata: &'a Metadata,
    pub(crate) expected: &'a Expected,
    pub(crate) access_token: &'a AccessToken,
    pub(crate) now: Timestamp,
}

/// What a checked token says.
pub(crate) struct Checked {
    pub(crate) subject: String,
    pub(crate) claims: Map<String, Value>,
    pub(crate) sid: Option<String>,
    pub(crate) auth_time: Option<Timestamp>,
    pub(crate) amr: Vec<String>,
}

impl From<JwsFault> for BadAnswer {
    fn from(fault: JwsFault) -> Self {
        match fault {
            JwsFault::Malformed => Self::Malformed,
            JwsFault::Algorithm => Self::Algorithm,
            JwsFault::UnknownKey => Self::UnknownKey,
            JwsFault::Signature => Self::Signature,
        }
    }
}

impl Check<'_> {
    /// Checks `token` against `keys`, in the order that the rehearsal tells.
    pub(crate) fn run(&self, token: &Jws<'_>, keys: &CoreJsonWebKeySet) -> Result<Checked, BadAnswer> {
        self.speaks_to_us(token)?;
        let by = token.signed(&self.metadata.algorithms, keys)?;
        if !token.is_unexpired(self.now) {
            return Err(BadAnswer::Expired);
        }
        if token.text("nonce") != Some(self.expected.nonce.as_str()) {
            return Err(BadAnswer::Nonce);
        }
        self.authorized_party(token)?;
        if !token.is_recent(self.now) {
            return Err(BadAnswer::IssuedAt);
        }
        let auth_time = self.auth_time(token)?;
        self.access_token_hash(token, &by)?;
        // It is stored and compared, so nothing invisible (Core section 2: at most 255 characters).
        let subject = token.text("sub").filter(|sub| is_plain(sub));
        Ok(Checked {
            subject: subject.ok_or(BadAnswer::Subject)?.to_owned(),
            claims: token.claims.clone(),
            sid: token.text("sid").filter(|sid| is_plain(sid)).map(str::to_owned),
            auth_time,
            amr: methods(token),
        })
    }

    fn speaks_to_us(&self, token: &Jws<'_>) -> Result<(), BadAnswer> {
        if token.text("iss") != Some(self.config.issuer.as_str()) {
            return Err(BadAnswer::Issuer);
        }
        let is_us = |audience: &Value| audience.as_str() == Some(self.config.client_id.as_str());
        if token.audiences().iter().any(is_us) {
            Ok(())
        } else {
            Err(BadAnswer::Audience)
        }
    }

    /// Several audiences are in order if `azp` says that the token was made for us.
    fn authorized_party(&self, token: &Jws<'_>) -> Result<(), BadAnswer> {
        let right = match token.claims.get("azp") {
            Some(party) => party.as_str() == Some(self.config.client_id.as_str()),
            None => token.audiences().len() == 1,
        };
        if right {
            Ok(())
        } else {
            Err(BadAnswer::AuthorizedParty)
        }
    }

    fn auth_time(&self, token: &Jws<'_>) -> Result<Option<Timestamp>, BadAnswer> {
        let auth_time = token.moment("auth_time");
        let Some(max_age) = self.expected.max_age else {
            return Ok(auth_time);
        };
        if self.expected.untold && !token.claims.contains_key("auth_time") {
            return Ok(None);
        }
        let time = auth_time.ok_or(BadAnswer::AuthTime)?;
        let (earliest, latest) = (self.now.minus(max_age).minus(LEEWAY), self.now.plus(LEEWAY));
        if time < earliest || time > latest {
            return Err(BadAnswer::AuthTime);
        }
        Ok(auth_time)
    }

    fn access_token_hash(&self, token: &Jws<'_>, by: &SignedBy<'_>) -> Result<(), BadAnswer> {
        let Some(announced) = token.claims.get("at_hash") else {
            return Ok(());
        };
        let actual = AccessTokenHash::from_token(self.access_token, &by.algorithm, by.key)
            .map_err(|_| BadAnswer::AccessTokenHash)?;
        if announced.as_str() == Some(actual.as_str()) {
            Ok(())
        } else {
            Err(BadAnswer::AccessTokenHash)
        }
    }
}

/// How the person proved who they are (RFC 8176); what is no plain text is left out.
fn methods(token: &Jws<'_>) -> Vec<String> {
    let named = token.claims.get("amr").and_then(Value::as_array);
    let plain = |method: &&str| is_plain(method);
    let texts = named.into_iter().flatten().filter_map(Value::as_str);
    texts.filter(plain).map(str::to_owned).collect()
}
