//! Settings that come in groups, each saved by itself.

use serde::{Serialize, de::DeserializeOwned};

use crate::values::Fault;

/// A group of settings that an administrator saves with one form: how passwords are, how long sessions live.
///
/// Kept as one JSON value under its name, so a new setting in a group needs `#[serde(default)]` and no migration. A
/// shop that never saved the group has its `Default`.
pub trait Policy: Serialize + DeserializeOwned + Default + Clone + PartialEq + Send + Sync {
    /// Stored name, in `snake_case`; also what the history calls it.
    const NAME: &'static str;

    /// What an administrator can't mean, with the name of its setting. The forms find it beside their fields; this is
    /// for whoever brings a group from elsewhere.
    fn fault(&self) -> Option<(&'static str, Fault)> {
        None
    }
}
