//! What the database holds of a recovery code.

use std::fmt;

use data_encoding::HEXLOWER;
use domain::second_factor::{Owner, RecoveryCode};

use super::hmac_sha256;

/// Hashes recovery codes with a key that is not in the database: a copy of it alone can't be searched for the 60 bits
/// of a code.
#[derive(Clone)]
pub struct RecoveryHashes([u8; 32]);

impl RecoveryHashes {
    /// From a key that serves nothing else.
    pub fn new(key: [u8; 32]) -> RecoveryHashes {
        RecoveryHashes(key)
    }

    /// HMAC-SHA-256 of owner and code, in hexadecimal.
    pub fn hash(&self, owner: Owner, code: &RecoveryCode) -> String {
        HEXLOWER.encode(&hmac_sha256(
            &self.0,
            format!("{owner}\n{}", code.as_str()).as_bytes(),
        ))
    }
}

impl fmt::Debug for RecoveryHashes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryHashes(…)")
    }
}
