//! Customers and where they stand.

mod office;
// Needs tables of Unicode that the browser must not download.
#[cfg(not(target_arch = "wasm32"))]
pub mod search;
mod status;

pub use office::{LinkFacts, LinkToSend, Switch, link_to_send, switch};
pub use status::CustomerStatus;
