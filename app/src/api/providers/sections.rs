//! The settings of a provider in the sections of its form: what is typed there, and what the page shows there. A box
//! that is ticked holds `on`.

use serde::{Deserialize, Serialize};

/// A box of a form: `on` where it is ticked.
pub fn ticked(ticked: bool) -> Option<String> {
    ticked.then(|| "on".to_owned())
}

/// What customers see.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Basics {
    /// Name, also the button's label where no label is given.
    pub name: String,
    /// Label in English.
    pub label_en: String,
    /// Label in German.
    pub label_de: String,
    /// Label in Greek.
    pub label_el: String,
    /// Word in its addresses; stays as it is once the provider is there.
    pub slug: String,
    /// Domains of e-mail addresses that lead here, separated by blanks, commas or line breaks.
    pub domains: String,
}

/// How we reach it, and how we prove who we are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Connection {
    /// Issuer URL.
    pub issuer: String,
    /// Our name there.
    pub client_id: String,
    /// Name of the client authentication, `domain::providers::ClientAuth`.
    pub client_auth: String,
    /// A new secret; empty keeps the stored one, and is all that a page ever shows.
    pub client_secret: String,
    /// The day on which the secret expires, `2027-01-31`, or empty.
    pub secret_expires_on: String,
    /// Scopes, separated by spaces.
    pub scopes: String,
    /// Whether PKCE is used.
    pub pkce: Option<String>,
    /// Further parameters of the authorization request, one `name=value` a line.
    pub authorize_parameters: String,
}

/// When a claim changes its field: each by its name in `domain::providers::Rule`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClaimRules {
    /// E-mail address.
    pub rule_email: String,
    /// Given name.
    pub rule_given_name: String,
    /// Family name.
    pub rule_family_name: String,
    /// Telephone number.
    pub rule_phone: String,
    /// Language.
    pub rule_language: String,
}

/// Which claim fills which field, and which of them are believed. An empty name takes nothing from the provider.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Claims {
    /// Names the person; never empty.
    pub claim_subject: String,
    /// E-mail address.
    pub claim_email: String,
    /// Given name.
    pub claim_given_name: String,
    /// Family name.
    pub claim_family_name: String,
    /// Full name.
    pub claim_full_name: String,
    /// Telephone number.
    pub claim_phone: String,
    /// Language tag.
    pub claim_language: String,
    /// Account code.
    pub claim_account_code: String,
    /// Whether the provider controls the claim with the account code.
    pub account_code_controlled: Option<String>,
    /// Whether its `email_verified` is believed.
    pub trusts_email_verified: Option<String>,
}
