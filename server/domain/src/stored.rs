//! Enums that are kept as text: one spelling for the database, JSON and forms.

use std::fmt;

/// A text that names no variant of the enum it should belong to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{value:?} is not a {kind}")]
pub struct UnknownValue {
    kind: &'static str,
    value: String,
}

impl UnknownValue {
    pub(crate) fn new(kind: &'static str, value: impl fmt::Display) -> Self {
        Self {
            kind,
            value: value.to_string(),
        }
    }

    /// The name of the type that was asked for.
    pub fn kind(&self) -> &'static str {
        self.kind
    }
}

/// Declares a fieldless enum together with its stored spelling: `as_str`, `ALL`, `Display`, `FromStr`,
/// `AsRef<str>` and serde all use the same text, and reading what was written gives the same value back.
macro_rules! stored_enum {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $( $(#[$variant_meta:meta])* $variant:ident = $text:literal, )+
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $( $(#[$variant_meta])* #[serde(rename = $text)] $variant, )+
        }

        impl $name {
            /// Every variant, in the order of its declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The text that is stored; `parse` gives the variant back.
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

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::UnknownValue;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($text => Ok(Self::$variant),)+
                    other => Err($crate::UnknownValue::new(stringify!($name), other)),
                }
            }
        }
    };
}

pub(crate) use stored_enum;
