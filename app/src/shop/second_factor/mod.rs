//! The second factor of customers: asked for while they sign in, and set up by them.

mod set_up;
mod sign_in;

pub(super) use set_up::SetUpPage;
pub(super) use sign_in::SecondStepPage;
