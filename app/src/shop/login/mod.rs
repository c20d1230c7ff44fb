//! Signing in, and getting back in.

mod forgot;
mod page;

pub(super) use forgot::ForgotPage;
pub(super) use page::LoginPage;
