//! The shop's rules for new passwords.

use serde::{Deserialize, Serialize};

use super::Policy;
use crate::password::{MIN, Profile, Rules};
use crate::values::Fault;

/// Which rules a new password must keep, and the shop's own ones, which count with the profile *custom* only.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct PasswordPolicy {
    /// The rules by name.
    pub profile: Profile,
    /// The smallest length, in characters.
    pub min: u32,
    /// Wants an upper-case letter.
    pub upper: bool,
    /// Wants a lower-case letter.
    pub lower: bool,
    /// Wants a digit.
    pub digit: bool,
    /// Wants a character that is neither letter nor digit.
    pub special: bool,
    /// Refuses common, breached and personal passwords.
    pub refuse_common: bool,
}

impl Default for PasswordPolicy {
    fn default() -> Self {
        Self {
            profile: Profile::Modern,
            min: 12,
            upper: false,
            lower: false,
            digit: false,
            special: false,
            refuse_common: true,
        }
    }
}

impl Policy for PasswordPolicy {
    const NAME: &'static str = "passwords";

    fn fault(&self) -> Option<(&'static str, Fault)> {
        let (min, max) = (MIN, Self::GREATEST_MIN);
        let fits = (min..=max).contains(&self.min);
        (!fits).then_some(("min", Fault::OutOfRange { min, max }))
    }
}

impl PasswordPolicy {
    /// Characters of the greatest smallest length: more would be no rule but a refusal.
    pub const GREATEST_MIN: u32 = 64;

    /// The rules for a person with or without a second factor.
    pub const fn rules(&self, second_factor: bool) -> Rules {
        let own = Rules {
            min: self.min,
            upper: self.upper,
            lower: self.lower,
            digit: self.digit,
            special: self.special,
            refuse_common: self.refuse_common,
        };
        self.profile.rules(own, second_factor)
    }
}
