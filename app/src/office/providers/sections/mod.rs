//! The sections of a provider's form, one file each.

mod basics;
mod claims;
mod connection;
mod rules;

pub use basics::BasicsSection;
pub use claims::ClaimsSection;
pub use connection::ConnectionSection;
pub use rules::{RulesSection, rule_words};
