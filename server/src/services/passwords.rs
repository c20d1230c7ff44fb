//! The shop's rules for a new password, and looking at the present one.

use super::Outcome;
use crate::state::Portico;
use domain::{
    ids::CustomerId,
    password::{self, Rules},
    second_factor::{Methods, Owner, beside_password},
    settings::{PasswordPolicy, SecondFactorPolicy},
    staff::Roles,
    values::Fault,
};
use secrecy::SecretString;
use storage::{Conn, policies, second_factors};

/// The rules for a customer: for this one, or for one who registers and has no second factor yet.
pub async fn rules(portico: &Portico, conn: &mut Conn, customer: Option<CustomerId>) -> Outcome<Rules> {
    let factors = policies::load::<SecondFactorPolicy>(conn).await?.policy;
    let methods = match customer {
        Some(id) => second_factors::load(conn, Owner::Customer(id)).await?.methods(),
        None => Methods::default(),
    };
    with(
        conn,
        beside_password(factors.of_customers(portico.now()), methods),
    )
    .await
}

/// The rules for somebody who is invited to these roles.
pub async fn rules_of_staff(conn: &mut Conn, roles: &Roles) -> Outcome<Rules> {
    let factors = policies::load::<SecondFactorPolicy>(conn).await?.policy;
    with(conn, beside_password(factors.of_staff(roles), Methods::default())).await
}

async fn with(conn: &mut Conn, second_factor: bool) -> Outcome<Rules> {
    let policy = policies::load::<PasswordPolicy>(conn).await?.policy;
    Ok(policy.rules(second_factor))
}

/// Checks a new password against the rules; `about` are the person's own words (address, names).
///
/// # Errors
/// The first rule that it breaks.
pub fn check(portico: &Portico, rules: &Rules, password: &str, about: &[&str]) -> Result<(), Fault> {
    let mut personal = about.to_vec();
    personal.push(&portico.config.shop.name);
    password::check(rules, password, &personal, |form| portico.refused.holds(form))
}

/// Whether the password is right, and its new hash when the parameters have changed since it was set. Without a stored
/// `hash` as much is worked, and the password is wrong.
pub async fn verify(
    portico: &Portico,
    hash: Option<&str>,
    password: &SecretString,
) -> Outcome<(bool, Option<String>)> {
    let Some(hash) = hash else {
        portico.passwords.verify_dummy(password).await?;
        return Ok((false, None));
    };
    let verdict = portico.passwords.verify(password, hash).await?;
    let rehash = verdict.matches && verdict.needs_rehash;
    let new = if rehash {
        Some(portico.passwords.hash(password).await?)
    } else {
        None
    };
    Ok((verdict.matches, new))
}
