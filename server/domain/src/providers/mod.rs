//! What a provider's claims mean here. Talking to providers is the server's part.

mod claims;
mod client_auth;
mod follow;
mod parameters;
mod rules;
mod signing;
mod warnings;

pub use claims::{ClaimMapping, Claims, Field, MappedField, MissingSubject, address_claim, map_claims};
pub use client_auth::ClientAuth;
pub use follow::{Claimed, Following, Rules, Sets, Standing, follow, rules, sets};
pub use parameters::AuthorizeParameters;
pub use rules::{AddressFacts, AddressUpdate, CurrentAddress, Rule, Update, update, update_address};
pub use signing::SigningAlgorithm;
pub use warnings::{Health, Warning, warnings};
