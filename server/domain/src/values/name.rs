//! Names of people and companies.

use serde::{Deserialize, Serialize};

use super::Fault;
use super::text::{line, text_value};

/// Characters of the longest name that is taken.
const MAX: u32 = 100;
/// Characters of the longest name of a role.
const MAX_ROLE: u32 = 60;

/// A given or a family name: one trimmed line of 1 to 100 characters. A web address is refused, since the
/// name stands in mails and registration forms are used to send advertising to strangers.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PersonName(String);

/// A company's name: as a person's.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CompanyName(String);

/// What the shop calls a role of its customers: one trimmed line of 1 to 60 characters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RoleName(String);

impl RoleName {
    /// Reads a role's name.
    ///
    /// # Errors
    /// `Required`, `TooLong` or `BadCharacters`.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        line(text, MAX_ROLE).map(|text| Self(text.to_owned()))
    }
}

impl PersonName {
    /// Reads a name.
    ///
    /// # Errors
    /// `Required`, `TooLong` or `BadCharacters`.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        name(text).map(Self)
    }
}

impl CompanyName {
    /// Reads a company's name.
    ///
    /// # Errors
    /// `Required`, `TooLong` or `BadCharacters`.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        name(text).map(Self)
    }
}

text_value!(PersonName);
text_value!(CompanyName);
text_value!(RoleName);

fn name(text: &str) -> Result<String, Fault> {
    let text = line(text, MAX)?;
    if text.contains("://") {
        Err(Fault::BadCharacters)
    } else {
        Ok(text.to_owned())
    }
}
