//! Proof Key for Code Exchange (RFC 7636): the code is worth nothing to whoever did not ask for it.

/// Octets of a SHA-256 hash in base64url without padding.
const CHALLENGE_LENGTH: usize = 43;

/// What the client showed when it asked: `BASE64URL(SHA256(verifier))`, the method `S256`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Challenge(String);

/// What it shows when it redeems the code: 43 to 128 unreserved characters (RFC 7636 §4.1).
#[derive(Clone, PartialEq, Eq)]
pub struct Verifier(String);

impl Challenge {
    /// Reads a challenge; `None` for what is no SHA-256 hash in base64url.
    pub fn parse(text: &str) -> Option<Self> {
        let base64url = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        (text.len() == CHALLENGE_LENGTH && text.bytes().all(base64url)).then(|| Self(text.to_owned()))
    }

    /// As it came.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Verifier {
    /// Reads a verifier; `None` for one that is too short, too long, or has other characters.
    pub fn parse(text: &str) -> Option<Self> {
        let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        let usable = (CHALLENGE_LENGTH..=128).contains(&text.len()) && text.bytes().all(unreserved);
        usable.then(|| Self(text.to_owned()))
    }

    /// What is hashed.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}
