//! Identities: what a provider's (issuer, subject) means here.

mod linking;

pub use linking::{AddressBelongsTo, AddressClaim, KnownDecision, LinkDecision, known, link};
