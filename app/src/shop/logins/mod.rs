//! Login options of a customer, and the proof of an account.

mod page;
mod proof;

pub(super) use page::LoginsPage;
pub(super) use proof::{HaveAccountOffer, ProofPage};
