//! The outbox in the back office.

mod list;
mod read;
mod send_again;

pub use list::{ListMails, MailCounts, MailFilter, MailList, MailRow, list_mails};
pub use read::{MailDetail, ReadMail, read_mail};
pub use send_again::{SendMailAgain, send_mail_again};
