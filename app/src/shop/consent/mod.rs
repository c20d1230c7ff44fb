//! What a client may know: the questions in a flow, and what a customer agreed to.

mod account;
mod applications;
mod ask;
mod face;
mod parts;

pub(super) use account::AccountPage;
pub(super) use applications::ApplicationsPage;
pub(super) use ask::ConsentPage;
pub(super) use face::{BesideLogo, Tinted};
