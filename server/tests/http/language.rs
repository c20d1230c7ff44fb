//! `POST /language`: the switch, without JavaScript too.

use crate::support::TestApp;
use axum::http::header;
use rstest::rstest;

#[tokio::test]
async fn the_switch_on_every_page_leads_back_to_it_in_the_other_language() {
    let app = TestApp::start().await;
    let mut visitor = app.visitor();
    for path in [
        "/offers/yoga-course",
        "/login?next=%2Foffers%2Fyoga-course",
        "/office/login",
        "/no-such-page",
    ] {
        visitor.set_cookie("portico-language", "en");
        let page = visitor.get(path).await;
        assert_eq!(page.lang(), "en");
        let page = visitor.fill(&page, "/language", &[("language", "el")]).await;
        assert_eq!(page.location(), path);
        let cookie = page.headers.get(header::SET_COOKIE).unwrap().to_str().unwrap();
        assert!(
            cookie.starts_with("portico-language=el; ") && cookie.contains("Max-Age=31536000"),
            "{cookie}"
        );
        let page = visitor.follow(&page).await;
        assert_eq!(page.lang(), "el");
        assert!(page.says_in("el", "common.skip_to_content"));
    }
}

#[rstest]
#[case("de-AT,de;q=0.9,en;q=0.5", "de")]
#[case("fr,el;q=0.3", "el")]
#[case("fr", "en")]
#[case("", "en")]
#[case("*", "en")]
#[case("el;q=0,de;q=0.1", "de")]
#[tokio::test]
async fn the_first_page_speaks_the_browsers_language(#[case] accepted: &'static str, #[case] expected: &str) {
    let app = TestApp::start().await;
    let mut visitor = app.visitor();
    visitor.language = accepted;
    assert_eq!(visitor.get("/").await.lang(), expected);
}

#[rstest]
#[case("//evil.example")]
#[case("https://evil.example")]
#[case("/\\evil.example")]
#[case("")]
#[tokio::test]
async fn the_switch_leads_to_pages_of_ours_only(#[case] next: &str) {
    let app = TestApp::start().await;
    let page = app
        .visitor()
        .post("/language", &[("language", "de"), ("next", next)])
        .await;
    assert_eq!(page.location(), "/");
}

#[tokio::test]
async fn a_language_that_the_shop_does_not_speak_changes_nothing() {
    let app = TestApp::start().await;
    let page = app
        .visitor()
        .post("/language", &[("language", "fr"), ("next", "/terms")])
        .await;
    assert_eq!(page.location(), "/terms");
    assert!(page.headers.get(header::SET_COOKIE).is_none());
}
