//! What every answer bears: the policy, and no place for scripts and styles of others.

use super::pages::walk;
use crate::support::{Page, TestApp};
use std::collections::HashSet;

/// The nonce of the page's policy.
fn nonce(page: &Page) -> String {
    let policy = page.header("content-security-policy");
    let (_, rest) = policy
        .split_once("'nonce-")
        .unwrap_or_else(|| panic!("no nonce: {policy:?}"));
    rest.split_once('\'').unwrap().0.to_owned()
}

fn directives(policy: &str) -> Vec<&str> {
    policy.split(';').map(str::trim).collect()
}

#[tokio::test]
async fn every_page_has_a_strict_policy_of_its_own_and_keeps_to_it() {
    let app = TestApp::start().await;
    let mut nonces = HashSet::new();
    for (path, page) in walk(&app, "en").await {
        let policy = page.header("content-security-policy").to_owned();
        assert!(
            !policy.contains("unsafe-inline") && !policy.contains(" 'unsafe-eval'"),
            "{path}: {policy}"
        );
        let nonce = nonce(&page);
        assert!(nonce.len() >= 22, "128 bits at least");
        let script = format!("script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'");
        for directive in [
            script.as_str(),
            "default-src 'self'",
            "style-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "form-action 'self'",
        ] {
            assert!(
                directives(&policy).contains(&directive),
                "{path}: {directive} is not in {policy}"
            );
        }
        for tag in page.tags() {
            if tag.name == "script" {
                assert_eq!(tag.get("nonce"), Some(nonce.as_str()), "{path}: {tag:?}");
            }
            assert!(
                tag.name != "style" && tag.get("style").is_none(),
                "{path}: {tag:?}"
            );
            let handlers = tag.names().filter(|name| name.starts_with("on")).count();
            assert_eq!(handlers, 0, "{path}: {tag:?}");
            for address in ["href", "src", "action"] {
                let address = tag.get(address).unwrap_or_default();
                assert!(!address.starts_with("javascript:"), "{path}: {tag:?}");
            }
        }
        assert!(nonces.insert(nonce), "{path}: a nonce is used once");
    }
}

#[tokio::test]
async fn every_page_keeps_out_of_frames_caches_and_foreign_referrers() {
    let app = TestApp::start().await;
    for (path, page) in walk(&app, "en").await {
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("x-frame-options", "DENY"),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(page.header(name), value, "{path} {name}");
        }
        assert!(!page.header("x-request-id").is_empty());
        assert_eq!(page.header("x-portico-explained"), "", "inner marks never leave");
        let private = ["/account", "/office", "request"]
            .iter()
            .any(|root| path.starts_with(root));
        let expected = if private { "same-origin" } else { "" };
        assert_eq!(page.header("cross-origin-opener-policy"), expected, "{path}");
        assert_eq!(page.header("strict-transport-security"), "", "not on http");
    }
}

#[tokio::test]
async fn redirects_and_answers_to_programs_bear_them_too() {
    let app = TestApp::start().await;
    let mut visitor = app.visitor();
    for path in [
        "/account/profile",
        "/healthz",
        "/ui/offers",
        "/robots.txt",
        "/office",
    ] {
        let page = visitor.get(path).await;
        assert_eq!(page.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(page.header("cache-control"), "no-store", "{path}");
        assert!(
            page.header("content-security-policy")
                .contains("frame-ancestors 'none'"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_public_shop_tells_browsers_to_come_by_https_only() {
    let app = TestApp::builder()
        .set("PORTICO_SERVER__PUBLIC_URL", "https://shop.example")
        .set("PORTICO_PASSWORDS__MEMORY_KIB", "19456")
        .set("PORTICO_PASSWORDS__ITERATIONS", "2")
        .start()
        .await;
    let page = app.visitor().get("/").await;
    assert_eq!(page.header("strict-transport-security"), "max-age=31536000");
}

#[tokio::test]
async fn the_page_that_leaves_for_a_provider_keeps_to_the_policy() {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    app.settings(|settings| settings.approval = false).await;
    let mut alex = app.visitor();
    alex.through(&provider).await.location();
    let page = alex.post("/logout", &[("choice", "global")]).await;
    assert!(directives(page.header("content-security-policy")).contains(&"form-action 'self'"));
    assert_eq!(
        page.all("form")
            .iter()
            .filter(|form| form.get("action").is_some_and(|a| a.contains("://")))
            .count(),
        0
    );
    let nonce = nonce(&page);
    assert!(
        page.all("script")
            .iter()
            .all(|script| script.get("nonce") == Some(nonce.as_str()))
    );
}

#[tokio::test]
async fn links_to_paths_outside_of_the_clients_router_load_the_page() {
    let app = TestApp::start().await;
    for (path, page) in walk(&app, "en").await {
        for link in page.all("a") {
            let href = link.get("href").unwrap_or_default();
            let outside = href.starts_with("/providers/") || href.starts_with("/login") || href == "/office";
            let external = link
                .get("rel")
                .is_some_and(|rel| rel.split(' ').any(|word| word == "external"));
            assert!(!outside || external, "{path}: {link:?}");
        }
    }
}
