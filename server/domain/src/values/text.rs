//! What the text values have in common.

use super::Fault;

/// Gives a newtype over `String` with `fn parse(&str) -> Result<Self, Fault>` its accessors, `FromStr`,
/// `Display` and a serde form that parses, so that no unparsed value exists.
macro_rules! text_value {
    ($name:ident) => {
        impl $name {
            /// The text as it is shown and stored.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::values::Fault;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::parse(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::values::Fault;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }
    };
}

pub(crate) use text_value;

/// True for characters that no field takes: controls, line and paragraph separators, what turns the reading
/// direction of the text around it, and spaces without width that make two equal-looking texts differ.
/// The joiners U+200C and U+200D stay, since several scripts need them.
pub(super) fn is_bad(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// One trimmed line of 1 to `max` characters (Unicode scalar values) with something to see in it.
pub(super) fn line(text: &str, max: u32) -> Result<&str, Fault> {
    let text = text.trim();
    if text.chars().all(|c| matches!(c, '\u{200C}' | '\u{200D}')) {
        return Err(Fault::Required);
    }
    if text.chars().count() > max as usize {
        return Err(Fault::TooLong { max });
    }
    if text.chars().any(is_bad) {
        return Err(Fault::BadCharacters);
    }
    Ok(text)
}
