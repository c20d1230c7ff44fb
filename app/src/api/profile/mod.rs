//! My Profile.

mod read;
mod save;

pub use read::{Owned, Profile, ReadProfile, Suggested, read_profile};
pub use save::{SaveProfile, save_profile};
