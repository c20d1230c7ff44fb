//! How long a session lives (spec 01 §7, spec 05).

use serde::{Deserialize, Serialize};

use crate::time::{Span, Timestamp};

/// "Last seen" is written at most this often.
pub const TOUCH_EVERY: Span = Span::minutes(1);

/// The two limits of a session. Both pairs for customers are settings; these are the defaults.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Limits {
    /// Ends after this long without a request.
    pub idle: Span,
    /// Ends this long after it began, whatever happens.
    pub absolute: Span,
}

impl Limits {
    /// A customer's session: 60 minutes idle, 12 hours.
    pub const CUSTOMER: Self = Self {
        idle: Span::minutes(60),
        absolute: Span::hours(12),
    };
    /// A customer's session with "keep me signed in": 14 days idle, 30 days.
    pub const CUSTOMER_KEPT: Self = Self {
        idle: Span::days(14),
        absolute: Span::days(30),
    };
    /// A staff session: 3 hours idle, 12 hours.
    pub const STAFF: Self = Self {
        idle: Span::hours(3),
        absolute: Span::hours(12),
    };

    /// The default limits of a customer's session.
    pub const fn customer(keep: bool) -> Self {
        if keep { Self::CUSTOMER_KEPT } else { Self::CUSTOMER }
    }
}

/// The moments of a session row.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct SessionTimes {
    /// When it began.
    pub created_at: Timestamp,
    /// When it was used last, as far as it was written down.
    pub last_seen_at: Timestamp,
    /// When it was ended.
    pub ended_at: Option<Timestamp>,
}

/// Whether a session lives.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Life {
    /// It does.
    Alive,
    /// Somebody ended it.
    Ended,
    /// It was not used for too long. Always a local logout.
    Idle,
    /// It is too old. Always a local logout.
    TooOld,
}

impl Life {
    /// True for a session that opens doors.
    pub const fn is_alive(self) -> bool {
        matches!(self, Self::Alive)
    }
}

/// Whether a session lives at `now`. A limit is reached exactly when its span has passed.
pub fn life(times: &SessionTimes, limits: &Limits, now: Timestamp) -> Life {
    if times.ended_at.is_some() {
        Life::Ended
    } else if now.since(times.created_at) >= limits.absolute {
        Life::TooOld
    } else if now.since(times.last_seen_at) >= limits.idle {
        Life::Idle
    } else {
        Life::Alive
    }
}

/// Whether "last seen" is written again: at most once a minute.
pub fn touch_due(last_seen_at: Timestamp, now: Timestamp) -> bool {
    now.since(last_seen_at) >= TOUCH_EVERY
}
