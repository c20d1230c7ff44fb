//! Secrets that stand in URLs never reach a log.

use std::borrow::Cow;

/// Query parameters whose values are secrets, or open something for a while.
const PARAMETERS: &[&str] = &[
    "token",
    "code",
    "state",
    "nonce",
    "id_token_hint",
    "logout_token",
    "access_token",
    "id_token",
    "password",
    "request",
];

/// Beginnings of paths whose next segment is a secret.
const PATHS: &[&str] = &["/register/status/"];

const GONE: &str = "…";

/// How deep a `next` is looked into that stands in another one's address.
const DEPTH: u8 = 3;

/// A path with its query, fit for a log: values of secret parameters and secret path segments are left out, and a way
/// back with such ones. Names are compared in any letter case and after percent-decoding, so that `?TOKEN=` and
/// `?%74oken=` leak nothing.
pub fn scrub(url: &str) -> Cow<'_, str> {
    scrub_to(url, DEPTH)
}

fn scrub_to(url: &str, depth: u8) -> Cow<'_, str> {
    let (path, query) = match url.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (url, None),
    };
    let path = scrub_path(path);
    let query = query.map(|query| scrub_query(query, depth));
    match (path, query) {
        (Cow::Borrowed(_), None | Some(Cow::Borrowed(_))) => Cow::Borrowed(url),
        (path, None) => path,
        (path, Some(query)) => Cow::Owned(format!("{path}?{query}")),
    }
}

fn scrub_path(path: &str) -> Cow<'_, str> {
    for prefix in PATHS {
        // A URL may have an origin in front of its path.
        if let Some((before, rest)) = path.split_once(prefix) {
            let after = rest.find('/').map_or("", |end| &rest[end..]);
            return Cow::Owned(format!("{before}{prefix}{GONE}{after}"));
        }
    }
    Cow::Borrowed(path)
}

fn scrub_query(query: &str, depth: u8) -> Cow<'_, str> {
    let secret = |pair: &&str| {
        let parameter = url::form_urlencoded::parse(pair.as_bytes()).next();
        parameter.is_some_and(|(name, value)| {
            let known = PARAMETERS.iter().any(|known| name.eq_ignore_ascii_case(known));
            known || (name.eq_ignore_ascii_case("next") && leads_to_one(&value, depth))
        })
    };
    if !query.split('&').any(|pair| secret(&pair)) {
        return Cow::Borrowed(query);
    }
    let pairs = query.split('&').map(|pair| match pair.split_once('=') {
        Some((name, _)) if secret(&pair) => format!("{name}={GONE}"),
        _ => pair.to_owned(),
    });
    Cow::Owned(pairs.collect::<Vec<_>>().join("&"))
}

/// Whether an address bears a secret; one that lies too deep counts as such.
fn leads_to_one(url: &str, depth: u8) -> bool {
    depth == 0 || matches!(scrub_to(url, depth - 1), Cow::Owned(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_left_out() {
        let cases = [
            ("/", "/"),
            (
                "/offers/yoga?next=/account&lang=de",
                "/offers/yoga?next=/account&lang=de",
            ),
            ("/activate?token=abc", "/activate?token=…"),
            (
                "/activate?next=/a&token=abc&lang=de",
                "/activate?next=/a&token=…&lang=de",
            ),
            ("/activate?TOKEN=abc", "/activate?TOKEN=…"),
            ("/activate?%74oken=abc", "/activate?%74oken=…"),
            ("/activate?token=a=b", "/activate?token=…"),
            ("/activate?token=a&token=b", "/activate?token=…&token=…"),
            (
                "/providers/harbour/callback?code=c&state=s&iss=i",
                "/providers/harbour/callback?code=…&state=…&iss=i",
            ),
            ("/register/status/abc", "/register/status/…"),
            (
                "/register/status/abc/withdraw?lang=de",
                "/register/status/…/withdraw?lang=de",
            ),
            (
                "https://shop.example/register/status/abc",
                "https://shop.example/register/status/…",
            ),
            (
                "/login?next=%2Foauth2%2Fv1%2Fcontinue%3Frequest%3Dabc&again=1",
                "/login?next=…&again=1",
            ),
            (
                "/login?next=%2Faccount%2Fprofile%3Fnext%3D%252Foauth2%252Fv1%252Fcontinue%253Frequest%253Dabc",
                "/login?next=…",
            ),
            ("/a?next=/b?next=/c?next=/d?next=/e", "/a?next=…"),
            ("/oauth2/v1/consent?request=abc", "/oauth2/v1/consent?request=…"),
            ("/signed-out?state=abc", "/signed-out?state=…"),
            ("/a?token", "/a?token"),
            ("/a?statement=1", "/a?statement=1"),
        ];
        for (url, expected) in cases {
            assert_eq!(scrub(url), expected, "{url}");
        }
    }
}
