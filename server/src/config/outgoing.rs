//! `[outgoing]`: where the program may connect to.

use serde::Deserialize;

use super::Allowed;
use super::keys::{Key, Section};
use super::sources::from_texts;

pub(super) const SECTION: Section = Section {
    name: "outgoing",
    meaning: "Where the program may connect to when a provider's settings say so.",
    keys: &[Key::list(
        "allow",
        "Private addresses that providers may have: host names, IP addresses or networks (`10.1.0.0/16`). \
         Loopback is allowed in development.",
    )],
};

/// Where the program may connect to when a provider's settings say so.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outgoing {
    /// Exceptions from the refusal of private addresses.
    #[serde(deserialize_with = "from_texts")]
    pub allow: Vec<Allowed>,
}
