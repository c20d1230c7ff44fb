//! The languages of the screens and mails.

use crate::stored::stored_enum;

stored_enum! {
    /// A language of the shop, stored as its ISO 639-1 code.
    #[derive(Default)]
    pub enum Language {
        /// English.
        #[default]
        En = "en",
        /// German.
        De = "de",
        /// Greek.
        El = "el",
    }
}

impl Language {
    /// The language's own name for itself, for the language menu.
    pub const fn native_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::De => "Deutsch",
            Self::El => "Ελληνικά",
        }
    }

    /// A whole number as people of this language write it: `1,234`, `1.234`.
    pub fn whole(self, number: u64) -> String {
        let separator = match self {
            Self::En => ',',
            Self::De | Self::El => '.',
        };
        let digits = number.to_string();
        let mut out = String::with_capacity(digits.len() + digits.len() / 3);
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                out.push(separator);
            }
            out.push(digit);
        }
        out
    }

    /// The language of a BCP 47 tag: only the primary subtag counts, in any letter case (`el-GR` is Greek).
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next()?;
        Self::ALL
            .iter()
            .copied()
            .find(|language| language.as_str().eq_ignore_ascii_case(primary))
    }

    /// The best language for an `Accept-Language` header (RFC 9110 §12.5.4): highest weight first, the
    /// earlier one of equals. `q=0` means never, and a wildcard asks for nothing in particular. `None` if
    /// the header names none of ours.
    pub fn negotiate(accept_language: &str) -> Option<Self> {
        let mut best: Option<(u32, Self)> = None;
        for range in accept_language.split(',').take(50) {
            let mut parts = range.split(';');
            let Some(language) = parts.next().and_then(Self::from_tag) else {
                continue;
            };
            let weight = parts.find_map(weight).unwrap_or(1000);
            if weight > 0 && best.is_none_or(|(highest, _)| weight > highest) {
                best = Some((weight, language));
            }
        }
        best.map(|(_, language)| language)
    }
}

/// `q=0.8` in thousandths. A weight that is not a number counts as none.
fn weight(parameter: &str) -> Option<u32> {
    let (name, value) = parameter.split_once('=')?;
    if !name.trim().eq_ignore_ascii_case("q") {
        return None;
    }
    let value: f32 = value.trim().parse().ok()?;
    if (0.0..=1.0).contains(&value) {
        Some((value * 1000.0).round() as u32)
    } else {
        Some(0)
    }
}
