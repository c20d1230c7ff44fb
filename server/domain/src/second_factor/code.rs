//! The six digits of an app or a mail.

use crate::values::Fault;

/// Six digits, as an app shows them or a mail brings them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Code(u32);

impl Code {
    /// What a person typed; spaces and hyphens between the digits are left out.
    ///
    /// # Errors
    /// `Required` for nothing, `WrongCode` for everything that is not six digits.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let typed: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .take(7)
            .collect();
        if typed.is_empty() {
            return Err(Fault::Required);
        }
        let digits = typed.len() == 6 && typed.bytes().all(|byte| byte.is_ascii_digit());
        let number = digits.then(|| typed.parse().ok()).flatten();
        number.map(Self).ok_or(Fault::WrongCode)
    }

    /// The code of this number; only its last six digits count.
    pub const fn of(number: u32) -> Self {
        Self(number % 1_000_000)
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:06}", self.0)
    }
}
