//! Signing in, and getting back in.

mod forgot;
mod page;
mod samples;

pub(super) use forgot::ForgotPage;
pub(super) use page::LoginPage;
