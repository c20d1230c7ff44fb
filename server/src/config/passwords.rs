//! `[passwords]`: how passwords are hashed, and the rules for new ones.

use argon2::Params;
use domain::values::Profile;
use serde::{Deserialize, Deserializer, de};

use super::keys::{Key, Section};

pub(super) const SECTION: Section = Section {
    name: "passwords",
    meaning: "How passwords are hashed (Argon2id, RFC 9106), and the rules for new ones. Older hashes are renewed \
              at the next sign-in.",
    keys: &[
        Key::number(
            "memory_kib",
            "19456",
            "Memory of one hash in KiB; at least 19456, except in development.",
        ),
        Key::number(
            "iterations",
            "2",
            "Passes over the memory; at least 2, except in development.",
        ),
        Key::number("parallelism", "1", "Lanes of one hash."),
        Key::text(
            "profile",
            "modern",
            "Rules for new passwords: `modern`, `nist` (SP 800-63B-4) or `classic`.",
        ),
    ],
};

/// OWASP's least for Argon2id, which spec and reference promise.
const LEAST_MEMORY_KIB: u32 = 19_456;
const LEAST_ITERATIONS: u32 = 2;
/// One hash must not take more than this, or a slip of the pen stops every sign-in.
const MOST_MEMORY_KIB: u32 = 4 * 1024 * 1024;
const MOST_ITERATIONS: u32 = 100;
const MOST_LANES: u32 = 64;

/// How passwords are hashed, and the rules for new ones.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Passwords {
    /// Memory of one hash in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub iterations: u32,
    /// Lanes of one hash.
    pub parallelism: u32,
    /// Rules for new passwords.
    #[serde(deserialize_with = "profile")]
    pub profile: Profile,
}

impl Passwords {
    pub(super) fn validate(&self, development: bool) -> Vec<(&'static str, String)> {
        let (least_memory, least_iterations) = if development {
            (Params::MIN_M_COST, 1)
        } else {
            (LEAST_MEMORY_KIB, LEAST_ITERATIONS)
        };
        let ranges = [
            (
                "passwords.memory_kib",
                self.memory_kib,
                least_memory,
                MOST_MEMORY_KIB,
            ),
            (
                "passwords.iterations",
                self.iterations,
                least_iterations,
                MOST_ITERATIONS,
            ),
            ("passwords.parallelism", self.parallelism, 1, MOST_LANES),
        ];
        let mut faults: Vec<_> = ranges
            .into_iter()
            .filter(|(_, value, least, most)| !(least..=most).contains(&value))
            .map(|(key, _, least, most)| (key, format!("must be from {least} to {most}")))
            .collect();
        // RFC 9106 section 3.1: at least 8 KiB for each lane.
        if faults.is_empty() && self.memory_kib < 8 * self.parallelism {
            faults.push((
                "passwords.memory_kib",
                "must be at least 8 for each lane".to_owned(),
            ));
        }
        faults
    }
}

/// The profiles that need no rules of the operator's own.
fn profile<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Profile, D::Error> {
    match String::deserialize(deserializer)?.trim() {
        "modern" => Ok(Profile::Modern),
        "nist" => Ok(Profile::Nist),
        "classic" => Ok(Profile::Classic),
        _ => Err(de::Error::custom("must be modern, nist or classic")),
    }
}
