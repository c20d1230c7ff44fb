//! Dates as people of each language write them. Times are UTC and say so.

use domain::{time::Timestamp, values::Language};

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

/// `22 November 2026`, `22. November 2026`, `22 Νοεμβρίου 2026`.
pub fn date(at: Timestamp, language: Language) -> String {
    let utc = at.utc();
    let month = |names: [&'static str; 12]| names[usize::from(utc.month.clamp(1, 12)) - 1];
    match language {
        Language::En => format!("{} {} {}", utc.day, month(ENGLISH), utc.year),
        Language::De => format!("{}. {} {}", utc.day, month(GERMAN), utc.year),
        Language::El => format!("{} {} {}", utc.day, month(GREEK), utc.year),
    }
}

/// The date and the time of day, `22 November 2026, 14:05 UTC`; a line breaks between the two only.
pub fn date_time(at: Timestamp, language: Language) -> String {
    let utc = at.utc();
    let date = date(at, language).replace(' ', "\u{a0}");
    format!("{date}, {:02}:{:02}\u{a0}UTC", utc.hour, utc.minute)
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
}
