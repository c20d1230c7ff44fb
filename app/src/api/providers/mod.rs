//! The shop's providers in the back office.

mod delete;
mod list;
mod logo;
mod order;
mod read;
mod save;
mod sections;
mod switch;

pub use delete::{DeleteProvider, delete_provider};
pub use list::{ListProviders, ProviderRow, Warning, list_providers};
pub use logo::{LOGO_PATH, RemoveLogo, remove_logo};
pub use order::{MoveProvider, move_provider};
pub use read::{Addresses, ProviderSettings, ReadProvider, read_provider};
pub use save::{SaveProvider, save_provider};
pub use sections::{Basics, ClaimRules, Claims, Connection, ticked};
pub use switch::{SwitchProvider, switch_provider};
