//! `/assets/…`: hashed, immutable, precompressed.

use crate::support::{Page, TestApp};
use axum::http::Method;
use rstest::rstest;
use std::collections::BTreeSet;

/// The addresses that the page's head loads, by links and by its script.
fn loaded(page: &Page) -> BTreeSet<String> {
    let head = page.body.split("</head>").next().unwrap();
    let named = head.match_indices("/assets/");
    let address = |(start, _)| head[start..].split(['"', '\'']).next().unwrap().to_owned();
    named.map(address).collect()
}

#[tokio::test]
async fn everything_that_a_page_loads_is_there_and_may_be_kept_for_ever() {
    let app = TestApp::start().await;
    let mut visitor = app.visitor();
    for path in ["/", "/office/login"] {
        let page = visitor.get(path).await;
        let files = loaded(&page);
        assert!(
            files.len() >= 5,
            "stylesheet, accent, icon and the bundle's two halves: {files:?}"
        );
        for file in files {
            let answer = visitor.get(&file).await;
            assert_eq!(answer.code(), 200, "{file}");
            assert_eq!(
                answer.header("cache-control"),
                "public, max-age=31536000, immutable",
                "{file}"
            );
            assert_eq!(answer.header("x-content-type-options"), "nosniff");
            let kind = answer.header("content-type");
            let expected = match file.rsplit_once('.').unwrap().1 {
                "css" => "text/css",
                "js" => "text/javascript",
                "wasm" => "application/wasm",
                "svg" => "image/svg+xml",
                other => panic!("{other}"),
            };
            assert!(kind.starts_with(expected), "{file}: {kind}");
        }
    }
}

#[tokio::test]
async fn a_browser_that_takes_brotli_gets_it() {
    let app = TestApp::start().await;
    let mut visitor = app.visitor();
    let page = visitor.get("/").await;
    let css = loaded(&page)
        .into_iter()
        .find(|file| file.ends_with(".css") && !file.contains("accent"))
        .unwrap();
    for (accepted, encoding) in [("gzip, br", "br"), ("br;q=0", ""), ("gzip", ""), ("", "")] {
        let request = visitor
            .request(Method::GET, &css)
            .header("accept-encoding", accepted);
        let answer = visitor.send(request, "").await;
        assert_eq!(answer.header("content-encoding"), encoding, "{accepted:?}");
        assert_eq!(answer.header("vary"), "accept-encoding");
    }
}

#[tokio::test]
async fn the_accent_colour_is_a_stylesheet_of_its_own() {
    let app = TestApp::builder()
        .set("PORTICO_SHOP__ACCENT", "#aa3300")
        .start()
        .await;
    let mut visitor = app.visitor();
    let page = visitor.get("/").await;
    let css = loaded(&page)
        .into_iter()
        .find(|file| file.contains("accent"))
        .unwrap();
    assert!(visitor.get(&css).await.body.contains("#aa3300"));
}

#[rstest]
#[case("/assets/")]
#[case("/assets/manifest.json")]
#[case("/assets/../Cargo.toml")]
#[case("/assets/..%2f..%2fCargo.toml")]
#[case("/assets/%00.css")]
#[case("/assets/no-such-file.css")]
#[case("/assets//etc/passwd")]
#[tokio::test]
async fn nothing_else_is_there(#[case] path: &str) {
    let app = TestApp::start().await;
    let answer = app.visitor().get(path).await;
    assert_eq!(answer.code(), 404, "{path}");
    assert!(!answer.body.contains("[workspace]"));
}
