//! What we know of what a request brings: what we signed ourselves, shown to us again as `id_token_hint`, and the name of
//! a client.

use super::super::Outcome;
use super::{keys, subject::subject};
use crate::{providers::jws::Jws, state::Portico};
use domain::{
    clients::IdTokenAlgorithm,
    ids::{ClientId, CustomerId},
};
use openidconnect::core::CoreJsonWebKeySet;
use serde_json::{Map, Value};
use storage::clients::{self, Client};

/// The claims of an ID token that we gave this client, however old (OpenID Connect RP-Initiated Logout 1.0 §2); none
/// for anything else.
pub async fn claims(portico: &Portico, client: &Client, token: &str) -> Outcome<Option<Map<String, Value>>> {
    let id = client.id.to_string();
    let claims = signed(portico, token).await?;
    Ok(claims.filter(|claims| claims.get("aud").and_then(Value::as_str) == Some(&id)))
}

/// The claims of an ID token that we gave anybody.
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

/// Whether a customer is the one whom a request names, by `id_token_hint` and by the `sub` of its `claims`; so is
/// everybody where it names nobody.
///
/// A hint that we did not give this client, or can't know any more, names nobody: clients keep theirs for months, and
/// after the loss of a key they would all shut their people out.
pub async fn is_named(
    portico: &Portico,
    client: &Client,
    (hint, sub): (Option<&str>, Option<&str>),
    customer: CustomerId,
) -> Outcome<bool> {
    let own = subject(portico, client.sector_identifier.as_deref(), customer);
    let hinted = match hint {
        Some(hint) => claims(portico, client, hint).await?,
        None => None,
    };
    if hint.is_some() && hinted.is_none() {
        tracing::info!(client.id = %client.id, "an id_token_hint is none of ours, and names nobody");
    }
    let hinted = hinted
        .as_ref()
        .map(|claims| claims.get("sub").and_then(Value::as_str));
    Ok(hinted.is_none_or(|sub| sub == Some(&own)) && sub.is_none_or(|sub| sub == own))
}
