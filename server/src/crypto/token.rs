//! Opaque tokens: what a browser or a link carries, and what the database holds of it.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret, SecretString};

use super::sha256_hex;

/// A secret of 256 bits in base64url without padding (RFC 4648 section 5): 43 characters. Never logged.
#[derive(Clone)]
pub struct Token(SecretString);

impl Token {
    /// The token that stands for these bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Token {
        Token(URL_SAFE_NO_PAD.encode(bytes).into())
    }

    /// A token that came from outside; none when it cannot be one of ours, so that nobody looks it up.
    pub fn parse(text: &str) -> Option<Token> {
        let mut bytes = [0; 32];
        let length = URL_SAFE_NO_PAD.decode_slice(text, &mut bytes).ok()?;
        (length == bytes.len()).then(|| Token(text.into()))
    }

    /// The text for the cookie or the link. For nothing else.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// What the database holds: SHA-256 of the text, in hexadecimal. 256 random bits need no salt.
    pub fn hash(&self) -> String {
        sha256_hex(self.expose().as_bytes())
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_survives_its_text() {
        let token = Token::from_bytes([7; 32]);
        assert_eq!(token.expose().len(), 43);
        assert_eq!(Token::parse(token.expose()).unwrap().hash(), token.hash());
        assert!(!format!("{token:?}").contains(token.expose()));
    }

    #[test]
    fn other_texts_are_no_tokens() {
        let right = "A".repeat(43);
        assert!(Token::parse(&right).is_some());
        for text in [
            "",
            &right[1..],
            &format!("{right}A"),
            &format!("{right}="),
            &format!("{}\0", &right[1..]),
        ] {
            assert!(Token::parse(text).is_none(), "{text:?}");
        }
    }
}
