//! Moments and spans. The clock comes in as an argument, so that tests can turn it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A moment: milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted. Arithmetic saturates.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The moment that lies `millis` milliseconds after the epoch.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the epoch.
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// Whole seconds since the epoch, rounded down (NumericDate of RFC 7519 §2).
    pub const fn as_secs(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// The moment that lies `seconds` after the epoch.
    pub const fn from_secs(seconds: i64) -> Self {
        Self(seconds.saturating_mul(1000))
    }

    /// The moment that lies `span` later.
    pub const fn plus(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }

    /// The moment that lies `span` earlier.
    pub const fn minus(self, span: Span) -> Self {
        Self(self.0.saturating_sub(span.0))
    }

    /// How long ago `earlier` was; negative if it lies ahead.
    pub const fn since(self, earlier: Self) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }

    /// The beginning in UTC of a day of the years 1970 to 9999, written `2027-01-31`; `None` for a day that there is
    /// not.
    pub fn from_day(text: &str) -> Option<Self> {
        let shape = text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
        if text.len() != 10 || !shape {
            return None;
        }
        let number = |range| {
            text.get(range)
                .and_then(|digits: &str| digits.parse::<i64>().ok())
        };
        let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
        if year < 1970 || !(1..=12).contains(&month) {
            return None;
        }
        // Civil date to days: H. Hinnant, "chrono-compatible low-level date algorithms".
        let shifted_year = if month <= 2 { year - 1 } else { year };
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let days =
            shifted_year * 365 + shifted_year / 4 - shifted_year / 100 + shifted_year / 400 + day_of_year;
        let at = Self::from_secs((days - 719_468) * 86_400);
        (at.to_day() == text).then_some(at)
    }

    /// The day in UTC, written `2027-01-31`.
    pub fn to_day(self) -> String {
        let Utc { year, month, day, .. } = self.utc();
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// The calendar in UTC, for screens and mails.
    pub const fn utc(self) -> Utc {
        // Days to civil date: H. Hinnant, "chrono-compatible low-level date algorithms".
        let days = self.0.div_euclid(86_400_000);
        let millis = self.0.rem_euclid(86_400_000);
        let z = days + 719_468;
        let era = z.div_euclid(146_097);
        let day_of_era = z.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let month = if shifted_month < 10 {
            shifted_month + 3
        } else {
            shifted_month - 9
        };
        Utc {
            year: year_of_era + era * 400 + if month <= 2 { 1 } else { 0 },
            month: month as u8,
            day: (day_of_year - (153 * shifted_month + 2) / 5 + 1) as u8,
            hour: (millis / 3_600_000) as u8,
            minute: (millis / 60_000 % 60) as u8,
            second: (millis / 1000 % 60) as u8,
        }
    }
}

/// A date and a time of day in UTC (proleptic Gregorian calendar). `Display` writes RFC 3339.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[expect(missing_docs, reason = "the names say it: month and day count from 1")]
pub struct Utc {
    pub year: i64,
    pub month: u8,
    pub day: u8,
    pub hour: u8,
    pub minute: u8,
    pub second: u8,
}

impl fmt::Display for Utc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            year,
            month,
            day,
            hour,
            minute,
            second,
        } = self;
        write!(
            f,
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"
        )
    }
}

/// A length of time in milliseconds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Span(i64);

impl Span {
    /// `count` milliseconds.
    pub const fn millis(count: i64) -> Self {
        Self(count)
    }

    /// `count` seconds.
    pub const fn seconds(count: i64) -> Self {
        Self(count.saturating_mul(1000))
    }

    /// `count` minutes.
    pub const fn minutes(count: i64) -> Self {
        Self::seconds(count.saturating_mul(60))
    }

    /// `count` hours.
    pub const fn hours(count: i64) -> Self {
        Self::minutes(count.saturating_mul(60))
    }

    /// `count` days of 24 hours.
    pub const fn days(count: i64) -> Self {
        Self::hours(count.saturating_mul(24))
    }

    /// The length in milliseconds.
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// Whole seconds, rounded down.
    pub const fn as_secs(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// Whole days of 24 hours, rounded down.
    pub const fn as_days(self) -> i64 {
        self.0.div_euclid(86_400_000)
    }
}

/// Tells the time. The only source of it: the program passes a real one, a test one that it turns by hand.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;
}
