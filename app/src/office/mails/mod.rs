//! Mails as staff see them: what they are for and what became of them, never their links.

mod detail;
mod list;
mod search;
mod words;

pub use detail::DetailPage;
pub use list::ListPage;
pub use words::{MailBadge, template_name};
