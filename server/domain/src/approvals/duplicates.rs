//! Whether two people may be the same one, or of the same house: hints for operations, who decide.

use super::{Likeness, search::fold};
use crate::values::Email;

/// What is compared of a person.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Applicant<'a> {
    /// Given name.
    pub given_name: &'a str,
    /// Family name.
    pub family_name: &'a str,
    /// Company, if one is named.
    pub company: Option<&'a str>,
    /// Telephone number.
    pub phone: Option<&'a str>,
    /// Address, proven or not.
    pub email: Option<&'a str>,
}

/// Digits at a number's end that are compared: what is the same with and without the code of the country.
const DIGITS: usize = 9;
/// Fewer digits are no number that tells people apart.
const FEWEST_DIGITS: usize = 7;

/// Where everybody can have an address: sharing such a domain tells nothing. Without what follows the last dot, since
/// most of them have it in many countries.
const FOR_EVERYBODY: [&str; 24] = [
    "aol",
    "bluewin",
    "forthnet",
    "free",
    "freenet",
    "gmail",
    "gmx",
    "googlemail",
    "hotmail",
    "icloud",
    "laposte",
    "libero",
    "live",
    "mail",
    "mailbox",
    "me",
    "msn",
    "orange",
    "otenet",
    "outlook",
    "proton",
    "protonmail",
    "t-online",
    "web",
];

/// The values by which a person is compared, at most one for each likeness: two people are alike where they share one.
pub fn likenesses(person: &Applicant<'_>) -> Vec<(Likeness, String)> {
    let email = person.email.and_then(|email| Email::parse(email).ok());
    let found = [
        (Likeness::Address, email.as_ref().map(address)),
        (Likeness::Phone, person.phone.and_then(phone)),
        (Likeness::Person, name(person)),
        (Likeness::Domain, email.as_ref().and_then(domain)),
    ];
    found
        .into_iter()
        .filter_map(|(likeness, value)| value.map(|value| (likeness, value)))
        .collect()
}

/// In what two people are alike, the strongest first.
pub fn alike(one: &Applicant<'_>, other: &Applicant<'_>) -> Vec<Likeness> {
    let others = likenesses(other);
    let own = likenesses(one).into_iter();
    own.filter(|like| others.contains(like))
        .map(|(like, _)| like)
        .collect()
}

fn address(email: &Email) -> String {
    let key = email.key();
    let (local, domain) = key.as_str().split_once('@').unwrap_or((key.as_str(), ""));
    let name = local.split('+').next().unwrap_or(local);
    let plain: String = fold(name)
        .chars()
        .filter(|c| !matches!(c, '.' | '-' | '_'))
        .collect();
    let domain = if domain == "googlemail.com" {
        "gmail.com"
    } else {
        domain
    };
    format!("{plain}@{domain}")
}

/// What two ways to write a telephone number have in common; none for what is too short to tell people apart.
pub fn phone(number: &str) -> Option<String> {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let tail = digits.get(digits.len().saturating_sub(DIGITS)..)?;
    // A leading zero stands for the code of the country, which the other one may have.
    let tail = tail.trim_start_matches('0');
    (tail.len() >= FEWEST_DIGITS).then(|| tail.to_owned())
}

/// The order of the names does not count: forms are filled in both ways.
fn name(person: &Applicant<'_>) -> Option<String> {
    let names = fold(&format!("{} {}", person.given_name, person.family_name));
    let mut names: Vec<&str> = names.split_whitespace().collect();
    names.sort_unstable();
    let company = fold(person.company.unwrap_or_default());
    let company: Vec<&str> = company
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    (!names.is_empty()).then(|| format!("{}|{}", names.join(" "), company.join(" ")))
}

fn domain(email: &Email) -> Option<String> {
    let key = email.key();
    let domain = key.as_str().split_once('@')?.1;
    let name = domain.split('.').next().unwrap_or(domain);
    (!FOR_EVERYBODY.contains(&name) && !name.starts_with("yahoo")).then(|| domain.to_owned())
}
