//! Coming in for the first time.

mod account_match;
mod decide;

pub use account_match::{AccountMatch, AddressCandidate, AddressLinkFacts, link_by_address, match_by_code};
pub use decide::{
    AfterProof, Entry, FinishAt, FormPlan, ProviderPlan, after_address_proven, approval_link, form, provider,
};
