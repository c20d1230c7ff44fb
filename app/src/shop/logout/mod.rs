//! Logging out: the question, and what is known afterwards.

mod choices;
mod page;
mod signed_out;

pub(super) use choices::LogoutDialog;
pub(super) use page::LogoutPage;
pub(super) use signed_out::SignedOutPage;
