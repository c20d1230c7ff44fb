//! How long a session lives (spec 01 §7, spec 05).

use crate::time::{Span, Timestamp};

/// "Last seen" is written at most this often.
pub const TOUCH_EVERY: Span = Span::minutes(1);

/// The two limits of a session. Those of customers are settings: [`SessionPolicy`](crate::settings::SessionPolicy).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Limits {
    /// Ends after this long without a request.
    pub idle: Span,
    /// Ends this long after it began, whatever happens.
    pub absolute: Span,
}

impl Limits {
    /// No session of anybody lives longer than this, whatever an administrator chooses.
    pub const LONGEST: Span = Span::days(90);
    /// A staff session: 3 hours idle, 12 hours.
    pub const STAFF: Self = Self {
        idle: Span::hours(3),
        absolute: Span::hours(12),
    };
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

/// Which limit comes first.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum NextLimit {
    /// The idle limit: a request moves it.
    Idle,
    /// The absolute limit, which nothing moves.
    Absolute,
}

/// How long a session that lives will live if nobody does anything, and which limit ends it.
pub fn left(times: &SessionTimes, limits: &Limits, now: Timestamp) -> (Span, NextLimit) {
    let idle = times.last_seen_at.plus(limits.idle).since(now);
    let absolute = times.created_at.plus(limits.absolute).since(now);
    if absolute <= idle {
        (absolute, NextLimit::Absolute)
    } else {
        (idle, NextLimit::Idle)
    }
}

/// How long before the end a person is told: a fifth of the idle limit, and five minutes at most. Never less than a
/// minute, since the shortest idle limit is five (WCAG 2.2, success criterion 2.2.1, asks for 20 seconds).
pub fn warn_before(limits: &Limits) -> Span {
    let fifth = limits.idle.as_millis() / 5;
    Span::millis(fifth.min(Span::minutes(5).as_millis()))
}
