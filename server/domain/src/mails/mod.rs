//! Mails that wait, left or were given up, as staff look after them.

mod again;
mod meaning;
mod status;

pub use again::{Again, Carries, MailFacts, NotAgain, again};
pub use meaning::{Meaning, meaning};
pub use status::Status;
