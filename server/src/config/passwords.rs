//! `[passwords]`: how passwords are hashed, and which ones nobody may choose.

use crate::passwords::{FilterFault, Refused};
use argon2::Params;
use serde::Deserialize;
use std::path::Path;

use super::keys::{Key, Section};

pub(super) const SECTION: Section = Section {
    name: "passwords",
    meaning: "How passwords are hashed (Argon2id, RFC 9106); older hashes are renewed at the next sign-in. The rules for \
              new ones are chosen in the back office, under Settings.",
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
            "refused",
            "",
            "File with the common and breached passwords that nobody may choose, made from a list by \
             `portico passwords build`. Empty: the built-in one, with 108,461 passwords.",
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

/// How passwords are hashed, and which ones nobody may choose.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Passwords {
    /// Memory of one hash in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub iterations: u32,
    /// Lanes of one hash.
    pub parallelism: u32,
    /// File with the filter of refused passwords; empty for the built-in one.
    pub refused: String,
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
        if let Err(fault) = self.refused() {
            faults.push(("passwords.refused", format!("{} {fault}", self.refused)));
        }
        faults
    }

    /// The passwords that nobody may choose.
    ///
    /// # Errors
    /// A file that can't be read or is no filter.
    pub fn refused(&self) -> Result<Refused, FilterFault> {
        match self.refused.as_str() {
            "" => Refused::built_in(),
            file => Refused::open(Path::new(file)),
        }
    }
}
