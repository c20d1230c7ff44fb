//! Prices.

use serde::{Deserialize, Serialize};

use super::Language;
use crate::stored::stored_enum;

stored_enum! {
    /// A currency by its ISO 4217 code. All of these have two decimals.
    pub enum Currency {
        /// Euro.
        Eur = "EUR",
        /// Pound sterling.
        Gbp = "GBP",
        /// US dollar.
        Usd = "USD",
    }
}

impl Currency {
    /// The sign that stands beside the amount.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Eur => "€",
            Self::Gbp => "£",
            Self::Usd => "$",
        }
    }
}

/// An amount in minor units (cents) of a currency.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Money {
    /// Cents.
    pub minor: i64,
    /// Of which currency.
    pub currency: Currency,
}

impl Money {
    /// `minor` cents of `currency`.
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// The amount as people of that language write it: `€1,234.50`, `1.234,50 €` (with a no-break space).
    pub fn format(self, language: Language) -> String {
        let decimal = match language {
            Language::En => '.',
            Language::De | Language::El => ',',
        };
        let minus = if self.minor < 0 { "-" } else { "" };
        let whole = language.whole(self.minor.unsigned_abs() / 100);
        let cents = self.minor.unsigned_abs() % 100;
        let sign = self.currency.sign();
        match language {
            Language::En => format!("{minus}{sign}{whole}{decimal}{cents:02}"),
            Language::De | Language::El => format!("{minus}{whole}{decimal}{cents:02}\u{a0}{sign}"),
        }
    }
}
