//! ID tokens (OpenID Connect Core 1.0 §2).

use super::{subject::subject, userinfo::claims};
use crate::{signing::half_hash, state::Portico};
use domain::{
    clients::{Acr, Claim, Scopes},
    ids::CustomerId,
    sessions::UNTOLD,
    time::{Span, Timestamp},
};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use storage::{clients::Client, customers::Customer};

/// How long an ID token is valid: it is read at once.
const VALID_FOR: Span = Span::minutes(15);

/// What an ID token tells of a sign-in.
pub struct SignIn<'a> {
    /// When the person authenticated.
    pub auth_time: Timestamp,
    /// How, words with spaces between.
    pub amr: &'a str,
    /// The session's name for clients; none when it is over.
    pub sid: Option<&'a str>,
    /// The `nonce` of the request.
    pub nonce: Option<&'a str>,
}

/// What comes beside it, which it is bound to.
#[derive(Clone, Copy, Default)]
pub struct Beside<'a> {
    /// An access token.
    pub token: Option<&'a str>,
    /// A code.
    pub code: Option<&'a str>,
}

/// Claims about the sign-in that are told where they are known: `auth_time`, `amr`, `acr`. The classes are `1` for one
/// factor and `2` for two.
pub fn about(sign_in: &SignIn<'_>) -> Map<String, Value> {
    let mut claims = Map::new();
    if sign_in.auth_time != UNTOLD {
        claims.insert("auth_time".to_owned(), sign_in.auth_time.as_secs().into());
    }
    let amr: Vec<&str> = sign_in.amr.split_whitespace().collect();
    claims.insert("acr".to_owned(), Acr::of(sign_in.amr).as_str().into());
    if !amr.is_empty() {
        claims.insert("amr".to_owned(), amr.into());
    }
    claims
}

/// What an ID token tells of the person beside `sub`: the claims that the request named for it and, where no access
/// token opens them, those of the scopes (§5.4).
pub fn personal(
    customer: &Customer,
    scopes: &Scopes,
    named: &BTreeSet<Claim>,
    beside: Beside<'_>,
) -> Map<String, Value> {
    match beside {
        Beside {
            token: None,
            code: None,
        } => claims(customer, scopes, named),
        _ => claims(customer, &Scopes::NONE, named),
    }
}

/// The claims of an ID token for this client, yet to be signed by [`super::keys::signing`].
pub fn id_token(
    portico: &Portico,
    client: &Client,
    (customer_id, mut told): (CustomerId, Map<String, Value>),
    sign_in: &SignIn<'_>,
    beside: Beside<'_>,
) -> Value {
    let now = portico.now();
    told.append(&mut about(sign_in));
    let sub = subject(portico, client.sector_identifier.as_deref(), customer_id);
    let fixed = [
        ("iss", json!(portico.config.server.public_url.origin())),
        ("sub", json!(sub)),
        ("aud", json!(client.id.to_string())),
        ("azp", json!(client.id.to_string())),
        ("iat", json!(now.as_secs())),
        ("exp", json!(now.plus(VALID_FOR).as_secs())),
    ];
    told.extend(fixed.map(|(name, value)| (name.to_owned(), value)));
    let half = |value: &str| half_hash(client.id_token_algorithm, value);
    let known = [
        ("nonce", sign_in.nonce.map(str::to_owned)),
        ("sid", sign_in.sid.map(str::to_owned)),
        ("at_hash", beside.token.map(half)),
        ("c_hash", beside.code.map(half)),
    ];
    let known = known
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?.into())));
    told.extend(known);
    Value::Object(told)
}
