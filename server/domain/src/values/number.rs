//! Whole numbers that people type.

use super::Fault;

/// Reads a number from `min` to `max`.
///
/// # Errors
/// `Required`, or `OutOfRange` for everything that is no such number.
pub fn whole_number(text: &str, min: u32, max: u32) -> Result<u32, Fault> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Fault::Required);
    }
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse().ok().filter(|_| digits);
    number
        .filter(|number| (min..=max).contains(number))
        .ok_or(Fault::OutOfRange { min, max })
}
