//! Signing in.

mod mode;
mod password;

pub use mode::{LoginButton, LoginFacts, LoginMode, button, mode};
pub use password::{PasswordCustomer, PasswordDecision, PasswordFacts, decide_password};
