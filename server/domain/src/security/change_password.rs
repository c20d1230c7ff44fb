//! Changing a password (spec 03, ASVS 5.0 V6.2.3: with the current one).

use crate::values::Fault;

/// What is known when the form arrives.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct ChangePassword {
    /// L.
    pub local_sign_in: bool,
    /// The customer has a password.
    pub has_password: bool,
    /// The budget of tries is used up.
    pub throttled: bool,
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
/// `LocalSignInOff`, `NotAllowed` without a password, `TooManyTries`, `WrongPassword`.
pub fn change_password(facts: ChangePassword) -> Result<(), Fault> {
    if !facts.local_sign_in {
        return Err(Fault::LocalSignInOff);
    }
    if !has_card(facts.local_sign_in, facts.has_password) {
        return Err(Fault::NotAllowed);
    }
    match (facts.throttled, facts.current_ok) {
        (true, _) => Err(Fault::TooManyTries),
        (false, false) => Err(Fault::WrongPassword),
        (false, true) => Ok(()),
    }
}
