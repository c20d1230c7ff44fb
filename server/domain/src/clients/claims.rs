//! Single claims that a request names (OpenID Connect Core 1.0 §5.5).

use super::{Scope, Scopes, WantedAcr};
use crate::stored::stored_enum;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeSet;

stored_enum! {
    /// A claim about a person.
    pub enum Claim {
        /// Full name.
        Name = "name",
        /// Given name.
        GivenName = "given_name",
        /// Family name.
        FamilyName = "family_name",
        /// Language, as BCP 47 has it.
        Locale = "locale",
        /// Time zone, as the IANA names it.
        Zoneinfo = "zoneinfo",
        /// When one of these changed last, in seconds.
        UpdatedAt = "updated_at",
        /// E-mail address.
        Email = "email",
        /// Whether it is proven.
        EmailVerified = "email_verified",
        /// Telephone number, as E.164 has it.
        PhoneNumber = "phone_number",
        /// Whether it is proven.
        PhoneNumberVerified = "phone_number_verified",
    }
}

impl Claim {
    /// The scope that opens it (§5.4).
    pub const fn scope(self) -> Scope {
        match self {
            Self::Name
            | Self::GivenName
            | Self::FamilyName
            | Self::Locale
            | Self::Zoneinfo
            | Self::UpdatedAt => Scope::Profile,
            Self::Email | Self::EmailVerified => Scope::Email,
            Self::PhoneNumber | Self::PhoneNumberVerified => Scope::Phone,
        }
    }
}

/// Claims beside those that the scopes open, and where they are told.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Claims {
    /// In the ID token.
    pub id_token: BTreeSet<Claim>,
    /// At userinfo.
    pub userinfo: BTreeSet<Claim>,
}

impl Claims {
    /// The scopes to which these belong. The person is asked for them as for any.
    pub fn scopes(&self) -> Scopes {
        Scopes::new(
            self.id_token
                .iter()
                .chain(&self.userinfo)
                .map(|claim| claim.scope()),
        )
    }
}

/// What the parameter `claims` asks for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ClaimsRequest {
    /// Claims to tell.
    pub claims: Claims,
    /// The person must be this one (§5.5.1).
    pub sub: Option<String>,
    /// How surely the person must be recognised.
    pub acr: WantedAcr,
}

impl ClaimsRequest {
    /// Reads the parameter. Claims that there are not, and those that the client may not know, are left out: even one
    /// that is essential may stay untold (§5.5.1). `None` for what is no such object.
    pub fn read(text: &str, allowed: &Scopes) -> Option<Self> {
        let value: Value = serde_json::from_str(text).ok()?;
        let members = value.as_object()?;
        let part = |name: &str| match members.get(name) {
            None | Some(Value::Null) => Some(None),
            Some(Value::Object(part)) => Some(Some(part)),
            Some(_) => None,
        };
        let (id_token, userinfo) = (part("id_token")?, part("userinfo")?);
        let both = id_token.iter().chain(&userinfo);
        let well_formed = |request: &Value| request.is_null() || request.is_object();
        if !both.flat_map(|part| part.values()).all(well_formed) {
            return None;
        }
        let known = |part: Option<&serde_json::Map<String, Value>>| {
            let names = part.into_iter().flat_map(|part| part.keys());
            let claims = names.filter_map(|name| name.parse::<Claim>().ok());
            claims.filter(|claim| allowed.has(claim.scope())).collect()
        };
        let about = |name: &str| id_token.and_then(|part| part.get(name));
        Some(Self {
            claims: Claims {
                id_token: known(id_token),
                userinfo: known(userinfo),
            },
            sub: about("sub")
                .and_then(|sub| sub["value"].as_str())
                .map(str::to_owned),
            acr: about("acr").map(WantedAcr::claimed).unwrap_or_default(),
        })
    }
}
