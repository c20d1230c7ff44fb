//! What people see. Compiled twice: with `ssr` into the server, with `hydrate` into the browser's three bundles.
//! Pages call server functions ([`api`]); these call a port, a small trait that the server implements. The app
//! never sees storage or the server.
#![recursion_limit = "512"]

pub mod api;
mod frame;
pub mod i18n;
pub mod office;
pub mod routes;
mod second_factor;
#[cfg(feature = "ssr")]
pub mod shell;
pub mod shop;
pub mod ui;

/// Entry of the shop's bundle: takes over the pages that the server rendered for a visitor.
#[cfg(feature = "hydrate")]
pub fn hydrate_shop() {
    leptos::mount::hydrate_body(shop::Shop);
}

/// Entry of the bundle for signing in, and for everybody who is signed in.
#[cfg(feature = "hydrate")]
pub fn hydrate_account() {
    leptos::mount::hydrate_body(shop::Account);
}

/// Entry of the back office's bundle.
#[cfg(feature = "hydrate")]
pub fn hydrate_office() {
    leptos::mount::hydrate_body(office::Office);
}
