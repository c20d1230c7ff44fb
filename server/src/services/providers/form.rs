//! Reading the form of a provider's settings: every field is checked, each fault stands beside its own.

mod basics;
mod claims;
mod connection;
mod rules;
#[cfg(test)]
mod tests;

pub(super) use basics::Basics;
pub(super) use connection::Connection;

use app::api::{Problems, providers::SaveProvider};
use domain::{providers::ClaimMapping, values::Fault};
use storage::providers::Provider;

/// Characters of the longest issuer, client id, claim name and scope list.
const LINE: u32 = 500;

/// A form whose fields all parsed.
#[derive(Debug)]
pub(super) struct Parsed {
    pub basics: Basics,
    pub connection: Connection,
    pub claims: ClaimMapping,
    pub account_code_controlled: bool,
    pub trusts_email_verified: bool,
}

/// Reads the form against the provider that it changes.
///
/// # Errors
/// What is wrong with which field, in the order of the form.
pub(super) fn parse(form: &SaveProvider, stored: Option<&Provider>) -> Result<Parsed, Problems> {
    let mut problems = Problems::default();
    let basics = basics::parse(&form.basics, stored, &mut problems);
    let connection = connection::parse(&form.connection, stored, &mut problems);
    let claims = claims::parse(&form.claims, stored, &mut problems);
    let rules = rules::parse(&form.rules, &mut problems);
    match (basics, connection, claims, rules) {
        (Some(basics), Some(connection), Some(claims), Some(rules)) if problems.is_empty() => Ok(Parsed {
            basics,
            connection,
            claims: rules.given_to(claims),
            account_code_controlled: form.claims.account_code_controlled.is_some(),
            trusts_email_verified: form.claims.trusts_email_verified.is_some(),
        }),
        _ => Err(problems),
    }
}

/// One trimmed line without control characters.
fn line(text: &str, max: u32) -> Result<String, Fault> {
    let text = text.trim();
    if text.is_empty() {
        Err(Fault::Required)
    } else if text.chars().count() > max as usize {
        Err(Fault::TooLong { max })
    } else if text.chars().any(char::is_control) {
        Err(Fault::BadCharacters)
    } else {
        Ok(text.to_owned())
    }
}

/// One word: a line without blanks.
fn token(text: &str, max: u32) -> Result<String, Fault> {
    let text = line(text, max)?;
    if text.contains(char::is_whitespace) {
        Err(Fault::BadCharacters)
    } else {
        Ok(text)
    }
}
