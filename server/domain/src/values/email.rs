//! E-mail addresses and the key they are compared by.

use serde::{Deserialize, Serialize};

use super::Fault;
use super::text::{is_bad, text_value};

/// An address that a mail can be sent to, as it was typed, trimmed (RFC 5321 §4.1.2, without quoted local
/// parts and address literals; RFC 6531 letters are taken).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

/// Octets of an address, RFC 5321 §4.5.3.1.3.
const MAX_ADDRESS: usize = 254;
/// Octets of the part before the `@`, RFC 5321 §4.5.3.1.1.
const MAX_LOCAL: usize = 64;

impl Email {
    /// Reads an address: at most 254 octets, one `@`, at most 64 octets before it, a domain with a dot.
    ///
    /// # Errors
    /// `Required`, `TooLong`, `BadCharacters` (controls, direction marks) or `NotAnEmail`.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Fault::Required);
        }
        if text.len() > MAX_ADDRESS {
            return Err(Fault::TooLong {
                max: MAX_ADDRESS as u32,
            });
        }
        if text.chars().any(is_bad) {
            return Err(Fault::BadCharacters);
        }
        let (local, domain) = text.split_once('@').ok_or(Fault::NotAnEmail)?;
        if is_local_part(local) && is_domain(domain) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Fault::NotAnEmail)
        }
    }

    /// What stands before the `@`.
    pub fn local_part(&self) -> &str {
        self.0.split_once('@').map_or("", |(local, _)| local)
    }

    /// What stands after the `@`, as typed.
    pub fn domain(&self) -> &str {
        self.0.split_once('@').map_or("", |(_, domain)| domain)
    }

    /// The key by which addresses are compared and kept unique: local part in ASCII lower case, domain as
    /// lower-case A-labels (RFC 5890). Made on the server only; the browser does not carry the tables.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn key(&self) -> AddressKey {
        // `parse` took only domains that convert, so the fallback is never reached.
        let domain = to_ascii(self.domain()).unwrap_or_else(|| self.domain().to_lowercase());
        AddressKey(format!("{}@{domain}", self.local_part().to_ascii_lowercase()))
    }
}

text_value!(Email);

/// The form of an address that is unique in the database.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AddressKey(String);

impl AddressKey {
    /// A key that was read back from where `Email::key` had been stored.
    pub fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// The key's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for AddressKey {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// Dot-atom of RFC 5322 §3.2.3, with the letters of RFC 6531.
fn is_local_part(local: &str) -> bool {
    local.len() <= MAX_LOCAL
        && local.split('.').all(|atom| {
            !atom.is_empty()
                && atom.chars().all(|c| match c {
                    'a'..='z' | 'A'..='Z' | '0'..='9' => true,
                    c if c.is_ascii() => "!#$%&'*+-/=?^_`{|}~".contains(c),
                    c => !c.is_whitespace(),
                })
        })
}

/// Two labels or more, the last one not a number.
fn is_domain(domain: &str) -> bool {
    let labels_are_right = domain.split('.').all(|label| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .chars()
                .all(|c| c == '-' || c.is_alphanumeric() || (!c.is_ascii() && !c.is_whitespace()))
    });
    let top_is_a_name = domain
        .rsplit_once('.')
        .is_some_and(|(_, top)| !top.bytes().all(|b| b.is_ascii_digit()));
    labels_are_right && top_is_a_name && converts(domain)
}

#[cfg(not(target_arch = "wasm32"))]
fn converts(domain: &str) -> bool {
    to_ascii(domain).is_some_and(|ascii| ascii.len() <= 253)
}

#[cfg(target_arch = "wasm32")]
fn converts(_domain: &str) -> bool {
    true
}

#[cfg(not(target_arch = "wasm32"))]
fn to_ascii(domain: &str) -> Option<String> {
    idna::domain_to_ascii_strict(domain).ok()
}
