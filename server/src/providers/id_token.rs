//! The ID token, fully checked (Core sections 3.1.3.7 and 3.1.3.8).
//!
//! `openidconnect` checks shape, `iss`, `aud`, algorithm, signature, `exp` and `nonce`. It leaves `azp`, `iat`,
//! `auth_time`, `at_hash` and the form of `sub` to its caller: they are here.

use std::time::{Duration, UNIX_EPOCH};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::time::{Span, Timestamp};
use openidconnect::{
    AccessToken, AccessTokenHash, ClaimsVerificationError, ClientId, IssuerUrl, Nonce,
    SignatureVerificationError,
    core::{
        CoreIdToken, CoreIdTokenClaims, CoreIdTokenVerifier, CoreJsonWebKeySet,
        CoreJwsSigningAlgorithm as Alg,
    },
};
use serde_json::{Map, Value};

use super::{
    callback::{BadAnswer, Expected},
    config::ProviderConfig,
    discovery::Metadata,
};

/// How far two clocks may differ.
pub(super) const LEEWAY: Span = Span::seconds(60);
/// An ID token comes straight from the token endpoint, and a logout token straight from the provider, so an old one is
/// a wrong one.
pub(super) const OLDEST: Span = Span::minutes(10);

/// The accepted algorithm of this name: asymmetric ones only.
pub(super) fn accepted_algorithm(name: &str) -> Option<Alg> {
    Some(match name {
        "RS256" => Alg::RsaSsaPkcs1V15Sha256,
        "RS384" => Alg::RsaSsaPkcs1V15Sha384,
        "RS512" => Alg::RsaSsaPkcs1V15Sha512,
        "PS256" => Alg::RsaSsaPssSha256,
        "PS384" => Alg::RsaSsaPssSha384,
        "PS512" => Alg::RsaSsaPssSha512,
        "ES256" => Alg::EcdsaP256Sha256,
        "ES384" => Alg::EcdsaP384Sha384,
        "EdDSA" => Alg::EdDsa,
        _ => return None,
    })
}

/// Everything that a token is checked against.
pub(super) struct Check<'a> {
    pub(super) config: &'a ProviderConfig,
    pub(super) metadata: &'a Metadata,
    pub(super) expected: &'a Expected,
    pub(super) access_token: &'a AccessToken,
    pub(super) now: Timestamp,
}

/// What a checked token says.
pub(super) struct Checked {
    pub(super) subject: String,
    pub(super) claims: Map<String, Value>,
    pub(super) sid: Option<String>,
    pub(super) auth_time: Option<Timestamp>,
    pub(super) amr: Vec<String>,
}

impl Check<'_> {
    /// Checks `token` against `keys`.
    pub(super) fn run(&self, token: &CoreIdToken, keys: &CoreJsonWebKeySet) -> Result<Checked, BadAnswer> {
        let verifier = self.verifier(keys)?;
        let nonce = Nonce::new(self.expected.nonce.clone());
        let verified = token.claims(&verifier, &nonce).map_err(|error| kind(&error))?;
        self.authorized_party(verified)?;
        self.issued_at(verified)?;
        let auth_time = self.auth_time(verified)?;
        self.access_token_hash(token, &verifier, verified)?;
        let subject = subject(verified.subject().as_str())?;
        let claims = payload(token).ok_or(BadAnswer::Malformed)?;
        let sid = claims
            .get("sid")
            .and_then(Value::as_str)
            .filter(|sid| is_plain(sid))
            .map(str::to_owned);
        let amr = verified
            .auth_method_refs()
            .into_iter()
            .flatten()
            .map(|method| method.to_string())
            .filter(|method| is_plain(method))
            .collect();
        Ok(Checked {
            subject,
            claims,
            sid,
            auth_time,
            amr,
        })
    }

    /// The library's verifier of a public client, so that no HMAC is ever accepted, with our clock.
    fn verifier(&self, keys: &CoreJsonWebKeySet) -> Result<CoreIdTokenVerifier<'static>, BadAnswer> {
        let issuer = IssuerUrl::new(self.config.issuer.clone()).map_err(|_| BadAnswer::Discovery)?;
        let client_id = ClientId::new(self.config.client_id.clone());
        let algorithms = self
            .metadata
            .algorithms
            .iter()
            .filter_map(|name| accepted_algorithm(name));
        let millis = u64::try_from(self.now.minus(LEEWAY).as_millis()).unwrap_or(0);
        let clock = UNIX_EPOCH + Duration::from_millis(millis);
        Ok(
            CoreIdTokenVerifier::new_public_client(client_id, issuer, keys.clone())
                .set_allowed_algs(algorithms)
                .set_time_fn(move || clock.into())
                // Several audiences are in order if `azp` says that the token was made for us: see below.
                .set_other_audience_verifier_fn(|_| true),
        )
    }

    fn authorized_party(&self, claims: &CoreIdTokenClaims) -> Result<(), BadAnswer> {
        let right = match claims.authorized_party() {
            Some(party) => party.as_str() == self.config.client_id,
            None => claims.audiences().len() == 1,
        };
        if right {
            Ok(())
        } else {
            Err(BadAnswer::AuthorizedParty)
        }
    }

    fn issued_at(&self, claims: &CoreIdTokenClaims) -> Result<(), BadAnswer> {
        let age = self
            .now
            .since(Timestamp::from_millis(claims.issue_time().timestamp_millis()));
        if age < Span::millis(-LEEWAY.as_millis()) || age > OLDEST {
            return Err(BadAnswer::IssuedAt);
        }
        Ok(())
    }

    fn auth_time(&self, claims: &CoreIdTokenClaims) -> Result<Option<Timestamp>, BadAnswer> {
        let auth_time = claims
            .auth_time()
            .map(|time| Timestamp::from_millis(time.timestamp_millis()));
        let Some(max_age) = self.expected.max_age else {
            return Ok(auth_time);
        };
        let time = auth_time.ok_or(BadAnswer::AuthTime)?;
        let (earliest, latest) = (self.now.minus(max_age).minus(LEEWAY), self.now.plus(LEEWAY));
        if time < earliest || time > latest {
            return Err(BadAnswer::AuthTime);
        }
        Ok(auth_time)
    }

    fn access_token_hash(
        &self,
        token: &CoreIdToken,
        verifier: &CoreIdTokenVerifier<'_>,
        claims: &CoreIdTokenClaims,
    ) -> Result<(), BadAnswer> {
        let Some(announced) = claims.access_token_hash() else {
            return Ok(());
        };
        let algorithm = token.signing_alg().map_err(|_| BadAnswer::Algorithm)?;
        let key = token.signing_key(verifier).map_err(|_| BadAnswer::UnknownKey)?;
        let actual = AccessTokenHash::from_token(self.access_token, algorithm, key)
            .map_err(|_| BadAnswer::AccessTokenHash)?;
        if actual == *announced {
            Ok(())
        } else {
            Err(BadAnswer::AccessTokenHash)
        }
    }
}

/// At most 255 characters (Core section 2); it is stored and compared, so nothing invisible.
fn subject(sub: &str) -> Result<String, BadAnswer> {
    if is_plain(sub) {
        Ok(sub.to_owned())
    } else {
        Err(BadAnswer::Subject)
    }
}

/// Whether a text of the token can be stored and compared: 1 to 255 octets, no control characters.
pub(super) fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.len() <= 255 && !text.chars().any(char::is_control)
}

/// The claims as they were signed, before any type was given to them.
fn payload(token: &CoreIdToken) -> Option<Map<String, Value>> {
    let token = token.to_string();
    let json = URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?).ok()?;
    serde_json::from_slice(&json).ok()
}

fn kind(error: &ClaimsVerificationError) -> BadAnswer {
    use SignatureVerificationError as Signature;
    match error {
        ClaimsVerificationError::Expired(_) => BadAnswer::Expired,
        ClaimsVerificationError::InvalidAudience(_) => BadAnswer::Audience,
        ClaimsVerificationError::InvalidIssuer(_) => BadAnswer::Issuer,
        ClaimsVerificationError::InvalidNonce(_) => BadAnswer::Nonce,
        ClaimsVerificationError::InvalidSubject(_) => BadAnswer::Subject,
        ClaimsVerificationError::SignatureVerification(error) => match error {
            Signature::DisallowedAlg(_) | Signature::UnsupportedAlg(_) | Signature::NoSignature => {
                BadAnswer::Algorithm
            }
            Signature::NoMatchingKey | Signature::AmbiguousKeyId(_) | Signature::InvalidKey(_) => {
                BadAnswer::UnknownKey
            }
            _ => BadAnswer::Signature,
        },
        _ => BadAnswer::Malformed,
    }
}
