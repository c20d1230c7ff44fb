//! Why a request is rejected, as its applicant reads it.

use crate::stored::stored_enum;
use crate::values::{Fault, Message};

stored_enum! {
    /// A closed list, so that everybody is told in their own language.
    pub enum RejectionReason {
        /// Only the words that staff write themselves.
        Other = "other",
        /// Details are missing or could not be checked.
        Incomplete = "incomplete",
        /// Nobody here knows the company that was named.
        UnknownCompany = "unknown_company",
        /// The person is registered already.
        Duplicate = "duplicate",
        /// The shop is not for this kind of customer.
        NotEligible = "not_eligible",
    }
}

/// What a rejected applicant is told: a sentence of the shop, words of the staff, or both.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rejection {
    /// The sentence.
    pub reason: RejectionReason,
    /// The words.
    pub note: Option<Message>,
}

impl Rejection {
    /// A rejection that says something.
    ///
    /// # Errors
    /// `Required` when there is neither a sentence nor a word.
    pub fn new(reason: RejectionReason, note: Option<Message>) -> Result<Self, Fault> {
        match (reason, &note) {
            (RejectionReason::Other, None) => Err(Fault::Required),
            _ => Ok(Self { reason, note }),
        }
    }
}
