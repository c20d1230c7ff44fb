//! Values that were parsed once and are right from then on. The browser uses the same code as the server.

mod colour;
mod date;
mod email;
mod fault;
mod language;
mod mail_domain;
mod message;
mod money;
mod name;
mod number;
mod phone;
mod prose;
mod return_to;
mod slug;
pub(crate) mod text;
mod time_zone;

pub use colour::{Colour, contrast};
pub use date::Date;
pub use email::{AddressKey, Email};
pub use fault::Fault;
pub use language::Language;
pub use mail_domain::MailDomain;
pub use message::Message;
pub use money::{Currency, Money};
pub use name::{CompanyName, PersonName, RoleName};
pub use number::whole_number;
pub use phone::Phone;
pub use prose::{Headline, Prose};
pub use return_to::ReturnTo;
pub use slug::Slug;
pub use time_zone::TimeZone;

/// Parses a field that may be left empty: blank text is `None`.
pub fn optional<T>(text: &str, parse: impl FnOnce(&str) -> Result<T, Fault>) -> Result<Option<T>, Fault> {
    if text.trim().is_empty() {
        Ok(None)
    } else {
        parse(text).map(Some)
    }
}
