//! Short names in paths.

use serde::{Deserialize, Serialize};

use super::Fault;
use super::text::text_value;

/// Characters of the longest short name.
const MAX: u32 = 60;

/// A short name that stands in a path: 1 to 60 of `a`–`z`, `0`–`9`, with single hyphens between.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Slug(String);

impl Slug {
    /// Reads a short name. Capital letters are not folded: a path has one spelling.
    ///
    /// # Errors
    /// `Required`, `TooLong` or `NotASlug`.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Fault::Required);
        }
        if text.chars().count() > MAX as usize {
            return Err(Fault::TooLong { max: MAX });
        }
        let is_word = |word: &str| {
            !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        };
        if text.split('-').all(is_word) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Fault::NotASlug)
        }
    }
}

text_value!(Slug);
