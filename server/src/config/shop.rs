//! `[shop]`: what the shop is called and looks like.

use domain::values::{Colour, Language};
use serde::Deserialize;

use super::keys::{Key, Section};
use super::sources::from_text;

pub(super) const SECTION: Section = Section {
    name: "shop",
    meaning: "What the shop is called and looks like.",
    keys: &[
        Key::text("name", "Tidewater", "The shop's name on pages and in mails."),
        Key::text(
            "accent",
            "#0b6e99",
            "The accent colour: `#` and six hexadecimal digits.",
        ),
        Key::text(
            "default_language",
            "en",
            "`en`, `de` or `el`: for people whose browser asks for none of them, and for mails to operations.",
        ),
    ],
};

/// Longest name of a shop, in characters; it stands in the header of every page and in subjects.
const LONGEST_NAME: usize = 60;

/// What the shop is called and looks like.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shop {
    /// The name on pages and in mails.
    pub name: String,
    /// The accent colour.
    #[serde(deserialize_with = "from_text")]
    pub accent: Colour,
    /// The language when nothing else says which.
    #[serde(deserialize_with = "from_text")]
    pub default_language: Language,
}

impl Shop {
    pub(super) fn validate(&self) -> Vec<(&'static str, String)> {
        let length = self.name.chars().count();
        let fits = (1..=LONGEST_NAME).contains(&length) && self.name.trim() == self.name;
        if fits && !self.name.chars().any(char::is_control) {
            return Vec::new();
        }
        vec![(
            "shop.name",
            format!("must be 1 to {LONGEST_NAME} characters without blanks around them"),
        )]
    }
}
