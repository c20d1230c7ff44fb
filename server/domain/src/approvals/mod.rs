//! Deciding registration requests.

#[cfg(not(target_arch = "wasm32"))]
mod duplicates;
mod finish;
mod likeness;
mod rejection;
mod search;
mod state;

#[cfg(not(target_arch = "wasm32"))]
pub use duplicates::{Applicant, alike, likenesses, phone};
pub use finish::{Finish, FinishFacts, IdentityOwner, finish};
pub use likeness::Likeness;
pub use rejection::{Rejection, RejectionReason};
pub use search::{SEARCH_WORDS, search_words, words_of};
pub use state::{
    APPROVAL_LINK_LIFETIME, Decision, Due, MailAgain, REJECTED_LIFETIME, Refused, Request, Status,
    UNPROVEN_LIFETIME, WAITING_LIFETIME,
};
