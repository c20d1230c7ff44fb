//! A day of the calendar.

use super::Fault;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A day in UTC, written as `2026-12-01` (RFC 3339 `full-date`), in forms as in JSON.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Date(Timestamp);

impl Date {
    /// The day's first moment.
    pub const fn begins(self) -> Timestamp {
        self.0
    }
}

impl FromStr for Date {
    type Err = Fault;

    /// # Errors
    /// `NotADate` for everything but a day that there is, in the years 1970 to 9999.
    fn from_str(text: &str) -> Result<Self, Fault> {
        Timestamp::from_day(text).map(Self).ok_or(Fault::NotADate)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_day())
    }
}

impl TryFrom<String> for Date {
    type Error = Fault;

    fn try_from(text: String) -> Result<Self, Fault> {
        text.parse()
    }
}

impl From<Date> for String {
    fn from(date: Date) -> Self {
        date.to_string()
    }
}
