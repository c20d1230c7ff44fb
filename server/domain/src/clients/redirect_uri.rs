//! Where an answer may go: the one place that compares redirect URIs.

use serde::{Deserialize, Serialize};

use crate::values::{Fault, text::text_value};

/// Octets of the longest redirect URI.
const MAX: u32 = 2000;

/// Hosts of the person's own machine (RFC 8252 §7.3 and §8.3).
const LOOPBACK: [&str; 3] = ["127.0.0.1", "[::1]", "localhost"];

/// A redirect URI as a client registered it: `https` with a host; `http` on the person's own machine; or a private-use
/// scheme with a dot in it, such as `com.example.app:/callback` (RFC 8252 §7.1). Never a fragment (RFC 6749 §3.1.2),
/// a user name, or a wildcard.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RedirectUri(String);

text_value!(RedirectUri);

impl RedirectUri {
    /// Reads a URI that is to be registered. Nothing is folded or trimmed inside: it is compared as it was written.
    ///
    /// # Errors
    /// `Required`, `TooLong`, or `NotARedirectUri`.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Fault::Required);
        }
        if text.len() > MAX as usize {
            return Err(Fault::TooLong { max: MAX });
        }
        let plain = |byte: u8| byte.is_ascii_graphic() && !b"#*\\<>\"^`{|}".contains(&byte);
        let (scheme, rest) = text.split_once(':').ok_or(Fault::NotARedirectUri)?;
        let usable = text.bytes().all(plain)
            && match scheme {
                "https" => Authority::of(rest).is_some(),
                "http" => Authority::of(rest).is_some_and(|authority| authority.is_loopback()),
                private => is_private(private) && rest.starts_with('/') && !rest.starts_with("//"),
            };
        if usable {
            Ok(Self(text.to_owned()))
        } else {
            Err(Fault::NotARedirectUri)
        }
    }

    /// Whether an answer may go to `requested`: it is this very text (RFC 9700 §2.1), or differs in the port of the
    /// person's own machine, which a native app learns when it starts (RFC 8252 §7.3).
    pub fn accepts(&self, requested: &str) -> bool {
        if self.0 == requested {
            return true;
        }
        let (Some(ours), Some(theirs)) = (loopback(&self.0), loopback(requested)) else {
            return false;
        };
        ours.host == theirs.host && ours.after == theirs.after
    }

    /// Scheme, host and port, which a content security policy can name; none for a private-use scheme, which is all
    /// that it names then.
    pub fn origin(&self) -> Option<&str> {
        let (scheme, rest) = self.0.split_once(':')?;
        let authority = Authority::of(rest)?;
        let after = authority.after.len();
        (scheme == "https" || scheme == "http").then(|| &self.0[..self.0.len() - after])
    }
}

/// The host of an address that answers go to, as people can compare it; none where it leads to an application on the
/// person's own device, by its loopback address or a private-use scheme.
pub fn host_of(uri: &str) -> Option<&str> {
    let (scheme, rest) = uri.split_once(':')?;
    let authority = Authority::of(rest).filter(|authority| !authority.is_loopback())?;
    (scheme == "https").then_some(authority.host)
}

/// What follows the scheme of a hierarchical URI.
struct Authority<'a> {
    host: &'a str,
    /// Path and query.
    after: &'a str,
}

impl<'a> Authority<'a> {
    /// Reads `//host[:port][path][?query]`; none for a user name, an empty host, or no port's number.
    fn of(rest: &'a str) -> Option<Self> {
        let rest = rest.strip_prefix("//")?;
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, after) = rest.split_at(end);
        // The host of an IPv6 address has colons of its own.
        let (host, port) = match authority.rfind(':').filter(|at| !authority[*at..].contains(']')) {
            Some(at) => (&authority[..at], Some(&authority[at + 1..])),
            None => (authority, None),
        };
        let named = |host: &str| {
            host.split('.').all(|label| !label.is_empty())
                && host
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte))
        };
        let numbered = |port: &str| {
            !port.starts_with('0')
                && port.parse::<u16>().is_ok()
                && port.bytes().all(|byte| byte.is_ascii_digit())
        };
        let well_formed = (host == "[::1]" || named(host)) && port.is_none_or(numbered);
        well_formed.then_some(Self { host, after })
    }

    fn is_loopback(&self) -> bool {
        LOOPBACK.contains(&self.host)
    }
}

/// What stands behind `http:` of a URI on the person's own machine.
fn loopback(text: &str) -> Option<Authority<'_>> {
    let authority = Authority::of(text.strip_prefix("http:")?)?;
    authority.is_loopback().then_some(authority)
}

/// Whether a scheme is a reversed domain name, which nobody else is likely to take (RFC 8252 §7.1).
fn is_private(scheme: &str) -> bool {
    scheme.contains('.')
        && scheme.starts_with(|first: char| first.is_ascii_lowercase())
        && scheme.split('.').all(|label| !label.is_empty())
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-.".contains(&byte))
}
