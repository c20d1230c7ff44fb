//! Texts. The language is fixed for one page load: the server decides it, switching it loads the page again.

mod generated {
    #![allow(missing_docs, clippy::all)]
    include!(concat!(env!("OUT_DIR"), "/i18n/mod.rs"));
}

pub use generated::i18n::*;

use domain::values::Language;
use leptos::prelude::*;

/// The locale of this page, from the [`Frame`](crate::api::frame::Frame) that stands in context.
pub fn locale() -> Locale {
    locale_of(use_context::<Language>().unwrap_or(Language::En))
}

/// The catalogue's name for a language.
pub fn locale_of(language: Language) -> Locale {
    match language {
        Language::En => Locale::en,
        Language::De => Locale::de,
        Language::El => Locale::el,
    }
}

/// A text of the catalogue in the page's language: `tr!(login.title)`, `tr!(shop.price_from, price = text)`.
#[macro_export]
macro_rules! tr {
    ($($key:tt)*) => {{
        use $crate::i18n::*;
        td_string!($crate::i18n::locale(), $($key)*)
    }};
}
