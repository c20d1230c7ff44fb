//! What a client may know about a person (OpenID Connect Core 1.0 §5.3 and §5.4).

use super::super::Outcome;
use super::subject::subject;
use crate::{crypto::Token, state::Portico};
use domain::{
    clients::{Claim, Scope, Scopes},
    values::Phone,
};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use storage::{customers::Customer, grants::tokens};

/// What the token's scopes open; none for a token that is worth nothing here.
pub async fn userinfo(portico: &Portico, token: &str) -> Outcome<Option<Map<String, Value>>> {
    let Some(token) = Token::parse(token) else {
        return Ok(None);
    };
    let mut conn = portico.database.read().await?;
    let opened = tokens::opened(&mut conn, &token.hash(), portico.now()).await?;
    drop(conn);
    let opened = opened.filter(|opened| opened.scopes.has(Scope::Openid));
    Ok(opened.map(|opened| {
        let mut claims = claims(&opened.customer, &opened.scopes, &opened.claims.userinfo);
        let sub = subject(portico, opened.sector_identifier.as_deref(), opened.customer.id);
        claims.insert("sub".to_owned(), sub.into());
        claims
    }))
}

/// The claims of these scopes, and those that were named. What is not known is left out (§5.3.2).
pub fn claims(customer: &Customer, scopes: &Scopes, named: &BTreeSet<Claim>) -> Map<String, Value> {
    let opened = |claim: &Claim| named.contains(claim) || scopes.has(claim.scope());
    let told = Claim::ALL.iter().copied().filter(opened).filter_map(|claim| {
        let value = claim_of(customer, claim);
        (value != Value::Null && value != "").then(|| (claim.as_str().to_owned(), value))
    });
    told.collect()
}

/// The telephone number, if it says of which country it is.
fn phone(customer: &Customer) -> Option<String> {
    let phone = Phone::parse(customer.phone.as_deref()?).ok()?;
    phone.international()
}

fn claim_of(customer: &Customer, claim: Claim) -> Value {
    match claim {
        Claim::Name => format!("{} {}", customer.given_name, customer.family_name)
            .trim()
            .into(),
        Claim::GivenName => customer.given_name.as_str().into(),
        Claim::FamilyName => customer.family_name.as_str().into(),
        Claim::Locale => customer.language.as_str().into(),
        Claim::Zoneinfo => json!(customer.time_zone),
        Claim::UpdatedAt => customer.updated_at.as_secs().into(),
        Claim::Email => json!(customer.email),
        Claim::EmailVerified => json!(
            customer
                .email
                .as_ref()
                .map(|_| customer.address_proven_at.is_some())
        ),
        Claim::PhoneNumber => json!(phone(customer)),
        // Nobody has called it.
        Claim::PhoneNumberVerified => json!(phone(customer).map(|_| false)),
    }
}
