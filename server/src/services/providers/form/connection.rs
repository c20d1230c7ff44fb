//! How we reach a provider, and how we prove who we are there.

use super::{LINE, line, token};
use app::api::{Problems, providers};
use domain::{
    providers::{AuthorizeParameters, ClientAuth},
    time::Timestamp,
    values::{Fault, optional},
};
use storage::providers::Provider;

/// Characters of the longest client secret.
const SECRET: u32 = 1000;

/// The section, parsed.
#[derive(Debug)]
pub struct Connection {
    pub issuer: String,
    pub client_id: String,
    pub client_auth: ClientAuth,
    /// A new secret; none keeps the stored one.
    pub secret: Option<String>,
    pub secret_expires_at: Option<Timestamp>,
    pub scopes: String,
    pub pkce: bool,
    pub authorize_parameters: AuthorizeParameters,
}

/// Reads the section.
pub(super) fn parse(
    form: &providers::Connection,
    stored: Option<&Provider>,
    problems: &mut Problems,
) -> Option<Connection> {
    let issuer = problems.take("issuer", token(&form.issuer, LINE));
    let client_id = problems.take("client_id", line(&form.client_id, LINE));
    let client_auth = problems.take(
        "client_auth",
        form.client_auth.parse::<ClientAuth>().map_err(|_| Fault::Unknown),
    );
    let typed = optional(&form.client_secret, |text| line(text, SECRET));
    let typed = typed.and_then(|secret| match (client_auth, &issuer) {
        (Some(auth), Some(issuer)) if secret.is_none() && needs_secret(auth, issuer, stored) => {
            Err(Fault::Required)
        }
        _ => Ok(secret),
    });
    let secret = problems.take("client_secret", typed);
    let day = optional(&form.secret_expires_on, |text| {
        Timestamp::from_day(text.trim()).ok_or(Fault::NotADate)
    });
    let secret_expires_at = problems.take("secret_expires_on", day);
    let scopes = problems.take("scopes", scopes(&form.scopes));
    let parameters = AuthorizeParameters::parse(&form.authorize_parameters);
    let authorize_parameters = problems.take("authorize_parameters", parameters);
    let client_auth = client_auth?;
    let with_secret = client_auth.needs_secret();
    Some(Connection {
        issuer: issuer?,
        client_id: client_id?,
        client_auth,
        secret: secret?.filter(|_| with_secret),
        secret_expires_at: secret_expires_at?.filter(|_| with_secret),
        scopes: scopes?,
        // PKCE is all that protects a public client (RFC 9700, section 2.1.1).
        pkce: form.pkce.is_some() || client_auth == ClientAuth::None,
        authorize_parameters: authorize_parameters?,
    })
}

/// Whether a secret has to be typed. A stored one is kept for its own issuer only: it is never sent to another, so
/// that changing the address can't read it out.
fn needs_secret(auth: ClientAuth, issuer: &str, stored: Option<&Provider>) -> bool {
    let kept = stored.is_some_and(|provider| provider.client_secret.is_some() && provider.issuer == issuer);
    auth.needs_secret() && !kept
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
