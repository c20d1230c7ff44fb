//! Which e-mail domains customers may have, as an administrator chooses them.

mod read;
mod save;

pub use read::{DomainSettings, ReadDomains, read_domains};
pub use save::{SaveDomains, save_domains};
