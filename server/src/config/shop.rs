//! `[shop]`: what the shop is called and looks like.

use std::str::FromStr;

use domain::values::Language;
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
    pub accent: Accent,
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

/// A colour as CSS writes it: `#` and six hexadecimal digits in lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accent(String);

impl Accent {
    /// `#0b6e99`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The colour of text on the accent: white or near-black, whichever has the higher contrast ratio
    /// (WCAG 2.2, "contrast ratio").
    pub fn ink(&self) -> &'static str {
        let luminance = self.luminance();
        let on_white = 1.05 / (luminance + 0.05);
        let on_black = (luminance + 0.05) / 0.05;
        if on_white >= on_black {
            "#ffffff"
        } else {
            "#111111"
        }
    }

    /// Relative luminance from 0 (black) to 1 (white).
    fn luminance(&self) -> f64 {
        let rgb = u32::from_str_radix(&self.0[1..], 16).unwrap_or(0).to_be_bytes();
        let [red, green, blue] = [rgb[1], rgb[2], rgb[3]].map(|channel| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

impl FromStr for Accent {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Accent, Self::Err> {
        match text.strip_prefix('#') {
            Some(digits) if digits.len() == 6 && digits.bytes().all(|c| c.is_ascii_hexdigit()) => {
                Ok(Accent(text.to_ascii_lowercase()))
            }
            _ => Err("must be # and six hexadecimal digits, such as #0b6e99"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ink_contrasts_with_the_accent() {
        let ink = |accent: &str| accent.parse::<Accent>().unwrap().ink();
        assert_eq!(ink("#0B6E99"), "#ffffff");
        assert_eq!(ink("#000000"), "#ffffff");
        assert_eq!(ink("#ffd400"), "#111111");
        assert_eq!(ink("#ffffff"), "#111111");
    }

    #[test]
    fn colours_that_css_would_read_otherwise_are_refused() {
        for text in [
            "",
            "0b6e99",
            "#0b6",
            "#0b6e9g",
            "#0b6e99ff",
            "#é6e99",
            "red",
            "#000;}",
        ] {
            assert!(text.parse::<Accent>().is_err(), "{text}");
        }
    }
}
