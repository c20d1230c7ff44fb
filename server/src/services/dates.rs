//! Dates as people of each language write them. Times name their time zone.

use domain::{time::Timestamp, values::Language};
use jiff::{Zoned, tz::TimeZone};

const ENGLISH: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const GERMAN: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];
const GREEK: [&str; 12] = [
    "Ιανουαρίου",
    "Φεβρουαρίου",
    "Μαρτίου",
    "Απριλίου",
    "Μαΐου",
    "Ιουνίου",
    "Ιουλίου",
    "Αυγούστου",
    "Σεπτεμβρίου",
    "Οκτωβρίου",
    "Νοεμβρίου",
    "Δεκεμβρίου",
];

/// How a person reads moments: in their language, by the clocks of their time zone.
#[derive(Clone)]
pub struct Reader {
    language: Language,
    zone: TimeZone,
}

impl Reader {
    /// A reader with the time zone of this IANA name; with UTC, the shop's own, where none was chosen.
    pub fn new(language: Language, zone: Option<&str>) -> Self {
        let zone = zone.and_then(|name| TimeZone::get(name).ok());
        Self {
            language,
            zone: zone.unwrap_or(TimeZone::UTC),
        }
    }

    /// `22 November 2026`, `22. November 2026`, `22 Νοεμβρίου 2026`.
    pub fn date(&self, at: Timestamp) -> String {
        let local = self.local(at);
        let month = |names: [&'static str; 12]| {
            let month = usize::try_from(local.month()).unwrap_or(1);
            names[month.clamp(1, 12) - 1]
        };
        let (day, year) = (local.day(), local.year());
        match self.language {
            Language::En => format!("{day} {} {year}", month(ENGLISH)),
            Language::De => format!("{day}. {} {year}", month(GERMAN)),
            Language::El => format!("{day} {} {year}", month(GREEK)),
        }
    }

    /// The date and the time of day, `22 November 2026, 14:05 UTC`; a line breaks between the two only.
    pub fn date_time(&self, at: Timestamp) -> String {
        let date = self.date(at).replace(' ', "\u{a0}");
        format!("{date}, {}", self.local(at).strftime("%H:%M\u{a0}%Z"))
    }

    /// A moment outside of what calendars know is the beginning of ours.
    fn local(&self, at: Timestamp) -> Zoned {
        let instant = jiff::Timestamp::from_millisecond(at.as_millis());
        instant
            .unwrap_or(jiff::Timestamp::UNIX_EPOCH)
            .to_zoned(self.zone.clone())
    }
}

/// As [`Reader::date`], in UTC: for staff, and for people whose time zone nobody knows.
pub fn date(at: Timestamp, language: Language) -> String {
    Reader::new(language, None).date(at)
}

/// As [`Reader::date_time`], in UTC.
pub fn date_time(at: Timestamp, language: Language) -> String {
    Reader::new(language, None).date_time(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_breaks_only_between_the_date_and_the_time() {
        let at = Timestamp::from_secs(1_795_356_300);
        for (language, date, time) in [
            (Language::En, "22 November 2026", "14:05 UTC"),
            (Language::De, "22. November 2026", "14:05 UTC"),
            (Language::El, "22 Νοεμβρίου 2026", "14:05 UTC"),
        ] {
            let told = date_time(at, language);
            let parts: Vec<_> = told.split(' ').map(|part| part.replace('\u{a0}', " ")).collect();
            assert_eq!(parts, [format!("{date},"), time.to_owned()]);
        }
    }

    #[test]
    fn a_customer_reads_by_the_clocks_of_their_time_zone() {
        // 2026-12-31 23:30 and 2027-07-01 00:30, UTC.
        let (winter, summer) = (
            Timestamp::from_secs(1_798_759_800),
            Timestamp::from_secs(1_814_401_800),
        );
        for (zone, at, told) in [
            (None, winter, "31 December 2026, 23:30 UTC"),
            (Some("Europe/Athens"), winter, "1 January 2027, 01:30 EET"),
            (Some("Europe/Berlin"), summer, "1 July 2027, 02:30 CEST"),
            (Some("America/New_York"), summer, "30 June 2027, 20:30 EDT"),
            (Some("nowhere"), summer, "1 July 2027, 00:30 UTC"),
        ] {
            let read = Reader::new(Language::En, zone).date_time(at);
            assert_eq!(read.replace('\u{a0}', " "), told, "{zone:?}");
        }
    }

    #[test]
    fn every_time_zone_on_offer_is_known() {
        for zone in domain::values::TimeZone::all() {
            assert!(TimeZone::get(zone.as_str()).is_ok(), "{}", zone.as_str());
        }
    }
}
