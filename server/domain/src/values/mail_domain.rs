//! Domains of e-mail addresses.

use serde::{Deserialize, Serialize};

use super::text::text_value;
use super::{Email, Fault};

/// The domain of an e-mail address in the form by which it is compared: lower-case A-labels (RFC 5890), as in
/// `Email::key`. Made on the server only; the browser does not carry the tables.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MailDomain(String);

impl MailDomain {
    /// Reads a domain, with or without the `@` before it.
    ///
    /// # Errors
    /// `Required`, `TooLong`, `BadCharacters` or `NotADomain`.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let text = text.trim();
        let text = text.strip_prefix('@').unwrap_or(text);
        if text.is_empty() {
            return Err(Fault::Required);
        }
        match Email::parse(&format!("a@{text}")) {
            Ok(email) => Ok(Self::of(&email)),
            Err(Fault::NotAnEmail) => Err(Fault::NotADomain),
            Err(fault) => Err(fault),
        }
    }

    /// Reads several, separated by blanks, commas or line breaks; one that stands twice counts once.
    ///
    /// # Errors
    /// As [`Self::parse`]; no domain at all is in order.
    pub fn parse_list(text: &str) -> Result<Vec<Self>, Fault> {
        let words = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';'));
        let mut domains = Vec::new();
        for word in words.filter(|word| !word.is_empty()) {
            let domain = Self::parse(word)?;
            if !domains.contains(&domain) {
                domains.push(domain);
            }
        }
        Ok(domains)
    }

    /// The domain of an address.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn of(email: &Email) -> Self {
        let key = email.key();
        let domain = key.as_str().split_once('@').map_or("", |(_, domain)| domain);
        Self(domain.to_owned())
    }

    #[cfg(target_arch = "wasm32")]
    fn of(email: &Email) -> Self {
        Self(email.domain().to_lowercase())
    }
}

text_value!(MailDomain);
