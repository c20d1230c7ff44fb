//! The shop's own texts, as an administrator writes them.

use serde::{Deserialize, Serialize};

use super::Fault;
use super::text::{is_bad, line, text_value};

/// Characters of the longest title that is taken.
const MAX_TITLE: u32 = 120;
/// Characters of the longest text that is taken: about thirty printed pages.
const MAX_TEXT: u32 = 50_000;

/// One trimmed line of 1 to 120 characters.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Headline(String);

impl Headline {
    /// Reads a title.
    ///
    /// # Errors
    /// `Required`, `TooLong` or `BadCharacters`.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        line(text, MAX_TITLE).map(|text| Self(text.to_owned()))
    }
}

text_value!(Headline);

/// Trimmed text of 1 to 50,000 characters; paragraphs are separated by empty lines, and line breaks are `\n` whatever
/// the browser sent.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Prose(String);

impl Prose {
    /// Reads a text.
    ///
    /// # Errors
    /// `Required`, `TooLong` or `BadCharacters`.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let text = text.trim();
        if text.is_empty() {
            return Err(Fault::Required);
        }
        if text.chars().count() > MAX_TEXT as usize {
            return Err(Fault::TooLong { max: MAX_TEXT });
        }
        if text.chars().any(|c| is_bad(c) && !matches!(c, '\n' | '\t')) {
            return Err(Fault::BadCharacters);
        }
        Ok(Self(text.to_owned()))
    }
}

text_value!(Prose);
