//! Recovery codes: the way in without the phone.

use crate::values::Fault;
use std::fmt;

/// How many a person gets at once.
pub const RECOVERY_CODES: usize = 10;

/// Digits and letters without those that are mistaken for one another (Crockford's Base 32).
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Characters of a code: 60 bits.
const LENGTH: usize = 12;
/// Characters between two hyphens.
const GROUP: usize = 4;

/// A recovery code: twelve characters, shown as `xxxx-xxxx-xxxx`.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(String);

impl RecoveryCode {
    /// The code of these random octets; four bits of them are left over.
    pub fn of(random: [u8; 8]) -> Self {
        let bits = u64::from_be_bytes(random);
        let character = |place: usize| char::from(ALPHABET[(bits >> (5 * place)) as usize & 31]);
        Self((0..LENGTH).map(character).collect())
    }

    /// What a person typed: in capitals, with other signs between the groups, with O for 0 and I or L for 1.
    ///
    /// # Errors
    /// `Required` for nothing, `WrongCode` for what can't be one.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let typed = text
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '_' | '.'))
            .take(LENGTH + 1);
        let code: String = typed
            .map(|c| match c.to_ascii_lowercase() {
                'o' => '0',
                'i' | 'l' => '1',
                c => c,
            })
            .collect();
        let ours = code.len() == LENGTH && code.bytes().all(|byte| ALPHABET.contains(&byte));
        match (code.is_empty(), ours) {
            (true, _) => Err(Fault::Required),
            (false, true) => Ok(Self(code)),
            (false, false) => Err(Fault::WrongCode),
        }
    }

    /// The twelve characters alone: what is hashed.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let groups = [&self.0[..GROUP], &self.0[GROUP..2 * GROUP], &self.0[2 * GROUP..]];
        f.write_str(&groups.join("-"))
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(…)")
    }
}
