//! Randomness, hashes, tokens, secrets at rest, passwords. All primitives come from `ring` and `argon2`.

mod challenges;
mod clock;
mod entropy;
mod hash;
mod key_file;
mod link_tokens;
mod password;
mod recovery;
mod seal;
mod token;
mod totp;

pub use challenges::Challenges;
pub use clock::SystemClock;
pub use entropy::{Entropy, SystemEntropy, for_signatures};
pub use hash::{hmac_sha256, sha256_hex};
pub use key_file::{ChangeFault, KeyFault};
pub use link_tokens::LinkTokens;
pub use password::{PasswordFault, PasswordHasher, RETRY_AFTER, Verdict};
pub use recovery::RecoveryHashes;
pub use seal::{FROM_THE_OLDEST, Keyring, SealFault};
pub use token::Token;
pub use totp::AppSecret;
