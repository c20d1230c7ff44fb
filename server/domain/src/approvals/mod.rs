//! Deciding registration requests.

mod finish;
mod state;

pub use finish::{Finish, FinishFacts, IdentityOwner, finish};
pub use state::{
    APPROVAL_LINK_LIFETIME, Decision, Due, REJECTED_LIFETIME, Refused, Request, Status, UNPROVEN_LIFETIME,
    WAITING_LIFETIME,
};
