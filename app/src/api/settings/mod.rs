//! The shop's settings and the history of changes.

mod history;
mod read;
mod save;

pub use history::{History, HistoryRow, ReadHistory, read_history};
pub use read::{ReadSettings, SettingsPage, read_settings};
pub use save::{SaveSettings, save_settings};
