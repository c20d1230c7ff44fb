//! Each field of a client's form by itself.

use std::ops::RangeInclusive;

use serde_json::{Map, Value, json};

use super::{ClientForm, Faults, Tick};
use crate::clients::{IdTokenAlgorithm, RedirectUri, Scopes, Settings, client_colour};
use crate::providers::ClientAuth;
use crate::values::{CompanyName, Fault, MailDomain, optional, whole_number};

/// How long access tokens may last: they are shown by whoever has them, so their time is short (RFC 9700 §4.10).
pub const ACCESS_TOKEN_MINUTES: RangeInclusive<u32> = 1..=60;

/// How long after a sign-in a client may stay connected.
pub const REFRESH_TOKEN_DAYS: RangeInclusive<u32> = 1..=365;

/// How many redirect URIs a client may have.
const URIS: u32 = 20;

/// How many keys a client may have, and how many octets all of them together.
const KEYS: usize = 10;
const KEYS_LENGTH: u32 = 20_000;

/// Members of a JWK that nobody but its owner may know (RFC 7518 §6.2.2, §6.3.2 and §6.4.1, RFC 8037 §2).
const PRIVATE: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/// Collects the faults of the fields.
#[derive(Default)]
struct Reader(Faults);

impl Reader {
    fn take<T>(&mut self, field: &'static str, parsed: Result<T, Fault>) -> Option<T> {
        parsed.map_err(|fault| self.0.push((field, fault))).ok()
    }
}

/// Reads every field.
pub(super) fn read(form: &ClientForm) -> Result<Settings, Faults> {
    let mut reader = Reader::default();
    let read = fill(form, &mut reader);
    match read {
        Some(settings) if reader.0.is_empty() => Ok(settings),
        _ => Err(reader.0),
    }
}

/// The settings, as far as each field was right.
fn fill(form: &ClientForm, reader: &mut Reader) -> Option<Settings> {
    let name = reader.take("name", CompanyName::parse(&form.name));
    let policy_uri = reader.take("policy_uri", optional(&form.policy_uri, https));
    let tos_uri = reader.take("tos_uri", optional(&form.tos_uri, https));
    let colour = reader.take("colour", optional(&form.colour, client_colour));
    let auth_method = form.auth_method.parse::<ClientAuth>();
    let auth_method = reader.take("auth_method", auth_method.map_err(|_| Fault::Unknown));
    let with_keys = auth_method == Some(ClientAuth::PrivateKeyJwt);
    let public_keys = with_keys.then(|| public_keys(&form.public_keys)).transpose();
    let public_keys = reader.take("public_keys", public_keys);
    let redirect_uris = reader.take("redirect_uris", uris(&form.redirect_uris));
    let after_logout = uris(&form.post_logout_redirect_uris);
    let after_logout = reader.take("post_logout_redirect_uris", after_logout);
    let back_channel = optional(&form.back_channel_logout_uri, web);
    let back_channel = reader.take("back_channel_logout_uri", back_channel);
    let front_channel = optional(&form.front_channel_logout_uri, web);
    let front_channel = reader.take("front_channel_logout_uri", front_channel);
    let algorithm = form.id_token_algorithm.parse::<IdTokenAlgorithm>();
    let algorithm = reader.take("id_token_algorithm", algorithm.map_err(|_| Fault::Unknown));
    let minutes = within(&form.access_token_minutes, &ACCESS_TOKEN_MINUTES);
    let minutes = reader.take("access_token_minutes", minutes);
    let days = reader.take(
        "refresh_token_days",
        within(&form.refresh_token_days, &REFRESH_TOKEN_DAYS),
    );
    let sector = optional(&form.sector_identifier, MailDomain::parse);
    let sector = reader.take("sector_identifier", sector);
    let auth_method = auth_method?;
    Some(Settings {
        name: name?,
        policy_uri: policy_uri?,
        tos_uri: tos_uri?,
        colour: colour?,
        auth_method,
        public_keys: public_keys?,
        response_types: chosen(form.response_types()),
        grant_types: chosen(form.grant_types()),
        redirect_uris: redirect_uris?,
        post_logout_redirect_uris: after_logout?,
        scopes: Scopes::new(chosen(form.scopes())),
        trusted: form.trusted.is_some(),
        // PKCE is all that protects a public client (RFC 9700 §2.1.1).
        pkce: form.pkce.is_some() || auth_method == ClientAuth::None,
        back_channel_logout_uri: back_channel?,
        front_channel_logout_uri: front_channel?,
        id_token_algorithm: algorithm?,
        access_token_minutes: minutes?,
        refresh_token_days: days?,
        sector_identifier: sector?,
    })
}

/// What is ticked.
fn chosen<T, const N: usize>(boxes: [Tick<'_, T>; N]) -> Vec<T> {
    let ticked = boxes.into_iter().filter(|(_, _, on)| on.is_some());
    ticked.map(|(choice, ..)| choice).collect()
}

fn within(text: &str, range: &RangeInclusive<u32>) -> Result<u32, Fault> {
    whole_number(text, *range.start(), *range.end())
}

/// One URI a line; one that stands twice counts once.
fn uris(text: &str) -> Result<Vec<RedirectUri>, Fault> {
    let mut uris = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let uri = RedirectUri::parse(line)?;
        if !uris.contains(&uri) {
            uris.push(uri);
        }
    }
    if uris.len() > URIS as usize {
        return Err(Fault::TooManyLines { max: URIS });
    }
    Ok(uris)
}

/// An address that we or a browser call: `https`, or `http` on the person's own machine, without a fragment
/// (OpenID Connect Back-Channel Logout 1.0 §2.2).
fn web(text: &str) -> Result<String, Fault> {
    let text = text.trim();
    let fault = match text.split_once(':') {
        Some(("https", _)) => Fault::NotAUrl,
        Some(("http", _)) => Fault::HttpOutsideDevelopment,
        _ => return Err(Fault::NotAUrl),
    };
    match RedirectUri::parse(text) {
        Ok(uri) => Ok(uri.into()),
        Err(Fault::NotARedirectUri) => Err(fault),
        Err(other) => Err(other),
    }
}

/// A page for people: `https`, and with a fragment if it likes.
fn https(text: &str) -> Result<String, Fault> {
    let text = text.trim();
    if text.starts_with("http:") {
        return Err(Fault::HttpOutsideDevelopment);
    }
    // What stands behind `#` may have the same characters as a query.
    web(&text.replacen('#', "?", 1))?;
    Ok(text.to_owned())
}

/// Public keys, by which signatures of the client are verified: a JWK set (RFC 7517 §5).
fn public_keys(text: &str) -> Result<Value, Fault> {
    if text.trim().is_empty() {
        return Err(Fault::Required);
    }
    if text.len() > KEYS_LENGTH as usize {
        return Err(Fault::TooLong { max: KEYS_LENGTH });
    }
    let set: Value = serde_json::from_str(text).map_err(|_| Fault::NotAKeySet)?;
    let keys = set
        .get("keys")
        .and_then(Value::as_array)
        .ok_or(Fault::NotAKeySet)?;
    let own = |key: &Value| PRIVATE.iter().any(|member| key.get(*member).is_some());
    if keys.iter().any(own) {
        return Err(Fault::PrivateKey);
    }
    let usable = |key: &Value| key.as_object().is_some_and(verifies);
    if keys.is_empty() || keys.len() > KEYS || !keys.iter().all(usable) {
        return Err(Fault::NotAKeySet);
    }
    Ok(json!({ "keys": keys }))
}

/// Whether a key is one that verifies signatures, with all that belongs to its kind (RFC 7518 §6, RFC 8037 §2).
fn verifies(key: &Map<String, Value>) -> bool {
    let text = |member: &str| key.get(member).and_then(Value::as_str).unwrap_or_default();
    let members: &[&str] = match text("kty") {
        "RSA" => &["n", "e"],
        "EC" => &["crv", "x", "y"],
        "OKP" => &["crv", "x"],
        _ => return false,
    };
    members.iter().all(|member| !text(member).is_empty()) && text("use") != "enc"
}
