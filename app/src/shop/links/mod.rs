//! Pages that a link from a mail opens. Opening one changes nothing; its button does.

mod activate;
mod change_address;
mod confirm_address;
mod dead;
mod reset;

pub(super) use activate::ActivatePage;
pub(super) use confirm_address::ConfirmAddressPage;
pub(super) use reset::ResetPage;

use super::query;
use crate::api::{
    Reply,
    links::{LinkState, look_at_link},
};
use leptos::prelude::*;

/// The token of the page's address.
fn token() -> String {
    query("token").unwrap_or_default()
}

/// The state of the page's link.
fn link() -> Resource<Reply<LinkState>> {
    Resource::new_blocking(token, look_at_link)
}
