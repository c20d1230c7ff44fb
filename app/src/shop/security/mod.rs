//! What customers change about their own sign-in: one card for each thing, one file for each card.

mod address;
mod page;
mod password;

pub(super) use page::SecurityPage;
