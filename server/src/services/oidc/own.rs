//! What we signed ourselves, shown to us again as `id_token_hint`.

use super::super::Outcome;
use super::keys;
use crate::{providers::jws::Jws, state::Portico};
use domain::clients::IdTokenAlgorithm;
use openidconnect::core::CoreJsonWebKeySet;
use serde_json::{Map, Value};
use storage::clients::Client;

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
