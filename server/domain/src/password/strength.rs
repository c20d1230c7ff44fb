//! The meter beside the field.

use serde::{Deserialize, Serialize};

use super::guesses::{is_first_guess, is_pattern, moves};

/// How hard a password is to guess. For the meter only; `check` decides.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// Guessed at once.
    Weak,
    /// Guessed with some effort.
    Fair,
    /// Good enough for a shop.
    Good,
    /// Not worth trying.
    Strong,
}

/// Estimates the strength from length and variety; repeated and running characters count for little.
pub fn strength(password: &str) -> Strength {
    if password.is_empty() || is_pattern(password) || is_first_guess(password) {
        return Strength::Weak;
    }
    let has = |kind: fn(char) -> bool, size: u32| if password.chars().any(kind) { size } else { 0 };
    let letters = has(char::is_lowercase, 26) + has(char::is_uppercase, 26);
    let pool = letters + has(char::is_numeric, 10) + has(|c| !c.is_alphanumeric(), 32);
    let bits = f64::from(pool.max(2)).log2() * f64::from(moves(password));
    match bits {
        b if b < 40.0 => Strength::Weak,
        b if b < 56.0 => Strength::Fair,
        b if b < 76.0 => Strength::Good,
        _ => Strength::Strong,
    }
}
