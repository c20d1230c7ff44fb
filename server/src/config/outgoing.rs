//! `[outgoing]`: where the program may connect to.

use serde::Deserialize;

use super::keys::{Key, Section};
use super::sources::{from_text, from_texts};
use super::{Allowed, PublicUrl};

pub(super) const SECTION: Section = Section {
    name: "outgoing",
    meaning: "Where the program may connect to when settings say so.",
    keys: &[
        Key::list(
            "allow",
            "Private addresses that providers may have: host names, IP addresses or networks (`10.1.0.0/16`). \
             Loopback is allowed in development.",
        ),
        Key::text(
            "recaptcha",
            "https://www.google.com",
            "Where reCAPTCHA is, while the bot check uses it: `https://www.recaptcha.net` where people do not reach \
             the other.",
        ),
    ],
};

/// Where the program may connect to when settings say so.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outgoing {
    /// Exceptions from the refusal of private addresses.
    #[serde(deserialize_with = "from_texts")]
    pub allow: Vec<Allowed>,
    /// The origin of reCAPTCHA.
    #[serde(deserialize_with = "from_text")]
    pub recaptcha: PublicUrl,
}
