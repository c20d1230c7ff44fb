//! My Profile: a page, and the same as a dialog over the storefront.

mod dialog;
mod form;
mod page;
mod time_zones;

pub(super) use dialog::ProfileDialog;
pub(super) use page::ProfilePage;
