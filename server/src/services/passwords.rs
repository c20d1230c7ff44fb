//! The shop's rules for a new password.

use super::Outcome;
use crate::state::Portico;
use domain::{
    password::{self, Rules},
    settings::PasswordPolicy,
    values::Fault,
};
use storage::{Conn, policies};

/// The rules in force, for a person with or without a second factor.
pub async fn rules(conn: &mut Conn, second_factor: bool) -> Outcome<Rules> {
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
