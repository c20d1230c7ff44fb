//! Time zones to choose from: one for each offset and rule that our customers may live by.

use crate::tr;

/// IANA names, from west to east.
const TIME_ZONES: [&str; 32] = [
    "Pacific/Honolulu",
    "America/Los_Angeles",
    "America/Denver",
    "America/Chicago",
    "America/New_York",
    "America/Sao_Paulo",
    "Atlantic/Azores",
    "UTC",
    "Europe/Lisbon",
    "Europe/London",
    "Africa/Lagos",
    "Europe/Berlin",
    "Europe/Brussels",
    "Europe/Madrid",
    "Europe/Paris",
    "Europe/Rome",
    "Europe/Vienna",
    "Europe/Warsaw",
    "Europe/Zurich",
    "Africa/Cairo",
    "Asia/Nicosia",
    "Europe/Athens",
    "Europe/Helsinki",
    "Europe/Kyiv",
    "Europe/Istanbul",
    "Asia/Dubai",
    "Asia/Kolkata",
    "Asia/Bangkok",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Pacific/Auckland",
];

/// Values and names of the choice. None comes first; a zone that was stored otherwise stays, behind it.
pub(super) fn time_zones(current: &str) -> Vec<(String, String)> {
    let other = (!current.is_empty() && !TIME_ZONES.contains(&current)).then_some(current);
    let none = (String::new(), tr!(profile.time_zone_none).to_owned());
    let zones = other.into_iter().chain(TIME_ZONES);
    let zones = zones.map(|zone| (zone.to_owned(), zone.replace('_', " ")));
    std::iter::once(none).chain(zones).collect()
}
