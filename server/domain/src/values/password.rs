//! Rules for new passwords, and the meter that the browser shows while one is typed.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Fault;

/// Characters of the longest password that is taken: enough for any manager, little enough to hash.
const MAX: u32 = 256;

/// What a new password must be. Lengths in characters (Unicode scalar values).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Policy {
    /// The smallest length.
    pub min: u32,
    /// The greatest length.
    pub max: u32,
    /// Wants an upper-case letter.
    pub upper: bool,
    /// Wants a lower-case letter.
    pub lower: bool,
    /// Wants a digit.
    pub digit: bool,
    /// Wants a character that is neither letter nor digit.
    pub special: bool,
    /// Refuses common passwords and those made of the person's own data.
    pub refuse_common: bool,
}

/// The policies that a shop can choose from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Profile {
    /// Ten characters, no rules of composition; common and personal passwords refused.
    #[default]
    Modern,
    /// NIST SP 800-63B-4 §3.1.1.2: fifteen characters, or eight beside a second factor.
    Nist,
    /// Document 004: eight characters with upper, lower, digit and special.
    Classic,
    /// The shop's own rules.
    Custom(Policy),
}

impl Profile {
    /// The rules of this profile for a person with or without a second factor.
    pub const fn policy(self, second_factor: bool) -> Policy {
        const OPEN: Policy = Policy {
            min: 10,
            max: MAX,
            upper: false,
            lower: false,
            digit: false,
            special: false,
            refuse_common: true,
        };
        match self {
            Self::Modern => OPEN,
            Self::Nist => Policy {
                min: if second_factor { 8 } else { 15 },
                ..OPEN
            },
            Self::Classic => Policy {
                min: 8,
                upper: true,
                lower: true,
                digit: true,
                special: true,
                ..OPEN
            },
            Self::Custom(policy) => policy,
        }
    }
}

/// Checks a new password. It is taken as typed: never trimmed, cut or folded.
///
/// `about` is what the password must not be made of: the person's address and names, the shop's name.
///
/// # Errors
/// The first rule that it breaks: `Required`, `TooShort`, `TooLong`, `BadCharacters` (controls),
/// `PasswordNeeds…`, `PasswordCommon` or `PasswordPersonal`.
pub fn check(policy: &Policy, password: &str, about: &[&str]) -> Result<(), Fault> {
    let length = password.chars().count();
    let rules = [
        (password.is_empty(), Fault::Required),
        (length < policy.min as usize, Fault::TooShort { min: policy.min }),
        (length > policy.max as usize, Fault::TooLong { max: policy.max }),
        (password.chars().any(char::is_control), Fault::BadCharacters),
        (
            policy.upper && !password.chars().any(char::is_uppercase),
            Fault::PasswordNeedsUpper,
        ),
        (
            policy.lower && !password.chars().any(char::is_lowercase),
            Fault::PasswordNeedsLower,
        ),
        (
            policy.digit && !password.chars().any(char::is_numeric),
            Fault::PasswordNeedsDigit,
        ),
        (
            policy.special && password.chars().all(char::is_alphanumeric),
            Fault::PasswordNeedsSpecial,
        ),
        (policy.refuse_common && is_common(password), Fault::PasswordCommon),
        (
            policy.refuse_common && is_personal(password, about),
            Fault::PasswordPersonal,
        ),
    ];
    rules
        .into_iter()
        .find(|(broken, _)| *broken)
        .map_or(Ok(()), |(_, fault)| Err(fault))
}

/// How hard a password is to guess. For the meter only; `check` decides.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// Guessed at once.
    Weak,
    /// Guessed with some effort.
    Fair,
    /// Good enough for a shop.
    Good,
    /// Not worth trying.
    Strong,
}

/// Estimates the strength from length and variety; repeated and running characters count for little.
pub fn strength(password: &str) -> Strength {
    if password.is_empty() || is_common(password) {
        return Strength::Weak;
    }
    let has = |kind: fn(char) -> bool, size: u32| if password.chars().any(kind) { size } else { 0 };
    let letters = has(char::is_lowercase, 26) + has(char::is_uppercase, 26);
    let pool = letters + has(char::is_numeric, 10) + has(|c| !c.is_alphanumeric(), 32);
    let bits = f64::from(pool.max(2)).log2() * f64::from(moves(password));
    match bits {
        b if b < 40.0 => Strength::Weak,
        b if b < 56.0 => Strength::Fair,
        b if b < 76.0 => Strength::Good,
        _ => Strength::Strong,
    }
}

/// Characters that do not simply repeat the one before or run on from it.
fn moves(password: &str) -> u32 {
    let chars: Vec<u32> = password.chars().map(u32::from).collect();
    let fresh = chars
        .windows(2)
        .filter(|pair| pair[0].abs_diff(pair[1]) > 1)
        .count();
    1 + u32::try_from(fresh).unwrap_or(u32::MAX - 1)
}

/// True if the password is on the list — also with other letter cases, the usual digits for letters, or
/// digits and signs at its ends — or consists of very few characters or one run.
fn is_common(password: &str) -> bool {
    let lower = password.to_lowercase();
    let different: BTreeSet<char> = lower.chars().collect();
    if different.len() < 4 || moves(&lower) <= 2 || repeats(&lower) {
        return true;
    }
    let core = lower.trim_matches(|c: char| !c.is_alphabetic());
    let forms = [lower.as_str(), core, &unleet(&lower), &unleet(core)];
    COMMON.lines().any(|common| forms.contains(&common))
}

/// True for a short piece written several times: `abcabcabc`.
fn repeats(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    (1..=4).any(|width| {
        chars.len() >= 2 * width && chars.iter().zip(chars.iter().skip(width)).all(|(a, b)| a == b)
    })
}

fn unleet(text: &str) -> String {
    let plain = |c| match c {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    };
    text.chars().map(plain).collect()
}

/// True if little is left of the password once the words about the person are taken out.
fn is_personal(password: &str, about: &[&str]) -> bool {
    let mut rest = password.to_lowercase();
    let mut words: Vec<String> = about
        .iter()
        .flat_map(|text| {
            let text = text.trim().to_lowercase();
            let parts: Vec<String> = text
                .split(|c: char| !c.is_alphanumeric())
                .map(str::to_owned)
                .collect();
            std::iter::once(text).chain(parts)
        })
        .filter(|word| word.chars().count() >= 4)
        .collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let mut found = false;
    for word in &words {
        found |= rest.contains(word.as_str());
        rest = rest.replace(word.as_str(), "");
    }
    found && rest.chars().filter(|c| c.is_alphanumeric()).count() < 6
}

/// What anybody tries first, one to a line, in lower case; digits and signs at the ends are left out where
/// `is_common` takes them off by itself.
const COMMON: &str = include_str!("common_passwords.txt");
