//! What surrounds every page of the storefront.

mod account_menu;
mod footer;
mod header;
mod overlays;

pub(super) use footer::Footer;
pub(super) use header::{CustomerActions, Header, WayIn};
pub(super) use overlays::{Overlay, Overlays};
