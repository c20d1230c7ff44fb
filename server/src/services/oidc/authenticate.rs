//! Who a client is (RFC 6749 §2.3, OpenID Connect Core 1.0 §9).

use super::super::{
    Outcome,
    throttles::{self, Action},
};
use crate::{crypto::sha256_hex, providers::jws::Jws, state::Portico};
use app::api::visit::Visit;
use domain::{
    clients::TokenFault,
    ids::ClientId,
    providers::ClientAuth,
    time::{Span, Timestamp},
};
use openidconnect::core::CoreJsonWebKeySet;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use storage::clients::{self, Client, assertions};

/// What a client shows, before anybody has looked whether it is right.
#[derive(Debug)]
pub enum Shown {
    /// Id and secret in the `Authorization` header.
    Basic(String, SecretString),
    /// Id and secret in the body.
    Post(String, SecretString),
    /// A signed assertion in the body, with the id beside it if the client says it.
    Assertion(Option<String>, SecretString),
    /// The id alone: a client without a secret.
    Id(String),
}

/// Where a client shows who it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Endpoint {
    /// Where it pushes a request: an assertion may be meant for that endpoint, too (RFC 9126 §2).
    Par,
    /// At any other: an assertion is meant for the token endpoint, or for us as a whole.
    Other,
}

/// How long an assertion may be valid at most: its `jti` is remembered for that time.
const LONGEST_ASSERTION: Span = Span::hours(1);

/// The client, if it is active and shows what it registered, in the way that it registered. A wrong one costs a try.
pub async fn authenticate(
    portico: &Portico,
    visit: &Visit,
    shown: &Shown,
    at: Endpoint,
) -> Outcome<Result<Client, TokenFault>> {
    let named = named(shown).unwrap_or_default();
    let known = match named.parse::<ClientId>() {
        Ok(id) => {
            let mut conn = portico.database.read().await?;
            clients::with_secrets(&mut conn, id, portico.now()).await?
        }
        Err(_) => None,
    };
    if let Some((client, open)) = known.filter(|(client, _)| client.active) {
        let known = |secret: &SecretString| open.contains(&sha256_hex(secret.expose_secret().as_bytes()));
        let right = match (client.auth_method, shown) {
            (ClientAuth::ClientSecretBasic, Shown::Basic(_, secret))
            | (ClientAuth::ClientSecretPost, Shown::Post(_, secret)) => known(secret),
            (ClientAuth::PrivateKeyJwt, Shown::Assertion(_, assertion)) => {
                let us = us(portico, at);
                asserted(portico, &client, assertion.expose_secret(), &us).await?
            }
            (ClientAuth::None, Shown::Id(_)) => true,
            _ => false,
        };
        if right {
            return Ok(Ok(client));
        }
    }
    let left = throttles::allow(portico, visit, Action::ClientAuthentication, &named).await?;
    Ok(Err(match left {
        true => TokenFault::AuthenticationWrong,
        false => TokenFault::TooManyTries,
    }))
}

/// Counts what a client without a secret has us write: anybody can say that they are such a one. One with a secret has
/// shown who it is, and speaks for all of its people from one address.
pub async fn allow(
    portico: &Portico,
    visit: &Visit,
    client: &Client,
    action: Action,
) -> Outcome<Result<(), TokenFault>> {
    if client.auth_method != ClientAuth::None {
        return Ok(Ok(()));
    }
    let allowed = throttles::allow(portico, visit, action, &client.id.to_string()).await?;
    Ok(if allowed {
        Ok(())
    } else {
        Err(TokenFault::TooManyTries)
    })
}

/// The id that a client shows. An assertion says it itself; whether that is true is looked at later.
fn named(shown: &Shown) -> Option<String> {
    match shown {
        Shown::Basic(id, _) | Shown::Post(id, _) | Shown::Id(id) => Some(id.clone()),
        Shown::Assertion(beside, assertion) => {
            let token = Jws::parse(assertion.expose_secret()).ok()?;
            let own = token.text("sub")?;
            let agrees = beside.as_deref().is_none_or(|beside| beside == own);
            agrees.then(|| own.to_owned())
        }
    }
}

/// What an assertion may name us by.
fn us(portico: &Portico, at: Endpoint) -> Vec<String> {
    let url = &portico.config.server.public_url;
    let us = [url.origin().to_owned(), url.join("/oauth2/v1/token")];
    let pushed = (at == Endpoint::Par).then(|| url.join("/oauth2/v1/par"));
    us.into_iter().chain(pushed).collect()
}

/// Whether an assertion is this client's, for us, in time, and not shown before (RFC 7523 §3).
async fn asserted(portico: &Portico, client: &Client, assertion: &str, us: &[String]) -> Outcome<bool> {
    let keys = client
        .public_keys
        .clone()
        .map(|set| serde_json::from_value::<CoreJsonWebKeySet>(by_older_names(set)));
    let (Some(Ok(keys)), Ok(token)) = (keys, Jws::parse(assertion)) else {
        return Ok(false);
    };
    let now = portico.now();
    let Some(jti) = vouches(&token, &client.id.to_string(), us, &keys, now) else {
        return Ok(false);
    };
    let mut tx = portico.database.begin().await?;
    let until = now.plus(LONGEST_ASSERTION).plus(crate::providers::LEEWAY);
    let first = assertions::take(&mut tx, client.id, &sha256_hex(jti.as_bytes()), until).await?;
    tx.commit().await?;
    Ok(first)
}

/// A key set in which a key of Ed25519 names its algorithm as the library knows it: RFC 9864 §2.2 has a newer name.
fn by_older_names(mut set: serde_json::Value) -> serde_json::Value {
    let keys = set.get_mut("keys").and_then(serde_json::Value::as_array_mut);
    for key in keys.into_iter().flatten() {
        if key.get("alg").is_some_and(|name| name == "Ed25519") {
            key["alg"] = "EdDSA".into();
        }
    }
    set
}

/// The `jti` of an assertion that says of this client, to one of these audiences and in time, who it is (RFC 7523 §3).
pub(crate) fn vouches<'t>(
    token: &'t Jws<'_>,
    id: &str,
    us: &[String],
    keys: &CoreJsonWebKeySet,
    now: Timestamp,
) -> Option<&'t str> {
    let to_us = |audience: &Value| us.iter().any(|own| audience.as_str() == Some(own));
    let lasts = token.moment("exp").map(|expires| expires.since(now));
    let right = token.text("iss") == Some(id)
        && token.text("sub") == Some(id)
        && token.audiences().iter().any(to_us)
        && token.is_unexpired(now)
        && token.has_begun(now)
        && lasts.is_some_and(|lasts| lasts <= LONGEST_ASSERTION)
        && token.signed(&TAKEN.map(str::to_owned), keys).is_ok();
    let jti = token.text("jti").filter(|_| right)?;
    (!jti.is_empty() && jti.len() <= 255).then_some(jti)
}

/// Algorithms of assertions: asymmetric ones, as discovery announces them.
pub const TAKEN: [&str; 5] = ["RS256", "PS256", "ES256", "Ed25519", "EdDSA"];
