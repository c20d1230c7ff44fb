//! The shop's settings and the history of changes.

mod history;
mod planned;
mod preview;
mod read;
mod save;

pub use history::{History, HistoryFilter, HistoryList, HistoryRow, ReadHistory, Thing, read_history};
pub use planned::{PREVIEW_PAGE, PlannedChange};
pub use preview::{Invitation, InviteLosing, LockoutPreview, PreviewLockout, invite_losing, preview_lockout};
pub use read::{ReadSettings, SettingsPage, read_settings};
pub use save::{SaveSettings, save_settings};
