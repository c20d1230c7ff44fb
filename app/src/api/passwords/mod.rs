//! The rules for new passwords, as an administrator chooses them.

mod read;
mod save;

pub use read::{PasswordSettings, ReadPasswords, read_passwords};
pub use save::{SavePasswords, save_passwords};
