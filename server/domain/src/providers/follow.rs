//! What a sign-in through a provider does to its customer: one rule for each mapped field (spec 02).

use serde::{Deserialize, Serialize};

use super::{ClaimMapping, Claims, Field, Rule, Update, update};
use crate::values::{Language, PersonName, Phone};

/// What an identity brought for the fields that a customer sees in My Profile. Kept with it as JSON.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Claimed {
    /// Given name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given_name: Option<PersonName>,
    /// Family name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family_name: Option<PersonName>,
    /// Telephone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    /// Language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// Whether an address came with it, and was not typed here.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub address: bool,
}

impl From<&Claims> for Claimed {
    fn from(claims: &Claims) -> Self {
        Self {
            given_name: claims.given_name.clone(),
            family_name: claims.family_name.clone(),
            phone: claims.phone.clone(),
            language: claims.language,
            address: claims.email.is_some(),
        }
    }
}

/// The customer's fields as they stand; `None` is an empty one.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Standing {
    /// Given name.
    pub given_name: Option<PersonName>,
    /// Family name.
    pub family_name: Option<PersonName>,
    /// Telephone number.
    pub phone: Option<Phone>,
    /// Language, which everybody has.
    pub language: Language,
}

/// What becomes of each field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Following {
    /// Given name.
    pub given_name: Update<PersonName>,
    /// Family name.
    pub family_name: Update<PersonName>,
    /// Telephone number.
    pub phone: Update<Phone>,
    /// Language.
    pub language: Update<Language>,
}

impl Following {
    /// Whether any field takes a new value.
    pub fn sets_any(&self) -> bool {
        self.given_name.set().is_some()
            || self.family_name.set().is_some()
            || self.phone.set().is_some()
            || self.language.set().is_some()
    }
}

/// Applies the rules of a mapping. Both names follow their own rules, also when they were split off a full name.
pub fn follow(mapping: &ClaimMapping, standing: &Standing, claimed: Claimed) -> Following {
    let rules = rules(mapping);
    Following {
        given_name: update(rules.given_name, standing.given_name.as_ref(), claimed.given_name),
        family_name: update(
            rules.family_name,
            standing.family_name.as_ref(),
            claimed.family_name,
        ),
        phone: update(rules.phone, standing.phone.as_ref(), claimed.phone),
        language: update(rules.language, Some(&standing.language), claimed.language),
    }
}

/// The rules of the fields in My Profile.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rules {
    /// Given name.
    pub given_name: Rule,
    /// Family name.
    pub family_name: Rule,
    /// Telephone number.
    pub phone: Rule,
    /// Language.
    pub language: Rule,
}

/// The rules of a mapping; a name that has no claim of its own follows the full name's.
pub fn rules(mapping: &ClaimMapping) -> Rules {
    let of = |field: &Option<Field>| field.as_ref().map(|field| field.rule);
    let name = |field| of(field).or(of(&mapping.full_name)).unwrap_or_default();
    Rules {
        given_name: name(&mapping.given_name),
        family_name: name(&mapping.family_name),
        phone: of(&mapping.phone).unwrap_or_default(),
        language: of(&mapping.language).unwrap_or_default(),
    }
}

/// Which fields of My Profile a provider sets at every sign-in: the customer changes them there.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[expect(missing_docs, reason = "the fields of My Profile")]
pub struct Sets {
    pub given_name: bool,
    pub family_name: bool,
    pub email: bool,
    pub phone: bool,
    pub language: bool,
}

/// A field is the provider's when its rule says so and the identity brought something for it; what a provider never
/// sends could be changed nowhere otherwise.
pub fn sets(mapping: &ClaimMapping, claimed: &Claimed) -> Sets {
    let rules = rules(mapping);
    let email = mapping.email.as_ref().map(|field| field.rule);
    Sets {
        given_name: rules.given_name == Rule::Always && claimed.given_name.is_some(),
        family_name: rules.family_name == Rule::Always && claimed.family_name.is_some(),
        email: email == Some(Rule::Always) && claimed.address,
        phone: rules.phone == Rule::Always && claimed.phone.is_some(),
        language: rules.language == Rule::Always && claimed.language.is_some(),
    }
}
