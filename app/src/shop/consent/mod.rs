//! What a client may know: the questions in a flow, and what a customer agreed to.

mod account;
mod applications;
mod ask;
mod parts;

pub(super) use account::AccountPage;
pub(super) use applications::ApplicationsPage;
pub(super) use ask::ConsentPage;
