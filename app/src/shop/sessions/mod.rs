//! A customer's sessions: where they are signed in, and the quiet word before the one here ends.

mod page;
mod watch;

pub(super) use page::SessionsPage;
pub(super) use watch::{SessionWord, signed_out_text, watch_session};
