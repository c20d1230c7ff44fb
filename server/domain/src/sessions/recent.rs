//! What a sensitive change asks for: that the person signed in a moment ago (ASVS 5.0 §7.5.1).

use crate::time::{Span, Timestamp};

/// How long a sign-in counts as recent.
pub const RECENT: Span = Span::minutes(10);

/// Clocks of two machines differ by no more.
const SKEW: Span = Span::minutes(1);

/// Whether the person authenticated no more than ten minutes ago. A moment that lies ahead proves nothing.
pub fn recent(auth_time: Timestamp, now: Timestamp) -> bool {
    auth_time <= now.plus(SKEW) && now <= auth_time.plus(RECENT)
}
