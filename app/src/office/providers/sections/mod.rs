//! The sections of a provider's form, one file each.

mod basics;
mod claims;
mod connection;

pub use basics::BasicsSection;
pub use claims::ClaimsSection;
pub use connection::ConnectionSection;
