//! `/logout`: locally at once, or the choice between locally and globally, and the receipt.

use crate::support::{Canned, Endpoint, PASSWORD, Page, Provider, Quirk, TestApp, Visitor};
use axum::http::Method;
use domain::customers::CustomerStatus;
use rstest::rstest;
use serde_json::json;
use url::Url;

/// Somebody who signed in through a provider and accepted nothing yet.
async fn came_through(app: &TestApp, provider: &Provider) -> Visitor {
    app.settings(|settings| settings.approval = false).await;
    let mut visitor = app.visitor();
    let page = visitor.through(provider).await;
    assert_eq!(page.location(), "/account/profile");
    visitor
}

/// Where the page on the way out leads by itself, which its link does as well.
fn way_out(page: &Page) -> Url {
    assert_eq!(page.code(), 200, "a redirect would be stopped by form-action");
    let meta = page
        .all("meta")
        .into_iter()
        .find(|meta| meta.get("http-equiv") == Some("refresh"))
        .unwrap();
    let to = meta
        .get("content")
        .unwrap()
        .strip_prefix("0; url=")
        .unwrap()
        .to_owned();
    let link = page
        .all("a")
        .into_iter()
        .find(|a| a.get("href") == Some(to.as_str()))
        .expect("a link for the same");
    assert!(link.get("rel").unwrap().contains("external"));
    Url::parse(&to).unwrap()
}

fn query(url: &Url, name: &str) -> Option<String> {
    url.query_pairs()
        .find(|(own, _)| own == name)
        .map(|(_, value)| value.into_owned())
}

#[tokio::test]
async fn a_session_that_began_with_a_password_ends_at_once() {
    let app = TestApp::start().await;
    let mut ada = app.customer("ada@example.org").await;
    let home = ada.get("/").await;
    assert!(home.has_form("/logout"), "no question is asked");
    assert_eq!(
        ada.get("/logout").await.location(),
        "/",
        "opening the page signs nobody out"
    );
    assert!(ada.is_signed_in().await);

    let token = ada.cookie("__Host-portico").unwrap().to_owned();
    let page = ada.fill(&home, "/logout", &[]).await;
    assert_eq!(page.location(), "/signed-out");
    ada.follow(&page).await.expect(200, "logout.receipt_heading");
    assert_eq!(ada.cookie("__Host-portico"), None);
    ada.set_cookie("__Host-portico", &token);
    assert!(!ada.is_signed_in().await, "the old token is worth nothing");
}

#[tokio::test]
async fn signing_out_twice_or_signed_out_is_no_error() {
    let app = TestApp::start().await;
    let mut ada = app.customer("ada@example.org").await;
    for _ in 0..2 {
        assert_eq!(
            ada.post("/logout", &[("choice", "local")]).await.location(),
            "/signed-out"
        );
    }
    assert_eq!(
        app.visitor()
            .post("/logout", &[("choice", "nonsense")])
            .await
            .location(),
        "/signed-out"
    );
    assert_eq!(app.visitor().get("/logout").await.location(), "/");
}

#[tokio::test]
async fn a_session_through_a_provider_asks_locally_or_globally() {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    let mut alex = came_through(&app, &provider).await;
    let page = alex.get("/logout").await;
    page.expect(200, "logout.heading");
    let buttons: Vec<_> = page
        .all("button")
        .into_iter()
        .filter(|b| b.get("name") == Some("choice"))
        .filter_map(|b| b.get("value").map(str::to_owned))
        .collect();
    assert_eq!(buttons, ["local", "global"]);

    app.switch(&provider, true, false).await;
    assert_eq!(
        alex.get("/logout").await.location(),
        "/",
        "a hidden provider is not asked"
    );
}

#[tokio::test]
async fn a_provider_without_end_session_is_not_asked() {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    provider.quirk(Quirk::Document("end_session_endpoint", None));
    let mut alex = came_through(&app, &provider).await;
    assert_eq!(alex.get("/logout").await.location(), "/");
    assert_eq!(
        alex.post("/logout", &[("choice", "global")]).await.location(),
        "/signed-out"
    );
}

#[tokio::test]
async fn locally_leaves_the_providers_session_and_the_next_sign_in_asks_it_once() {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    let mut alex = came_through(&app, &provider).await;
    let page = alex.post("/logout", &[("choice", "local")]).await;
    let receipt = alex.follow(&page).await;
    receipt.expect(200, "logout.receipt_provider_stays");
    assert!(!alex.is_signed_in().await);

    let prompt = |url: &Url| query(url, "prompt");
    let first = alex.start("/providers/north/start").await;
    assert_eq!(prompt(&first).as_deref(), Some("login"));
    assert_eq!(query(&first, "max_age"), None, "asked, not held to it");
    let second = alex.start("/providers/north/start").await;
    assert_eq!(prompt(&second), None, "once");
}

#[tokio::test]
async fn without_local_sign_in_the_login_button_shows_the_receipt_before_the_provider() {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    app.settings(|settings| settings.local_sign_in = false).await;
    let mut alex = came_through(&app, &provider).await;
    let page = alex.post("/logout", &[("choice", "local")]).await;
    let receipt = alex.follow(&page).await;
    assert_eq!(alex.get("/login").await.location(), "/signed-out");
    let button = "/login?provider=north";
    assert!(receipt.all("a").iter().any(|a| a.get("href") == Some(button)));
    let start = alex.get(button).await.location().to_owned();
    assert_eq!(
        query(&alex.start(&start).await, "prompt").as_deref(),
        Some("login")
    );
    assert_eq!(
        alex.get("/login").await.location(),
        "/providers/north/start",
        "once"
    );
}

#[tokio::test]
async fn a_receipt_tells_of_this_logout_and_of_no_earlier_one() {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    let mut shared = came_through(&app, &provider).await;
    let page = shared.post("/logout", &[("choice", "local")]).await;
    assert!(shared.follow(&page).await.says("logout.receipt_provider_stays"));
    app.insert_customer("ada@example.org", CustomerStatus::Active)
        .await;
    shared.sign_in("ada@example.org", PASSWORD).await.location();
    let page = shared.post("/logout", &[("choice", "local")]).await;
    let receipt = shared.follow(&page).await;
    receipt.expect(200, "logout.receipt_heading");
    assert!(!receipt.says("logout.receipt_provider_stays"));
    assert!(!app.visitor().get("/signed-out").await.says("logout.receipt_shop"));
}

#[tokio::test]
async fn whoever_is_signed_in_is_not_told_to_be_signed_out() {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    let mut alex = came_through(&app, &provider).await;
    assert_eq!(alex.get("/signed-out").await.location(), "/");
}

#[tokio::test]
async fn globally_ends_here_first_then_at_the_provider_and_comes_back_to_a_receipt() {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    let mut alex = came_through(&app, &provider).await;
    let page = alex.post("/logout", &[("choice", "global")]).await;
    assert_eq!(app.open_sessions().await, 0, "over here already");
    let out = way_out(&page);
    assert_eq!(query(&out, "id_token_hint").unwrap().split('.').count(), 3);
    let back = "http://localhost:3000/providers/north/logged-out";
    assert_eq!(query(&out, "post_logout_redirect_uri").as_deref(), Some(back));
    assert!(query(&out, "state").unwrap().len() >= 43);
    alex.get("/signed-out")
        .await
        .expect(200, "logout.receipt_provider_unknown");

    let returned = provider.end_session(&out);
    let page = alex.get(returned.as_str()).await;
    assert_eq!(page.location(), "/signed-out");
    let receipt = alex.follow(&page).await;
    receipt.expect(200, "logout.receipt_provider_returned");
    assert_eq!(
        query(&alex.start("/providers/north/start").await, "prompt"),
        None,
        "the provider's session is over"
    );
}

#[tokio::test]
async fn an_invented_or_replayed_return_changes_nothing() {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    let mut alex = came_through(&app, &provider).await;
    let out = way_out(&alex.post("/logout", &[("choice", "global")]).await);
    let returned = provider.end_session(&out);

    for path in [
        "/providers/north/logged-out",
        "/providers/north/logged-out?state=invented",
        returned.as_str(),
    ] {
        let mut other = app.visitor();
        assert_eq!(other.get(path).await.location(), "/signed-out");
        assert!(
            !other
                .get("/signed-out")
                .await
                .says("logout.receipt_provider_returned"),
            "{path}"
        );
    }
    alex.get("/providers/north/logged-out?state=invented").await;
    assert!(
        !alex
            .get("/signed-out")
            .await
            .says("logout.receipt_provider_returned")
    );
    for _ in 0..2 {
        alex.get(returned.as_str()).await;
        alex.get("/signed-out")
            .await
            .expect(200, "logout.receipt_provider_returned");
    }
}

#[tokio::test]
async fn a_provider_out_of_reach_keeps_nobody_signed_in() {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    let alex = came_through(&app, &provider).await;
    // A replica that has just started knows the provider from its row only, and the row knows nothing any more.
    provider.quirk(Quirk::Answer(Endpoint::Discovery, Canned::Status(500)));
    app.database.execute("UPDATE providers SET metadata = NULL").await;
    let mut alex = alex.at(app.replica());
    let page = alex.post("/logout", &[("choice", "global")]).await;
    assert_eq!(page.location(), "/signed-out");
    alex.follow(&page)
        .await
        .expect(200, "logout.receipt_provider_unreachable");
    assert_eq!(app.open_sessions().await, 0);
}

#[tokio::test]
async fn a_time_limit_ends_the_session_here_only() {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    let mut alex = came_through(&app, &provider).await;
    app.time.turn(domain::time::Span::minutes(60));
    assert!(!alex.is_signed_in().await);
    assert_eq!(
        alex.post("/logout", &[("choice", "global")]).await.location(),
        "/signed-out"
    );
}

#[tokio::test]
async fn nobody_signs_out_by_a_link() {
    let app = TestApp::start().await;
    let mut ada = app.customer("ada@example.org").await;
    for method in [Method::GET, Method::HEAD] {
        let request = ada.request(method, "/logout");
        ada.send(request, "").await;
    }
    assert!(ada.is_signed_in().await);
}

#[tokio::test]
async fn what_the_provider_told_is_kept_encrypted_and_erased_with_the_session() {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    provider.person(json!({
        "sub": "kim-1", "email": "kim@corp.example", "email_verified": true, "given_name": "Kim", "family_name": "Roe",
    }));
    let mut kim = came_through(&app, &provider).await;
    let tokens = app
        .database
        .texts("SELECT id_token FROM sessions WHERE id_token IS NOT NULL")
        .await;
    assert_eq!(tokens.len(), 1);
    assert!(tokens[0].starts_with("v1."), "a ciphertext that names its key");
    kim.post("/logout", &[("choice", "local")]).await;
    assert_eq!(app.database.count("sessions WHERE id_token IS NOT NULL").await, 0);
}

#[rstest]
#[tokio::test]
async fn what_cannot_be_opened_any_more_keeps_nobody_signed_in(
    #[values("sessions SET id_token", "providers SET client_secret")] what: &str,
) {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    let mut alex = came_through(&app, &provider).await;
    app.database
        .execute(&format!("UPDATE {what} = 'of another key'"))
        .await;
    let page = alex.post("/logout", &[("choice", "global")]).await;
    if what.starts_with("sessions") {
        assert_eq!(query(&way_out(&page), "id_token_hint"), None);
    } else {
        assert_eq!(page.location(), "/signed-out");
        alex.follow(&page)
            .await
            .expect(200, "logout.receipt_provider_unreachable");
    }
    assert_eq!(app.open_sessions().await, 0);
    assert_eq!(alex.cookie("__Host-portico"), None);
}
