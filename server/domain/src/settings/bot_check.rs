//! How a person shows that they are no program.

use serde::{Deserialize, Serialize};

use super::Policy;
use crate::stored::stored_enum;
use crate::values::{Fault, whole_number};

/// Characters of the longest key of reCAPTCHA that is taken; they have 40.
const LONGEST_KEY: usize = 100;

stored_enum! {
    /// Who finds out.
    pub enum BotCheckMethod {
        /// The shop itself: the browser solves a small task.
        ProofOfWork = "proof_of_work",
        /// reCAPTCHA v3.
        Recaptcha = "recaptcha",
    }
}

/// How forms that strangers may send are protected, where the role of new customers asks for it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct BotCheck {
    /// Who finds out.
    pub method: BotCheckMethod,
    /// reCAPTCHA's key for pages; the other one is a secret.
    pub site_key: String,
    /// Hundredths that a person must score with reCAPTCHA.
    pub least_score: u8,
}

impl Default for BotCheck {
    fn default() -> Self {
        Self {
            method: BotCheckMethod::ProofOfWork,
            site_key: String::new(),
            least_score: 50,
        }
    }
}

impl Policy for BotCheck {
    const NAME: &'static str = "bot_check";

    fn fault(&self) -> Option<(&'static str, Fault)> {
        let keyless = self.method == BotCheckMethod::Recaptcha && self.site_key.is_empty();
        let score = Self::read_least_score(&self.least_score.to_string());
        [
            ("site_key", plain(&self.site_key).err()),
            ("site_key", keyless.then_some(Fault::Required)),
            ("least_score", score.err()),
        ]
        .into_iter()
        .find_map(|(name, fault)| Some((name, fault?)))
    }
}

impl BotCheck {
    /// Reads [`least_score`](Self::least_score).
    ///
    /// # Errors
    /// `Required` or `OutOfRange`.
    pub fn read_least_score(hundredths: &str) -> Result<u8, Fault> {
        let read = whole_number(hundredths, 0, 100)?;
        Ok(u8::try_from(read).unwrap_or(100))
    }
}

/// reCAPTCHA's secret key, sealed. A group of its own, so that no history keeps it.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RecaptchaSecret {
    /// As it lies in the database.
    pub sealed: Option<String>,
}

impl Policy for RecaptchaSecret {
    const NAME: &'static str = "recaptcha_secret";
}

/// A key of reCAPTCHA as it is typed; empty is none.
///
/// # Errors
/// `BadCharacters`.
pub fn recaptcha_key(typed: &str) -> Result<Option<String>, Fault> {
    let key = typed.trim();
    plain(key)?;
    Ok((!key.is_empty()).then(|| key.to_owned()))
}

/// Whether a key has only what keys have.
fn plain(key: &str) -> Result<(), Fault> {
    let known = |octet: u8| octet.is_ascii_alphanumeric() || b"-_".contains(&octet);
    if key.len() <= LONGEST_KEY && key.bytes().all(known) {
        Ok(())
    } else {
        Err(Fault::BadCharacters)
    }
}
