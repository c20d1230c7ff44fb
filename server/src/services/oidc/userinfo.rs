//! What a client may know about a person (OpenID Connect Core 1.0 §5.3 and §5.4).

use super::super::Outcome;
use super::subject::subject;
use crate::{crypto::Token, state::Portico};
use domain::clients::{Scope, Scopes};
use serde_json::{Map, Value, json};
use storage::{customers::Customer, grants::tokens};

/// What the token's scopes open; none for a token that is worth nothing here.
pub async fn userinfo(portico: &Portico, token: &str) -> Outcome<Option<Map<String, Value>>> {
    let Some(token) = Token::parse(token) else {
        return Ok(None);
    };
    let mut conn = portico.database.read().await?;
    let access = tokens::access(&mut conn, &token.hash(), portico.now()).await?;
    let Some((access, customer_id)) = access.and_then(|access| Some((access.clone(), access.customer_id?)))
    else {
        return Ok(None);
    };
    if !access.scopes.has(Scope::Openid) {
        return Ok(None);
    }
    let client = storage::clients::by_id(&mut conn, access.client_id).await?;
    let customer = storage::customers::by_id(&mut conn, customer_id).await?;
    drop(conn);
    Ok(client.zip(customer).map(|(client, customer)| {
        let mut claims = claims(&customer, &access.scopes);
        claims.insert("sub".to_owned(), subject(portico, &client, customer.id).into());
        claims
    }))
}

/// The claims of these scopes. What is not known is left out (§5.3.2).
pub fn claims(customer: &Customer, scopes: &Scopes) -> Map<String, Value> {
    let mut claims = Map::new();
    let mut tell = |name: &str, value: Value| {
        if value != Value::Null && value != Value::String(String::new()) {
            claims.insert(name.to_owned(), value);
        }
    };
    if scopes.has(Scope::Profile) {
        let name = format!("{} {}", customer.given_name, customer.family_name);
        tell("name", name.trim().into());
        tell("given_name", customer.given_name.as_str().into());
        tell("family_name", customer.family_name.as_str().into());
        tell("locale", customer.language.as_str().into());
        tell("zoneinfo", json!(customer.time_zone));
        tell("updated_at", customer.updated_at.as_secs().into());
    }
    if scopes.has(Scope::Email) && customer.email.is_some() {
        tell("email", json!(customer.email));
        tell("email_verified", customer.address_proven_at.is_some().into());
    }
    if scopes.has(Scope::Phone) && customer.phone.is_some() {
        tell("phone_number", json!(customer.phone));
        // Nobody has called it.
        tell("phone_number_verified", false.into());
    }
    claims
}
