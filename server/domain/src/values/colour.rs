//! Colours, and how well two of them are told apart (WCAG 2.2).

use serde::{Deserialize, Serialize};

use super::Fault;
use super::text::text_value;

/// Relative luminance of white.
const WHITE: f64 = 1.0;

/// The least contrast of text with its ground.
const TEXT_CONTRAST: f64 = 4.5;

/// A colour as CSS writes it: `#` and six hexadecimal digits in lower case.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Colour(String);

impl Colour {
    /// Reads a colour; capital letters become small ones.
    ///
    /// # Errors
    /// `NotAColour`, also for names, short forms and transparent colours.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        match text.trim().strip_prefix('#') {
            Some(digits) if digits.len() == 6 && digits.bytes().all(|c| c.is_ascii_hexdigit()) => {
                Ok(Self(format!("#{}", digits.to_ascii_lowercase())))
            }
            _ => Err(Fault::NotAColour),
        }
    }

    /// The six digits, as they stand in a path.
    pub fn digits(&self) -> &str {
        &self.0[1..]
    }

    /// Relative luminance, from 0 for black to 1 for white.
    pub fn luminance(&self) -> f64 {
        let rgb = u32::from_str_radix(self.digits(), 16).unwrap_or(0).to_be_bytes();
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

    /// The colour of text on it: white where that has 4.5:1 (WCAG 2.2 §1.4.3), since it is the easier to read of two that
    /// are about as far away; else black. There is no colour that has less with both.
    pub fn ink(&self) -> &'static str {
        if contrast(self.luminance(), WHITE) >= TEXT_CONTRAST {
            "#ffffff"
        } else {
            "#000000"
        }
    }
}

text_value!(Colour);

/// The contrast ratio of two relative luminances, from 1 to 21.
pub fn contrast(one: f64, other: f64) -> f64 {
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}
