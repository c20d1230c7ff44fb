//! The second factor of a sign-in with a password (spec 01 §5, spec 05).

mod code;
mod decide;
mod owner;
mod proof;
mod recovery;
mod totp;

pub use code::Code;
pub use decide::{
    AfterPassword, Deadline, Duty, Facts, Methods, after_password, beside_password, browser_counts,
    stands_before,
};
pub use owner::Owner;
pub use proof::Proof;
pub use recovery::{RECOVERY_CODES, RecoveryCode};
pub use totp::{DIGITS, STEP, matching, step};

use crate::time::Span;

/// How long a person has for the second step, and an emailed code works.
pub const STEP_LIFETIME: Span = Span::minutes(10);

/// Wrong codes that one sign-in takes; then the password is asked for again.
pub const TRIES: i64 = 5;
