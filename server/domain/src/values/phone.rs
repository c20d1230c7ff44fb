//! Telephone numbers, taken as people write them.

use serde::{Deserialize, Serialize};

use super::Fault;
use super::text::{line, text_value};

/// Characters of the longest number that is taken.
const MAX: u32 = 32;

/// A telephone number: 5 to 15 digits (E.164 §6.2.1), with an optional leading `+` and the usual
/// separators space `(` `)` `-` `.` `/`. Kept as typed, trimmed.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

impl Phone {
    /// Reads a number.
    ///
    /// # Errors
    /// `Required`, `TooLong`, `BadCharacters` (controls) or `NotAPhone`.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let text = line(text, MAX)?;
        let rest = text.strip_prefix('+').unwrap_or(text);
        let digits = rest.bytes().filter(u8::is_ascii_digit).count();
        let plausible = rest.chars().all(|c| c.is_ascii_digit() || " ()-./".contains(c));
        if plausible && (5..=15).contains(&digits) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Fault::NotAPhone)
        }
    }

    /// The number as the whole world dials it: `+`, country code, digits alone (E.164 §6.2.1). None without a country
    /// code, and with the `(0)` that some write and nobody abroad dials: not everywhere is it to be left out.
    pub fn international(&self) -> Option<String> {
        let dense = self.0.strip_prefix('+')?.replace(' ', "");
        let digits: String = dense.chars().filter(char::is_ascii_digit).collect();
        let dialled = !digits.starts_with('0') && !dense.contains("(0)");
        dialled.then(|| format!("+{digits}"))
    }
}

text_value!(Phone);
