//! Changing a password (spec 03, ASVS 5.0 V6.2.3: with the current one).

use crate::login::Tries;
use crate::values::Fault;

/// What is known when the form arrives.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct ChangePassword {
    /// L.
    pub local_sign_in: bool,
    /// The customer has a password.
    pub has_password: bool,
    /// Whether there are tries left.
    pub tries: Tries,
    /// The password that was typed as the current one is the customer's.
    pub current_ok: bool,
}

/// Whether My Security offers to change a password: not where nobody signs in with one, and not to a person who has
/// none and comes through a provider.
pub const fn has_card(local_sign_in: bool, has_password: bool) -> bool {
    local_sign_in && has_password
}

/// Decides whether the new password, whose rules are asked elsewhere, takes the place of the old one.
///
/// # Errors
/// `LocalSignInOff`, `NotAllowed` without a password, `TooManyTries`, `TooManyWrongPasswords`,
/// `WrongPassword`.
pub fn change_password(facts: ChangePassword) -> Result<(), Fault> {
    if !facts.local_sign_in {
        return Err(Fault::LocalSignInOff);
    }
    if !has_card(facts.local_sign_in, facts.has_password) {
        return Err(Fault::NotAllowed);
    }
    match (facts.tries.fault(), facts.current_ok) {
        (Some(fault), _) => Err(fault),
        (None, false) => Err(Fault::WrongPassword),
        (None, true) => Ok(()),
    }
}
