//! What we know of what a request brings: what we signed ourselves, shown to us again as `id_token_hint`, and the name of
//! a client.

use super::super::Outcome;
use super::keys;
use crate::{providers::jws::Jws, state::Portico};
use domain::{clients::IdTokenAlgorithm, ids::ClientId};
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
