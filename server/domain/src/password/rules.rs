//! The rules that a shop can choose.

use serde::{Deserialize, Serialize};

use crate::stored::stored_enum;

/// Characters of the shortest password that any rules may allow (ASVS 5.0 V6.2.1).
pub const MIN: u32 = 8;
/// Characters of the longest password that is taken: enough for any manager, little enough to hash.
pub const MAX: u32 = 256;

/// What a new password must be. Lengths in characters (Unicode scalar values).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Rules {
    /// The smallest length.
    pub min: u32,
    /// Wants an upper-case letter.
    pub upper: bool,
    /// Wants a lower-case letter.
    pub lower: bool,
    /// Wants a digit.
    pub digit: bool,
    /// Wants a character that is neither letter nor digit.
    pub special: bool,
    /// Refuses common and breached passwords and those made of the person's own data.
    pub refuse_common: bool,
}

stored_enum! {
    /// The rules by name.
    pub enum Profile {
        /// Ten characters, no rules of composition; common, breached and personal passwords refused.
        Modern = "modern",
        /// NIST SP 800-63B-4 §3.1.1.2: fifteen characters, or eight beside a second factor.
        Nist = "nist",
        /// Document 004: eight characters with upper, lower, digit and special.
        Classic = "classic",
        /// The shop's own.
        Custom = "custom",
    }
}

impl Profile {
    /// The rules of this profile for a person with or without a second factor; `own` are those of a shop that made its
    /// own.
    pub const fn rules(self, own: Rules, second_factor: bool) -> Rules {
        const OPEN: Rules = Rules {
            min: 10,
            upper: false,
            lower: false,
            digit: false,
            special: false,
            refuse_common: true,
        };
        match self {
            Self::Modern => OPEN,
            Self::Nist => Rules {
                min: if second_factor { 8 } else { 15 },
                ..OPEN
            },
            Self::Classic => Rules {
                min: 8,
                upper: true,
                lower: true,
                digit: true,
                special: true,
                ..OPEN
            },
            Self::Custom => own,
        }
    }
}
