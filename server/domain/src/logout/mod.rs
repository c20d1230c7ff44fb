//! Logging out, locally or globally.

mod plan;
mod receipt;

pub use plan::{
    Choice, LogoutFacts, LogoutOffer, Plan, ProviderSide, asks_again, at_time_limit, offer, plan,
};
pub use receipt::{
    ApplicationOutcome, ProviderOutcome, Receipt, SignedInTo, Telling, ToldBy, application_outcome,
};
