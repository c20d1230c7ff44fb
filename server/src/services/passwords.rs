//! The shop's rules for a new password.

use crate::state::Portico;
use domain::values::{Fault, Policy, check_password};

/// The policy in force.
pub fn policy(portico: &Portico) -> Policy {
    portico.config.passwords.profile.policy(false)
}

/// Checks a new password against the policy; `about` are the person's own words (address, names).
///
/// # Errors
/// The first rule that it breaks.
pub fn check(portico: &Portico, password: &str, about: &[&str]) -> Result<(), Fault> {
    let mut personal = about.to_vec();
    personal.push(&portico.config.shop.name);
    check_password(&policy(portico), password, &personal)
}
