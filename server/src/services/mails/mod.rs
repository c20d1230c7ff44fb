//! The outbox as staff look after it: finding mails, what became of one, and sending it again.

mod again;
mod facts;
mod list;
mod read;

pub use again::send_again;
pub use list::list;
pub use read::read;
