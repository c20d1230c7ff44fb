//! Logging out: the question, and what is known afterwards.

mod choices;
mod frames;
mod page;
mod signed_out;

pub(super) use choices::LogoutDialog;
pub(super) use frames::Frames;
pub(super) use page::{ConfirmLogout, LogoutPage};
pub(super) use signed_out::SignedOutPage;
