//! The clock: tokens and codes are good for minutes, so that a clock that is wrong refuses them.

use super::Finding;
use crate::providers::LEEWAY;
use domain::time::{Clock, Span, Timestamp};
use http::{HeaderMap, header::DATE};
use std::time::UNIX_EPOCH;

const ABOUT: &str = "clock";
/// What an answer's date may be off by itself: it has whole seconds, and the answer takes its time.
const UNCERTAIN: Span = Span::seconds(10);

/// What somebody else's clock said, and ours when the answer came.
pub(super) struct Compared {
    /// Who was asked.
    pub whose: String,
    /// Their time.
    pub theirs: Timestamp,
    /// Ours.
    pub ours: Timestamp,
}

impl Compared {
    /// Reads the date of an answer (RFC 9110 section 6.6.1); none where there is none.
    pub fn read(whose: &str, headers: &HeaderMap, clock: &dyn Clock) -> Option<Self> {
        let text = headers.get(DATE)?.to_str().ok()?;
        let since = httpdate::parse_http_date(text)
            .ok()?
            .duration_since(UNIX_EPOCH)
            .ok()?;
        Some(Self {
            whose: whose.to_owned(),
            theirs: Timestamp::from_millis(i64::try_from(since.as_millis()).ok()?),
            ours: clock.now(),
        })
    }
}

/// Judges the first comparison that there is.
pub(super) fn judge(compared: Option<&Compared>) -> Finding {
    let Some(Compared { whose, theirs, ours }) = compared else {
        return Finding::ok(ABOUT, "not compared: nobody who was asked told the time");
    };
    let off = ours.since(*theirs).as_millis();
    let seconds = off.abs() / 1000;
    let where_to = if off > 0 { "ahead of" } else { "behind" };
    if off.abs() <= UNCERTAIN.as_millis() {
        return Finding::ok(ABOUT, format!("agrees with {whose}"));
    }
    let text = format!("{seconds} seconds {where_to} {whose}: let this machine set its clock by NTP");
    if off.abs() < LEEWAY.as_millis() {
        Finding::warning(ABOUT, text)
    } else {
        Finding::fault(ABOUT, text)
    }
}

#[cfg(test)]
mod tests {
    use super::{super::Level, *};

    #[test]
    fn how_far_off_it_may_be() {
        let at = |seconds| Compared {
            whose: "id.example".to_owned(),
            theirs: Timestamp::from_millis(1_790_000_000_000),
            ours: Timestamp::from_millis(1_790_000_000_000).plus(Span::seconds(seconds)),
        };
        for (seconds, level) in [
            (0, Level::Ok),
            (10, Level::Ok),
            (-10, Level::Ok),
            (11, Level::Warning),
            (-59, Level::Warning),
            (60, Level::Fault),
            (-3600, Level::Fault),
        ] {
            assert_eq!(judge(Some(&at(seconds))).level, level, "{seconds}");
        }
        assert_eq!(
            judge(Some(&at(-75))).text,
            "75 seconds behind id.example: let this machine set its clock by NTP"
        );
        assert_eq!(judge(None).level, Level::Ok);
    }
}
