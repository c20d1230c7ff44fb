//! From a provider's claims to the fields of a customer (spec 02; OpenID Connect Core 1.0 §5.1).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Rule;
use crate::identities::AddressClaim;
use crate::values::{Email, Language, PersonName, Phone};

/// Octets of the longest subject, OpenID Connect Core 1.0 §2.
const MAX_SUBJECT: usize = 255;

/// Which claim fills a field, and when.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Field {
    /// The claim's name, compared exactly.
    pub claim: String,
    /// When it changes the field.
    #[serde(default)]
    pub rule: Rule,
}

impl Field {
    fn standard(claim: &str) -> Option<Self> {
        Some(Self {
            claim: claim.to_owned(),
            rule: Rule::SetOnce,
        })
    }
}

/// A provider's mapping. Kept as JSON; a field that is missing there takes nothing from the provider.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ClaimMapping {
    /// The claim that names the person at the provider.
    pub subject: String,
    /// E-mail address.
    #[serde(default)]
    pub email: Option<Field>,
    /// Given name.
    #[serde(default)]
    pub given_name: Option<Field>,
    /// Family name.
    #[serde(default)]
    pub family_name: Option<Field>,
    /// Full name, split where given and family name are both missing.
    #[serde(default)]
    pub full_name: Option<Field>,
    /// Telephone number.
    #[serde(default)]
    pub phone: Option<Field>,
    /// Language tag.
    #[serde(default)]
    pub language: Option<Field>,
    /// Account code.
    #[serde(default)]
    pub account_code: Option<Field>,
}

impl Default for ClaimMapping {
    /// The standard claims; none for the account code.
    fn default() -> Self {
        Self {
            subject: "sub".to_owned(),
            email: Field::standard("email"),
            given_name: Field::standard("given_name"),
            family_name: Field::standard("family_name"),
            full_name: Field::standard("name"),
            phone: Field::standard("phone_number"),
            language: Field::standard("locale"),
            account_code: None,
        }
    }
}

/// A field that a claim can fill.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields of `ClaimMapping`")]
pub enum MappedField {
    Email,
    GivenName,
    FamilyName,
    FullName,
    Phone,
    Language,
    AccountCode,
}

/// What a provider says about a person, parsed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Claims {
    /// The person at the provider; compared exactly, never trimmed or folded.
    pub subject: String,
    /// E-mail address.
    pub email: Option<Email>,
    /// The provider says that it has verified `email`.
    pub email_verified: bool,
    /// Given name.
    pub given_name: Option<PersonName>,
    /// Family name.
    pub family_name: Option<PersonName>,
    /// Telephone number.
    pub phone: Option<Phone>,
    /// Language, if it is one of ours.
    pub language: Option<Language>,
    /// Account code, exactly as it came.
    pub account_code: Option<String>,
    /// Fields whose claim was there and could not be used: it is treated as missing.
    pub ignored: Vec<MappedField>,
}

/// The claim for the subject is missing, empty, no text, longer than 255 octets or with control characters: nobody can
/// be signed in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("no usable subject")]
pub struct MissingSubject;

/// Reads the claims.
///
/// `email_verified` counts only as the JSON boolean `true`, and only if the address comes from the claim
/// `email`, which is the one that it speaks about.
///
/// # Errors
/// `MissingSubject`; everything else that is wrong is left out and named in `ignored`.
pub fn map_claims(claims: &Map<String, Value>, mapping: &ClaimMapping) -> Result<Claims, MissingSubject> {
    let subject = claims
        .get(&mapping.subject)
        .and_then(Value::as_str)
        .unwrap_or_default();
    if subject.is_empty() || subject.len() > MAX_SUBJECT || subject.chars().any(char::is_control) {
        return Err(MissingSubject);
    }
    let mut reader = Reader {
        claims,
        ignored: Vec::new(),
    };
    let email = reader.read(&mapping.email, MappedField::Email, |text| Email::parse(text).ok());
    let name = |text: &str| PersonName::parse(text).ok();
    let mut given_name = reader.read(&mapping.given_name, MappedField::GivenName, name);
    let mut family_name = reader.read(&mapping.family_name, MappedField::FamilyName, name);
    if given_name.is_none() && family_name.is_none() {
        let full_name = reader.read(&mapping.full_name, MappedField::FullName, split_name);
        (given_name, family_name) = full_name.unwrap_or_default();
    }
    let phone = reader.read(&mapping.phone, MappedField::Phone, |text| Phone::parse(text).ok());
    let language = reader.read(&mapping.language, MappedField::Language, Language::from_tag);
    let account_code = reader.read(&mapping.account_code, MappedField::AccountCode, account_code);
    let speaks_of_email = mapping.email.as_ref().is_some_and(|field| field.claim == "email");
    Ok(Claims {
        subject: subject.to_owned(),
        email_verified: speaks_of_email
            && email.is_some()
            && claims.get("email_verified") == Some(&Value::Bool(true)),
        email,
        given_name,
        family_name,
        phone,
        language,
        account_code,
        ignored: reader.ignored,
    })
}

/// How far the claimed address can be believed: `trusted` is the provider's setting.
pub fn address_claim(claims: &Claims, trusted: bool) -> AddressClaim {
    match claims.email {
        None => AddressClaim::Missing,
        Some(_) if trusted && claims.email_verified => AddressClaim::TrustedAndVerified,
        Some(_) => AddressClaim::Unproven,
    }
}

struct Reader<'a> {
    claims: &'a Map<String, Value>,
    ignored: Vec<MappedField>,
}

impl Reader<'_> {
    /// The parsed claim. Empty text and JSON null are a missing claim; a number counts for the account code only.
    fn read<T>(
        &mut self,
        field: &Option<Field>,
        as_field: MappedField,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = match self.claims.get(&field.as_ref()?.claim)? {
            Value::Null => return None,
            Value::String(text) if text.trim().is_empty() => return None,
            Value::String(text) => Some(text.clone()),
            Value::Number(number) if as_field == MappedField::AccountCode => Some(number.to_string()),
            _ => None,
        };
        let value = text.as_deref().and_then(parse);
        if value.is_none() {
            self.ignored.push(as_field);
        }
        value
    }
}

/// The last word is the family name; a single word is a given name.
fn split_name(text: &str) -> Option<(Option<PersonName>, Option<PersonName>)> {
    let text = text.trim();
    let (given, family) = text.rsplit_once(char::is_whitespace).unwrap_or((text, ""));
    let given = PersonName::parse(given).ok()?;
    let family = if family.is_empty() {
        None
    } else {
        Some(PersonName::parse(family).ok()?)
    };
    Some((Some(given), family))
}

/// At most 100 characters, no controls; compared exactly with the account codes.
fn account_code(text: &str) -> Option<String> {
    (text.chars().count() <= 100 && !text.chars().any(char::is_control)).then(|| text.to_owned())
}
