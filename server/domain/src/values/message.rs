//! Free text from people: a message to operations, a reason.

use serde::{Deserialize, Serialize};

use super::Fault;
use super::text::{is_bad, text_value};

/// Characters of the longest message that is taken.
const MAX: u32 = 2000;

/// Trimmed text of 1 to 2000 characters; line breaks are kept and are `\n` whatever the browser sent.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Message(String);

impl Message {
    /// Reads a message.
    ///
    /// # Errors
    /// `Required`, `TooLong` or `BadCharacters`.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Fault::Required);
        }
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        if text.chars().count() > MAX as usize {
            return Err(Fault::TooLong { max: MAX });
        }
        if text.chars().any(|c| is_bad(c) && !matches!(c, '\n' | '\t')) {
            return Err(Fault::BadCharacters);
        }
        Ok(Self(text))
    }
}

text_value!(Message);
