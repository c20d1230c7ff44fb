//! Headers that keep a page safe. One policy for every answer; assets may be cached, pages may not.

use crate::state::Portico;
use app::api::visit::{Visit, VisitReply};
use axum::{
    http::{HeaderName, HeaderValue, header},
    response::Response,
};
use domain::values::ReturnTo;

/// Marks an answer that already explains itself; never leaves the server.
pub const EXPLAINED: HeaderName = HeaderName::from_static("x-portico-explained");

/// `Cache-Control` of what stays as it is for as long as it has its address.
pub const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// Adds the security headers, and `no-store` where nothing else was said.
pub fn apply(portico: &Portico, visit: &Visit, response: &mut Response) {
    let facts = visit.facts();
    let headers = response.headers_mut();
    headers.remove(EXPLAINED);
    let fixed = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), geolocation=(), microphone=(), payment=()",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
    ];
    for (name, value) in fixed {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY)
        && let Ok(policy) = HeaderValue::from_str(&content_security_policy(&facts.nonce, &visit.reply()))
    {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    if portico.config.server.public_url.is_https() {
        // Without includeSubDomains: what else runs below the shop's domain is not ours to decide about.
        let year = HeaderValue::from_static("max-age=31536000");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    let sent_from = visit.reply().sent_from.clone();
    if has_window_of_its_own(sent_from.as_deref().unwrap_or(&facts.path)) {
        let name = HeaderName::from_static("cross-origin-opener-policy");
        headers.insert(name, HeaderValue::from_static("same-origin"));
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    if let Ok(id) = HeaderValue::from_str(&facts.request_id) {
        headers.insert(HeaderName::from_static("x-request-id"), id);
    }
}

/// Whether a page is in a group of windows of its own (COOP): those of customers and of staff. Not the sign-in, which
/// other sites open as a pop-up and wait for, nor My Profile on the way of one: a window that was cut off from its opener
/// stays so, and the answer would not get back. A query may follow the path.
fn has_window_of_its_own(path_and_query: &str) -> bool {
    let path = path_and_query
        .split_once('?')
        .map_or(path_and_query, |(path, _)| path);
    if path == "/account/profile" && ReturnTo::named_in(path_and_query).is_some_and(|next| next.is_flow()) {
        return false;
    }
    ["/account", "/office"].into_iter().any(|root| {
        path.strip_prefix(root)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

/// CSP Level 3: scripts by nonce only, no inline style, forms to ourselves only. A page that another origin is needed
/// for speaks to that one too, and shows its frames; one that opens pages of others shows those of their origins.
fn content_security_policy(nonce: &str, reply: &VisitReply) -> String {
    let also = reply
        .origin
        .as_deref()
        .map_or_else(String::new, |origin| format!(" {origin}"));
    let pages = reply.frames.iter().filter_map(|page| url::Url::parse(page).ok());
    let mut origins: Vec<_> = pages.map(|page| page.origin().ascii_serialization()).collect();
    origins.extend(reply.origin.clone());
    origins.sort_unstable();
    origins.dedup();
    let frames = if origins.is_empty() {
        String::new()
    } else {
        format!(" frame-src {};", origins.join(" "))
    };
    format!(
        "default-src 'self'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; font-src 'none'; connect-src 'self'{also};{frames} object-src 'none'; base-uri 'none'; \
         frame-ancestors 'none'; form-action 'self'"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("/account", true)]
    #[case("/account?next=/offers", true)]
    #[case("/account/profile?done=saved", true)]
    #[case("/account/profile?next=%2Foffers", true)]
    #[case("/account/profile?next=%2Foauth2%2Fv1%2Fcontinue%3Frequest%3Dabc", false)]
    #[case("/account/security?next=%2Foauth2%2Fv1%2Fcontinue%3Frequest%3Dabc", true)]
    #[case("/office?next=%2Foauth2%2Fv1%2Fcontinue%3Frequest%3Dabc", true)]
    #[case("/office", true)]
    #[case("/office/requests", true)]
    #[case("/", false)]
    #[case("/login?next=/account", false)]
    #[case("/accounting", false)]
    #[case("/officer/requests", false)]
    #[case("/offers/account", false)]
    fn pages_with_a_window_of_their_own(#[case] path: &str, #[case] expected: bool) {
        assert_eq!(has_window_of_its_own(path), expected);
    }
}
