//! How Rust values become columns and come back. Both databases see text, integers and booleans only.

use std::error::Error;

use domain::ids::{
    AccountId, AttemptId, ClientId, ClientSecretId, CustomerId, FactorStepId, GrantId, HistoryId, IdentityId,
    InvitationId, LinkId, MailId, OfferId, ProviderId, RememberedBrowserId, RequestId, RoleId, SessionId,
    StaffId, StaffSessionId,
};
use domain::time::Timestamp;
use domain::values::{AddressKey, Language};
use serde::{Deserialize, Serialize};

use crate::dialect::Raw;

/// A parameter of a statement. `None` is NULL, of its own type, as PostgreSQL wants to know it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Text(Option<String>),
    Integer(Option<i64>),
    Boolean(Option<bool>),
}

/// Why a raw value was refused.
pub(crate) type Refusal = Box<dyn Error + Send + Sync>;

/// A type that a column is read into. Reading back what `Bind` wrote gives the same value.
pub(crate) trait Stored: Sized {
    /// `String`, `i64` or `bool`.
    type Column: Raw;

    fn from_column(raw: Self::Column) -> Result<Self, Refusal>;
}

/// What may stand as a parameter: stored types, text slices, references and options of them.
pub(crate) trait Bind {
    /// NULL in the type's column.
    const NULL: Value;

    fn bind(&self) -> Value;
}

impl<T: Bind + ?Sized> Bind for &T {
    const NULL: Value = T::NULL;

    fn bind(&self) -> Value {
        (**self).bind()
    }
}

impl<T: Bind> Bind for Option<T> {
    const NULL: Value = T::NULL;

    fn bind(&self) -> Value {
        self.as_ref().map_or(T::NULL, T::bind)
    }
}

impl Bind for str {
    const NULL: Value = Value::Text(None);

    fn bind(&self) -> Value {
        Value::Text(Some(self.to_owned()))
    }
}

/// Says how a type becomes a column and comes back.
macro_rules! stored {
    ($type:ty as $kind:ident($column:ty), |$value:ident| $write:expr, |$raw:ident| $read:expr) => {
        impl crate::values::Bind for $type {
            const NULL: crate::values::Value = crate::values::Value::$kind(None);

            fn bind(&self) -> crate::values::Value {
                let $value = self;
                crate::values::Value::$kind(Some($write))
            }
        }

        impl crate::values::Stored for $type {
            type Column = $column;

            fn from_column($raw: $column) -> Result<Self, crate::values::Refusal> {
                Ok($read)
            }
        }
    };
}

/// Types whose text form is `Display`, read back by `FromStr`: ids and enums.
macro_rules! stored_as_text {
    ($($type:ty),+ $(,)?) => {$(
        crate::values::stored!($type as Text(String), |value| value.to_string(), |raw| raw.parse()?);
    )+};
}

/// Types that serde writes as JSON text.
macro_rules! stored_as_json {
    ($($type:ty),+ $(,)?) => {$(
        crate::values::stored!(
            $type as Text(String),
            |value| serde_json::json!(value).to_string(),
            |raw| serde_json::from_str(&raw)?
        );
    )+};
}

/// Declares a fieldless enum of this crate with the text that is stored for each variant.
macro_rules! stored_enum {
    (
        $(#[$meta:meta])*
        pub enum $name:ident { $( $(#[$variant_meta:meta])* $variant:ident = $text:literal, )+ }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $( $(#[$variant_meta])* #[serde(rename = $text)] $variant, )+
        }

        impl $name {
            /// Every variant, in the order of its declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The text that is stored.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::values::UnknownText;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|known| known.as_str() == text).ok_or(crate::values::UnknownText)
            }
        }

        crate::values::stored_as_text!($name);
    };
}

pub(crate) use {stored, stored_as_json, stored_as_text, stored_enum};

/// A text that names no variant of its enum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a known value")]
pub struct UnknownText;

stored!(String as Text(String), |value| value.clone(), |raw| raw);
stored!(i64 as Integer(i64), |value| *value, |raw| raw);
stored!(bool as Boolean(bool), |value| *value, |raw| raw);
stored!(Timestamp as Integer(i64), |value| value.as_millis(), |raw| {
    Self::from_millis(raw)
});
stored!(
    AddressKey as Text(String),
    |value| value.as_str().to_owned(),
    |raw| Self::from_stored(raw)
);
stored_as_text!(
    AccountId,
    AttemptId,
    ClientId,
    ClientSecretId,
    GrantId,
    CustomerId,
    FactorStepId,
    HistoryId,
    IdentityId,
    InvitationId,
    LinkId,
    MailId,
    OfferId,
    RoleId,
    ProviderId,
    RememberedBrowserId,
    RequestId,
    SessionId,
    StaffId,
    StaffSessionId,
    Language,
    domain::customers::CustomerStatus,
    domain::second_factor::Owner,
    domain::second_factor::Proof,
    domain::sessions::Began,
);
stored_as_json!(serde_json::Value, ByLanguage<String>);

/// One value for each language of the shop, kept as a JSON object.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByLanguage<T> {
    /// English.
    pub en: T,
    /// German.
    pub de: T,
    /// Greek.
    pub el: T,
}

impl<T> ByLanguage<T> {
    /// The value in this language.
    pub const fn get(&self, language: Language) -> &T {
        match language {
            Language::En => &self.en,
            Language::De => &self.de,
            Language::El => &self.el,
        }
    }
}
