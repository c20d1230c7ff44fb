//! The shop's providers in the back office.

mod list;
mod read;
mod save;
mod sections;
mod switch;

pub use list::{ListProviders, ProviderRow, list_providers};
pub use read::{Addresses, ProviderSettings, ReadProvider, read_provider};
pub use save::{SaveProvider, save_provider};
pub use sections::{Basics, ClaimRules, Claims, Connection, ticked};
pub use switch::{SwitchProvider, switch_provider};
