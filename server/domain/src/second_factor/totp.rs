//! Which code of an authenticator app is taken (RFC 6238). The codes themselves come in as a function of the step.

use super::Code;
use crate::time::{Span, Timestamp};

/// How long an app shows one code (RFC 6238 §5.2).
pub const STEP: Span = Span::seconds(30);
/// Digits of a code, as every app shows them.
pub const DIGITS: u32 = 6;
/// How many steps before and after the present one are taken, for clocks that differ.
const WINDOW: i64 = 1;

/// The number of the step that a moment lies in (RFC 6238 §4.2, T0 = 0).
pub const fn step(now: Timestamp) -> i64 {
    now.as_secs().div_euclid(STEP.as_secs())
}

/// The step that the code belongs to: of those around the present one, and later than the last one that was used, so
/// that a code works once (RFC 6238 §5.2). `None` when there is none.
pub fn matching(
    typed: Code,
    now: Timestamp,
    last_used: Option<i64>,
    code_at: impl Fn(i64) -> Code,
) -> Option<i64> {
    let present = step(now);
    // All of the window is tried, whichever matches: the time tells nothing.
    let matching = (present - WINDOW..=present + WINDOW).filter(|step| code_at(*step) == typed);
    let open = matching.filter(|step| last_used.is_none_or(|last| *step > last));
    open.fold(None, |first, step| first.or(Some(step)))
}
