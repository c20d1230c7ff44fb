//! Reading the form of a provider's settings: every field is checked, each fault stands beside its own.

use app::api::{Problems, providers::SaveProvider};
use domain::values::{CompanyName, Fault, Slug, optional};
use storage::{
    ByLanguage,
    providers::{ClientAuth, Provider},
};

/// Characters of the longest issuer, client id, claim name and scope list.
const LINE: u32 = 500;
/// Characters of the longest client secret.
const SECRET: u32 = 1000;

/// A form whose fields all parsed.
#[derive(Debug)]
pub(super) struct Parsed {
    pub slug: String,
    pub name: String,
    pub labels: ByLanguage<String>,
    pub issuer: String,
    pub client_id: String,
    pub client_auth: ClientAuth,
    /// A new secret; none keeps the stored one.
    pub secret: Option<String>,
    pub scopes: String,
    pub account_code_claim: Option<String>,
    pub account_code_controlled: bool,
    pub trusts_email_verified: bool,
    pub pkce: bool,
}

/// Reads the form against the provider that it changes. The slug of one that exists stays as it is: it is part of the
/// redirect URI that is registered at the provider.
///
/// # Errors
/// What is wrong with which field.
pub(super) fn parse(form: &SaveProvider, stored: Option<&Provider>) -> Result<Parsed, Problems> {
    let mut problems = Problems::default();
    let name = problems.take("name", CompanyName::parse(&form.name));
    let mut label = |field: &str, text: &str| {
        problems
            .take(field, optional(text, CompanyName::parse))
            .flatten()
            .map(|label| label.to_string())
    };
    let labels = ByLanguage {
        en: label("label_en", &form.label_en).unwrap_or_default(),
        de: label("label_de", &form.label_de).unwrap_or_default(),
        el: label("label_el", &form.label_el).unwrap_or_default(),
    };
    let slug = match stored {
        Some(provider) => Some(provider.slug.clone()),
        None => problems
            .take("slug", Slug::parse(&form.slug))
            .map(|slug| slug.to_string()),
    };
    let issuer = problems.take("issuer", token(&form.issuer, LINE));
    let client_id = problems.take("client_id", line(&form.client_id, LINE));
    let client_auth = problems.take(
        "client_auth",
        form.client_auth.parse().map_err(|_| Fault::Unknown),
    );
    let secret = problems
        .take(
            "client_secret",
            optional(&form.client_secret, |text| line(text, SECRET)),
        )
        .flatten();
    let scopes = problems.take("scopes", scopes(&form.scopes));
    let claim = problems.take(
        "account_code_claim",
        optional(&form.account_code_claim, |text| line(text, LINE)),
    );
    if let (Some(auth), Some(issuer)) = (client_auth, &issuer)
        && secret.is_none()
        && needs_secret(auth, issuer, stored)
    {
        problems = problems.with("client_secret", Fault::Required);
    }
    match (name, slug, issuer, client_id, client_auth, scopes, claim) {
        (
            Some(name),
            Some(slug),
            Some(issuer),
            Some(client_id),
            Some(client_auth),
            Some(scopes),
            Some(claim),
        ) if problems.is_empty() => {
            Ok(Parsed {
                slug,
                name: name.to_string(),
                labels,
                issuer,
                client_id,
                client_auth,
                secret: secret.filter(|_| client_auth != ClientAuth::None),
                scopes,
                account_code_claim: claim,
                account_code_controlled: form.account_code_controlled.is_some(),
                trusts_email_verified: form.trusts_email_verified.is_some(),
                // PKCE is all that protects a public client (RFC 9700, section 2.1.1).
                pkce: form.pkce.is_some() || client_auth == ClientAuth::None,
            })
        }
        _ => Err(problems),
    }
}

/// Whether a secret has to be typed. A stored one is kept for its own issuer only: it is never sent to another, so
/// that changing the address can't read it out.
fn needs_secret(auth: ClientAuth, issuer: &str, stored: Option<&Provider>) -> bool {
    let kept = stored.is_some_and(|provider| provider.client_secret.is_some() && provider.issuer == issuer);
    auth != ClientAuth::None && !kept
}

/// One trimmed line without control characters.
fn line(text: &str, max: u32) -> Result<String, Fault> {
    let text = text.trim();
    if text.is_empty() {
        Err(Fault::Required)
    } else if text.chars().count() > max as usize {
        Err(Fault::TooLong { max })
    } else if text.chars().any(char::is_control) {
        Err(Fault::BadCharacters)
    } else {
        Ok(text.to_owned())
    }
}

/// One word: a line without blanks.
fn token(text: &str, max: u32) -> Result<String, Fault> {
    let text = line(text, max)?;
    if text.contains(char::is_whitespace) {
        Err(Fault::BadCharacters)
    } else {
        Ok(text)
    }
}

/// Scopes separated by single blanks (RFC 6749, section 3.3), `openid` among them: it is put first when it is missing.
fn scopes(text: &str) -> Result<String, Fault> {
    let text = line(&text.replace(['\t', '\n', '\r'], " "), LINE)?;
    let mut scopes: Vec<&str> = Vec::new();
    for scope in text.split_whitespace() {
        if !scope
            .bytes()
            .all(|b| b.is_ascii_graphic() && b != b'"' && b != b'\\')
        {
            return Err(Fault::BadCharacters);
        }
        if !scopes.contains(&scope) {
            scopes.push(scope);
        }
    }
    if !scopes.contains(&"openid") {
        scopes.insert(0, "openid");
    }
    Ok(scopes.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> SaveProvider {
        SaveProvider {
            id: String::new(),
            version: 0,
            name: " Harbour ID ".to_owned(),
            label_en: String::new(),
            label_de: "Mit Harbour".to_owned(),
            label_el: String::new(),
            slug: "harbour".to_owned(),
            issuer: "https://id.harbour.example".to_owned(),
            client_id: "portico".to_owned(),
            client_auth: "client_secret_basic".to_owned(),
            client_secret: "s3cret".to_owned(),
            scopes: "profile  email".to_owned(),
            account_code_claim: String::new(),
            account_code_controlled: None,
            trusts_email_verified: Some("on".to_owned()),
            pkce: None,
        }
    }

    #[test]
    fn a_right_form_is_read() {
        let parsed = parse(&form(), None).unwrap();
        assert_eq!(parsed.name, "Harbour ID");
        assert_eq!(parsed.labels.de, "Mit Harbour");
        assert_eq!(parsed.scopes, "openid profile email");
        assert_eq!(parsed.secret.as_deref(), Some("s3cret"));
        assert_eq!(parsed.account_code_claim, None);
        assert!(parsed.trusts_email_verified && !parsed.pkce);
    }

    #[test]
    fn every_fault_stands_beside_its_field() {
        let empty = SaveProvider {
            name: String::new(),
            slug: "Not A Slug".to_owned(),
            issuer: "https://id.harbour.example /x".to_owned(),
            client_id: String::new(),
            client_auth: "magic".to_owned(),
            scopes: "openid \"".to_owned(),
            account_code_claim: "a\0b".to_owned(),
            ..form()
        };
        let problems = parse(&empty, None).unwrap_err();
        assert_eq!(problems.of("name"), Some(Fault::Required));
        assert_eq!(problems.of("slug"), Some(Fault::NotASlug));
        assert_eq!(problems.of("issuer"), Some(Fault::BadCharacters));
        assert_eq!(problems.of("client_id"), Some(Fault::Required));
        assert_eq!(problems.of("client_auth"), Some(Fault::Unknown));
        assert_eq!(problems.of("scopes"), Some(Fault::BadCharacters));
        assert_eq!(problems.of("account_code_claim"), Some(Fault::BadCharacters));
        let long = SaveProvider {
            client_secret: "x".repeat(1001),
            ..form()
        };
        assert_eq!(
            parse(&long, None).unwrap_err().of("client_secret"),
            Some(Fault::TooLong { max: 1000 })
        );
    }

    #[test]
    fn a_secret_is_asked_for_where_it_is_needed() {
        let without = SaveProvider {
            client_secret: String::new(),
            ..form()
        };
        assert_eq!(
            parse(&without, None).unwrap_err().of("client_secret"),
            Some(Fault::Required)
        );
        let public = SaveProvider {
            client_auth: "none".to_owned(),
            ..form()
        };
        let public = parse(&public, None).unwrap();
        assert_eq!(public.secret, None);
        assert!(public.pkce, "a public client always uses PKCE");
    }
}
