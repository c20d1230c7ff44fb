//! Whether a new password keeps the rules.

use super::{
    guesses::{forms, is_pattern, is_personal},
    rules::{MAX, Rules},
};
use crate::values::Fault;

/// Checks a new password. It is taken as typed: never trimmed, cut or folded.
///
/// `about` is what the password must not be made of: the person's address and names, the shop's name. `refused` tells
/// whether a text is on the list of common and breached passwords; it is asked for the password itself and for what is
/// left of it without disguise.
///
/// # Errors
/// The first rule that it breaks: `Required`, `TooShort`, `TooLong`, `BadCharacters` (controls),
/// `PasswordNeeds…`, `PasswordCommon` or `PasswordPersonal`.
pub fn check(
    rules: &Rules,
    password: &str,
    about: &[&str],
    refused: impl Fn(&str) -> bool,
) -> Result<(), Fault> {
    let length = password.chars().count();
    let has = |kind: fn(char) -> bool| password.chars().any(kind);
    let common = || is_pattern(password) || forms(password).iter().any(|form| refused(form));
    if password.is_empty() {
        Err(Fault::Required)
    } else if length < rules.min as usize {
        Err(Fault::TooShort { min: rules.min })
    } else if length > MAX as usize {
        Err(Fault::TooLong { max: MAX })
    } else if has(char::is_control) {
        Err(Fault::BadCharacters)
    } else if rules.upper && !has(char::is_uppercase) {
        Err(Fault::PasswordNeedsUpper)
    } else if rules.lower && !has(char::is_lowercase) {
        Err(Fault::PasswordNeedsLower)
    } else if rules.digit && !has(char::is_numeric) {
        Err(Fault::PasswordNeedsDigit)
    } else if rules.special && !has(|c| !c.is_alphanumeric()) {
        Err(Fault::PasswordNeedsSpecial)
    } else if rules.refuse_common && common() {
        Err(Fault::PasswordCommon)
    } else if rules.refuse_common && is_personal(password, about) {
        Err(Fault::PasswordPersonal)
    } else {
        Ok(())
    }
}
