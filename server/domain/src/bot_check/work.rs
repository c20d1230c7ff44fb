//! Proof of work: a number that, after a challenge, makes a SHA-256 hash begin with zeros.

/// Zero bits that are asked for in quiet times: some 65,000 hashes, a moment in a browser.
pub const EASIEST: u8 = 16;
/// Zero bits that are asked for at most: some two million hashes.
pub const HARDEST: u8 = 21;
/// Proofs that the whole shop takes within the time that is looked back before it asks for more.
const QUIET: i64 = 50;

/// Leading zero bits to ask for, by the proofs that the shop took lately. Each doubling doubles the work.
pub const fn difficulty(taken: i64) -> u8 {
    let mut bits = EASIEST;
    let mut limit = QUIET;
    while bits < HARDEST && taken > limit {
        bits += 1;
        limit *= 2;
    }
    bits
}

/// Zero bits before the first one.
pub fn leading_zeros(hash: &[u8]) -> u32 {
    let whole = hash.iter().take_while(|octet| **octet == 0).count();
    let rest = hash.get(whole).map_or(0, |octet| octet.leading_zeros());
    u32::try_from(whole).unwrap_or(u32::MAX).saturating_mul(8) + rest
}
