//! The frame around the pages of a customer's own account, and which pages there are.

mod frame;
mod pages;

pub(super) use frame::AccountFrame;
pub(super) use pages::{AccountPage, account_pages};
