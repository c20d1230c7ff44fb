//! Refuses posts that another site makes a browser send: `Sec-Fetch-Site`, and `Origin` for browsers without it.
//! No tokens in forms, so that every form works from a cached page and without JavaScript.

use axum::{
    extract::Request,
    http::{HeaderMap, Method},
};

/// Whether an unsafe request came from somewhere else than our own pages. Requests without both headers come
/// from programs, which have no cookies to misuse.
pub fn is_forged(request: &Request, public_origin: &str) -> bool {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    !safe && !is_for_machines(request.uri().path()) && !same_origin(request.headers(), public_origin)
}

/// Paths that programs post to, or that only lead on to a GET. What is done there rests on what is posted, never on a
/// cookie.
fn is_for_machines(path: &str) -> bool {
    const CLIENTS: [&str; 8] = [
        "authorize",
        "introspect",
        "logout",
        "par",
        "register",
        "revoke",
        "token",
        "userinfo",
    ];
    match path.strip_prefix("/oauth2/v1/") {
        Some(endpoint) => CLIENTS.contains(&endpoint),
        None => path.starts_with("/providers/") && path.ends_with("/back-channel-logout"),
    }
}

fn same_origin(headers: &HeaderMap, public_origin: &str) -> bool {
    let text = |name| {
        headers
            .get(name)
            .map(|value| value.to_str().unwrap_or("unreadable"))
    };
    match (text("sec-fetch-site"), text("origin")) {
        (Some("same-origin" | "none"), _) => true,
        (Some(_), _) => false,
        (None, Some(origin)) => origin == public_origin,
        (None, None) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::own_page(&[("sec-fetch-site", "same-origin")], false)]
    #[case::typed_by_the_person(&[("sec-fetch-site", "none")], false)]
    #[case::sister_domain(&[("sec-fetch-site", "same-site")], true)]
    #[case::other_site(&[("sec-fetch-site", "cross-site")], true)]
    #[case::other_site_with_our_origin(&[("sec-fetch-site", "cross-site"), ("origin", "https://shop.example")], true)]
    #[case::old_browser_own_page(&[("origin", "https://shop.example")], false)]
    #[case::old_browser_other_site(&[("origin", "https://evil.example")], true)]
    #[case::other_scheme(&[("origin", "http://shop.example")], true)]
    #[case::sandboxed_frame(&[("origin", "null")], true)]
    #[case::a_program(&[], false)]
    fn posts(#[case] headers: &[(&str, &str)], #[case] forged: bool) {
        let mut request = Request::builder().method(Method::POST).uri("/login");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(axum::body::Body::empty()).expect("a request");
        assert_eq!(is_forged(&request, "https://shop.example"), forged);
    }
}
