//! Showing that a person sends a form: what the browser is to do, and how an administrator chooses that.

mod read;
mod save;
mod settings;

pub use read::{BotTask, ReadBotTask, read_bot_task};
pub use save::{SaveBotCheck, save_bot_check};
pub use settings::{BotCheckSettings, ReadBotCheck, read_bot_check};
