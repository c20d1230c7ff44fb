//! Time zones to choose from.

use crate::tr;
use domain::values::TimeZone;

/// Values and names of the choice. None comes first; a zone that was stored otherwise stays, behind it.
pub(super) fn time_zones(current: &str) -> Vec<(String, String)> {
    let other = (!current.is_empty() && TimeZone::parse(current).is_err()).then_some(current);
    let none = (String::new(), tr!(profile.time_zone_none).to_owned());
    let zones = TimeZone::all().map(TimeZone::as_str);
    let zones = other
        .map(str::to_owned)
        .into_iter()
        .chain(zones.map(str::to_owned));
    let zones = zones.map(|zone| (zone.clone(), zone.replace('_', " ")));
    std::iter::once(none).chain(zones).collect()
}
