//! Signing in.

mod home_realm;
mod mode;
mod password;
mod tries;

pub use home_realm::{HomeRealm, HomeRealmFacts, home_realm};
pub use mode::{LoginButton, LoginFacts, LoginMode, button, mode};
pub use password::{PasswordCustomer, PasswordDecision, PasswordFacts, decide_password};
pub use tries::{FROM_ANYWHERE, FROM_KNOWN, Tries, TryFacts, tries};
