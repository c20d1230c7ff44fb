//! What we know of what a request brings: what we signed ourselves, shown to us again as `id_token_hint`, and the name of
//! a client.

use super::super::Outcome;
use super::{keys, subject::subject};
use crate::{providers::jws::Jws, state::Portico};
use domain::{
    clients::{IdTokenAlgorithm, Named},
    ids::{ClientId, CustomerId},
};
use openidconnect::core::CoreJsonWebKeySet;
use serde_json::{Map, Value};
use storage::clients::{self, Client};

/// The claims of an ID token that we gave anybody, an expired one too: it is shown to us again as a hint (OpenID Connect
/// Core 1.0 §3.1.2.1, RP-Initiated Logout 1.0 §2).
pub async fn signed(portico: &Portico, token: &str) -> Outcome<Option<Map<String, Value>>> {
    let keys: Option<CoreJsonWebKeySet> = serde_json::from_value(keys::set(portico).await?).ok();
    let (Some(keys), Ok(token)) = (keys, Jws::parse(token)) else {
        return Ok(None);
    };
    let ours: Vec<String> = IdTokenAlgorithm::ALL.iter().map(ToString::to_string).collect();
    let issuer = portico.config.server.public_url.origin();
    let genuine =
        token.kind() == "jwt" && token.text("iss") == Some(issuer) && token.signed(&ours, &keys).is_ok();
    Ok(genuine.then_some(token.claims))
}

/// What the client with this id is called, if there is one.
pub async fn client_name(portico: &Portico, id: Option<&str>) -> Outcome<Option<String>> {
    let Some(id) = id.and_then(|id| id.parse::<ClientId>().ok()) else {
        return Ok(None);
    };
    let mut conn = portico.database.read().await?;
    let client = clients::by_id(&mut conn, id).await?;
    Ok(client.map(|client| client.name))
}

/// Whom a request names beside a customer, by `id_token_hint` and by the `sub` of its `claims`.
pub async fn named(
    portico: &Portico,
    client: &Client,
    (hint, sub): (Option<&str>, Option<&str>),
    customer: CustomerId,
) -> Outcome<Named> {
    let by_claim = match sub {
        Some(sub) => compared(portico, client, sub, customer),
        None => Named::Fits,
    };
    let by_hint = match hint {
        Some(hint) => hinted(portico, hint, customer).await?,
        None => Named::Fits,
    };
    if by_hint == Named::Unknown {
        tracing::info!(client.id = %client.id, "nobody can tell whom an id_token_hint names");
    }
    Ok(by_claim.max(by_hint))
}

/// The same by a hint alone. It may be one that we gave another client (OpenID Connect Core 1.0 §3.1.2.1), which may know
/// people by other names than the one that asks.
async fn hinted(portico: &Portico, hint: &str, customer: CustomerId) -> Outcome<Named> {
    let Some(claims) = signed(portico, hint).await? else {
        return Ok(Named::Unknown);
    };
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    let audience = text("aud").and_then(|id| id.parse::<ClientId>().ok());
    let (Some(sub), Some(audience)) = (text("sub"), audience) else {
        return Ok(Named::Unknown);
    };
    let mut conn = portico.database.read().await?;
    let given = clients::by_id(&mut conn, audience).await?;
    Ok(given.map_or(Named::Unknown, |given| compared(portico, &given, sub, customer)))
}

/// Compares the name by which a client knows a person.
fn compared(portico: &Portico, client: &Client, sub: &str, customer: CustomerId) -> Named {
    if sub == subject(portico, client.sector_identifier.as_deref(), customer) {
        Named::Fits
    } else {
        Named::Another
    }
}
