//! What a sensitive change asks for: that the person signed in a moment ago (ASVS 5.0 §7.5.1).

use crate::time::{Span, Timestamp};

/// How long a sign-in counts as recent.
pub const RECENT: Span = Span::minutes(10);

/// Clocks of two machines differ by no more.
const SKEW: Span = Span::minutes(1);

/// When a person authenticated of whom nobody knows it: never a moment ago.
pub const UNTOLD: Timestamp = Timestamp::from_millis(0);

/// When a person who comes back from a provider authenticated there, if that is known: what the provider tells. One
/// that doesn't tell may have a session of its own of any age. It is believed only when it was asked to have the
/// person authenticate anew (`prompt=login` with `max_age=0`): OpenID Connect Core 1.0 §3.1.2.1 demands `auth_time`
/// then, but customers of a provider that never tells could change nothing at all. One that has told before is held to
/// it before this is asked.
pub fn authenticated_at(told: Option<Timestamp>, asked_anew: bool, now: Timestamp) -> Option<Timestamp> {
    told.or(asked_anew.then_some(now))
}

/// Whether the person authenticated no more than ten minutes ago. A moment that lies ahead proves nothing.
pub fn recent(auth_time: Timestamp, now: Timestamp) -> bool {
    auth_time <= now.plus(SKEW) && now <= auth_time.plus(RECENT)
}
