//! Signatures of challenges that are kept nowhere.

use std::fmt;

use data_encoding::HEXLOWER;
use ring::hmac;

use super::hmac_sha256;

/// Signs a text that a browser brings back, so that it needs no row until it is answered.
#[derive(Clone)]
pub struct Challenges([u8; 32]);

impl Challenges {
    /// From a key that serves nothing else.
    pub fn new(key: [u8; 32]) -> Challenges {
        Challenges(key)
    }

    /// HMAC-SHA-256 of the text, in hexadecimal.
    pub fn sign(&self, text: &str) -> String {
        HEXLOWER.encode(&hmac_sha256(&self.0, text.as_bytes()))
    }

    /// Whether the signature is the text's, in constant time.
    pub fn verify(&self, text: &str, signature: &str) -> bool {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &self.0);
        let tag = HEXLOWER.decode(signature.as_bytes());
        tag.is_ok_and(|tag| hmac::verify(&key, text.as_bytes(), &tag).is_ok())
    }
}

impl fmt::Debug for Challenges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Challenges(…)")
    }
}
