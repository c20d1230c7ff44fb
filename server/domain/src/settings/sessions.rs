//! How long customers stay signed in (spec 01 §7): both pairs of limits, and what an administrator may choose.

use serde::{Deserialize, Serialize};

use super::Policy;
use crate::sessions::Limits;
use crate::time::Span;
use crate::values::{Fault, whole_number};

/// The limits of customers' sessions, in the units in which people think of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct SessionPolicy {
    /// Minutes without a request.
    pub idle_minutes: u32,
    /// Hours after the sign-in.
    pub absolute_hours: u32,
    /// Days without a request, with "keep me signed in".
    pub kept_idle_days: u32,
    /// Days after the sign-in, with "keep me signed in".
    pub kept_absolute_days: u32,
}

impl Default for SessionPolicy {
    fn default() -> Self {
        Self {
            idle_minutes: 60,
            absolute_hours: 12,
            kept_idle_days: 14,
            kept_absolute_days: 30,
        }
    }
}

impl Policy for SessionPolicy {
    const NAME: &'static str = "sessions";

    fn fault(&self) -> Option<(&'static str, Fault)> {
        let [idle, hours, kept_idle, days] = [
            self.idle_minutes,
            self.absolute_hours,
            self.kept_idle_days,
            self.kept_absolute_days,
        ]
        .map(|number| number.to_string());
        let read = [
            ("absolute_hours", Self::read_absolute(&hours)),
            ("idle_minutes", Self::read_idle(&idle, Some(self.absolute_hours))),
            ("kept_absolute_days", Self::read_kept_absolute(&days)),
            (
                "kept_idle_days",
                Self::read_kept_idle(&kept_idle, Some(self.kept_absolute_days)),
            ),
        ];
        read.into_iter()
            .find_map(|(name, read)| Some((name, read.err()?)))
    }
}

/// What each limit may be; both ends are included. An idle limit beyond the absolute one would never be reached, so
/// that is its upper end, too.
impl SessionPolicy {
    /// Minutes of the shortest idle limit.
    const SHORTEST: u32 = 5;
    /// Days of the longest limit.
    const LONGEST: u32 = 90;

    /// Reads [`absolute_hours`](Self::absolute_hours).
    ///
    /// # Errors
    /// `Required` or `OutOfRange`.
    pub fn read_absolute(hours: &str) -> Result<u32, Fault> {
        whole_number(hours, 1, 7 * 24)
    }

    /// Reads [`idle_minutes`](Self::idle_minutes) beside an absolute limit, if that was read.
    ///
    /// # Errors
    /// `Required` or `OutOfRange`.
    pub fn read_idle(minutes: &str, absolute_hours: Option<u32>) -> Result<u32, Fault> {
        let most = absolute_hours.map_or(24, |hours| hours.min(24));
        whole_number(minutes, Self::SHORTEST, most * 60)
    }

    /// Reads [`kept_absolute_days`](Self::kept_absolute_days).
    ///
    /// # Errors
    /// `Required` or `OutOfRange`.
    pub fn read_kept_absolute(days: &str) -> Result<u32, Fault> {
        whole_number(days, 1, Self::LONGEST)
    }

    /// Reads [`kept_idle_days`](Self::kept_idle_days) beside an absolute limit, if that was read.
    ///
    /// # Errors
    /// `Required` or `OutOfRange`.
    pub fn read_kept_idle(days: &str, kept_absolute_days: Option<u32>) -> Result<u32, Fault> {
        whole_number(days, 1, kept_absolute_days.unwrap_or(Self::LONGEST))
    }

    /// The limits of a session.
    pub fn limits(&self, keep: bool) -> Limits {
        if keep {
            Limits {
                idle: Span::days(self.kept_idle_days.into()),
                absolute: Span::days(self.kept_absolute_days.into()),
            }
        } else {
            Limits {
                idle: Span::minutes(self.idle_minutes.into()),
                absolute: Span::hours(self.absolute_hours.into()),
            }
        }
    }
}
