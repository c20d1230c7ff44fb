//! Identities: what a provider's (issuer, subject) means here.

mod linking;
mod ways_in;

pub use linking::{AddressBelongsTo, AddressClaim, KnownDecision, LinkDecision, known, link, not_admitted};
pub use ways_in::{Connected, Kept, Reach, WayIn, WaysIn, disconnect};
