//! Which e-mail domains customers may have.

use serde::{Deserialize, Serialize};

use super::Policy;
use crate::values::AddressKey;
#[cfg(not(target_arch = "wasm32"))]
use crate::values::{Email, Fault};

/// Domains that are let in and domains that are kept out, as lower-case A-labels (RFC 5890). Each stands for itself and
/// everything below it: `example.org` for `mail.example.org` as well, not for `myexample.org`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EmailDomains {
    /// Only these; all when there are none.
    pub allow: Vec<String>,
    /// Never these, although they are let in above.
    pub deny: Vec<String>,
}

impl Policy for EmailDomains {
    const NAME: &'static str = "email_domains";
}

impl EmailDomains {
    /// Whether an address with this key may register, be given after a provider's sign-in, or take another one's place.
    pub fn admit(&self, key: &AddressKey) -> bool {
        let domain = key.as_str().rsplit_once('@').map_or("", |(_, domain)| domain);
        let among = |list: &[String]| list.iter().any(|entry| is_within(domain, entry));
        !among(&self.deny) && (self.allow.is_empty() || among(&self.allow))
    }
}

fn is_within(domain: &str, entry: &str) -> bool {
    domain
        .strip_suffix(entry)
        .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// Reads a list: domains with spaces, commas or line breaks between, in any letter case and script. Each once, in order.
///
/// # Errors
/// `NotADomain`, `TooLong` for more than a thousand.
#[cfg(not(target_arch = "wasm32"))]
pub fn parse_domains(text: &str) -> Result<Vec<String>, Fault> {
    const MOST: usize = 1000;
    let mut domains = Vec::new();
    for word in text
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter(|word| !word.is_empty())
    {
        // What an address may have behind its @ is a domain.
        let key = Email::parse(&format!("a@{word}"))
            .map_err(|_| Fault::NotADomain)?
            .key();
        let domain = key.as_str().trim_start_matches("a@").to_owned();
        if !domains.contains(&domain) {
            domains.push(domain);
        }
    }
    if domains.len() > MOST {
        return Err(Fault::TooLong { max: MOST as u32 });
    }
    Ok(domains)
}
