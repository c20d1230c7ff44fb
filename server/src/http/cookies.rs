//! Our cookies: names, attributes, and reading them.

use axum::http::{HeaderMap, header};
use domain::time::Span;

/// A customer's session.
pub const SESSION: &str = "__Host-portico";
/// A staff member's session.
pub const OFFICE: &str = "__Host-portico-office";
/// Binds half of a customer's sign-in to its browser, until the second step is done.
pub const STEP: &str = "__Host-portico-step";
/// The same for staff.
pub const OFFICE_STEP: &str = "__Host-portico-office-step";
/// A browser that a customer is not asked for the second step in.
pub const BROWSER: &str = "__Host-portico-browser";
/// The same for staff.
pub const OFFICE_BROWSER: &str = "__Host-portico-office-browser";
/// Binds a provider sign-in to its browser.
pub const FLOW: &str = "__Host-portico-flow";
/// Marks a browser for years, so that a sign-in with another one can be told to the customer.
pub const DEVICE: &str = "__Host-portico-device";
/// The same for the member of staff who signed in with it last: made from who that is, and kept nowhere.
pub const OFFICE_DEVICE: &str = "__Host-portico-office-device";
/// The provider that is asked with `prompt=login` at the next sign-in, after a local logout; bears its slug.
pub const ASK_AGAIN: &str = "__Host-portico-ask-again";

/// Keeps an identity while the person who brought it signs in to the account that they have.
pub const PROOF: &str = "__Host-portico-proof";

/// The address that was typed on the login page, in base64url; not a secret, but nobody else's business.
pub const HINT: &str = "__Host-portico-hint";
/// Where a client wants the person to be after a logout, while the person is asked.
pub const WAY_BACK: &str = "__Host-portico-way-back";
/// The link of an approval mail, between its button and the provider's answer.
pub const FINISH: &str = "__Host-portico-finish";

/// A `Set-Cookie` value with all safe attributes: `Secure; HttpOnly; SameSite=Lax; Path=/`, and for how long.
/// Without a span it ends with the browser.
pub fn set(name: &str, value: &str, lifetime: Option<Span>) -> String {
    let age = lifetime
        .map(|span| format!("; Max-Age={}", span.as_secs()))
        .unwrap_or_default();
    format!("{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax{age}")
}

/// A `Set-Cookie` value that takes the cookie away.
pub fn clear(name: &str) -> String {
    format!("{name}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0")
}

/// Whether a `Set-Cookie` value gives this cookie, rather than taking it away.
pub fn gives(line: &str, name: &str) -> bool {
    let value = line.strip_prefix(name).and_then(|rest| rest.strip_prefix('='));
    value.is_some_and(|value| !value.starts_with(';'))
}

/// All cookies of a request, in order (RFC 6265, section 5.4). What is not text is left out.
pub fn parse(headers: &HeaderMap) -> Vec<(String, String)> {
    let lines = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    lines
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .map(|(name, value)| (name.to_owned(), value.trim_matches('"').to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_that_is_taken_away_is_not_given() {
        assert!(gives(&set(SESSION, "token", None), SESSION));
        assert!(gives(&set(SESSION, "token", Some(Span::days(1))), SESSION));
        assert!(!gives(&clear(SESSION), SESSION));
        assert!(
            !gives(&set(OFFICE, "token", None), SESSION),
            "another cookie whose name begins alike"
        );
    }
}
