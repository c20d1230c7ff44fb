//! Further parameters of the authorization request, as an administrator writes them.

use serde::{Deserialize, Serialize};

use crate::values::Fault;

/// How many there may be.
const MOST: usize = 20;
/// Characters of the longest name, and of the longest value.
const LONGEST: u32 = 500;

/// Parameters that carry a promise of the protocol, or that Portico sends itself (OpenID Connect Core 1.0 §3.1.2.1,
/// RFC 7636, RFC 9101, RFC 9126).
const RESERVED: [&str; 20] = [
    "response_type",
    "response_mode",
    "client_id",
    "client_secret",
    "client_assertion",
    "client_assertion_type",
    "redirect_uri",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
    "prompt",
    "max_age",
    "id_token_hint",
    "login_hint",
    "ui_locales",
    "request",
    "request_uri",
    "registration",
];

/// Names and values in the order of the administrator: `domain_hint`, `hd`, `connection` and the like. None is
/// reserved, none stands twice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<(String, String)>", into = "Vec<(String, String)>")]
pub struct AuthorizeParameters(Vec<(String, String)>);

impl AuthorizeParameters {
    /// Takes names and values.
    ///
    /// # Errors
    /// `ReservedParameter`, `NotAParameter` (no name, a name twice or with characters that no name has),
    /// `BadCharacters`, or `TooLong`.
    pub fn new(pairs: impl IntoIterator<Item = (String, String)>) -> Result<Self, Fault> {
        let mut taken: Vec<(String, String)> = Vec::new();
        for (name, value) in pairs {
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
            if name.is_empty() || !name.bytes().all(plain) || taken.iter().any(|(known, _)| *known == name) {
                return Err(Fault::NotAParameter);
            }
            if RESERVED
                .iter()
                .any(|reserved| reserved.eq_ignore_ascii_case(&name))
            {
                return Err(Fault::ReservedParameter);
            }
            if value.chars().any(char::is_control) {
                return Err(Fault::BadCharacters);
            }
            if [&name, &value]
                .iter()
                .any(|text| text.chars().count() > LONGEST as usize)
            {
                return Err(Fault::TooLong { max: LONGEST });
            }
            taken.push((name, value));
        }
        if taken.len() > MOST {
            return Err(Fault::NotAParameter);
        }
        Ok(Self(taken))
    }

    /// Reads one `name=value` a line; empty lines are passed over.
    ///
    /// # Errors
    /// As [`Self::new`]; `NotAParameter` for a line without `=`.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let pairs = lines.map(|line| {
            let (name, value) = line.split_once('=').ok_or(Fault::NotAParameter)?;
            Ok((name.trim().to_owned(), value.trim().to_owned()))
        });
        Self::new(pairs.collect::<Result<Vec<_>, Fault>>()?)
    }

    /// The names and values.
    pub fn as_pairs(&self) -> &[(String, String)] {
        &self.0
    }

    /// One `name=value` a line: what [`Self::parse`] reads.
    pub fn to_lines(&self) -> String {
        let lines: Vec<String> = self
            .0
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        lines.join("\n")
    }
}

impl TryFrom<Vec<(String, String)>> for AuthorizeParameters {
    type Error = Fault;

    fn try_from(pairs: Vec<(String, String)>) -> Result<Self, Fault> {
        Self::new(pairs)
    }
}

impl From<AuthorizeParameters> for Vec<(String, String)> {
    fn from(parameters: AuthorizeParameters) -> Self {
        parameters.0
    }
}
