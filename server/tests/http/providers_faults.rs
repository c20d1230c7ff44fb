//! A provider, or somebody between it and us, that does not do what it should: a clear page, nothing created.

use crate::support::{Backend, Canned, Endpoint, Provider, Quirk, Signing, TestApp};
use rstest::rstest;
use serde_json::json;
use std::time::Duration;

/// A shop where everybody whom the provider vouches for gets in at once.
async fn open_shop() -> (TestApp, Provider) {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    app.settings(|settings| settings.approval = false).await;
    (app, provider)
}

#[rstest]
#[case::wrong_issuer(Quirk::Claim("iss", Some(json!("https://evil.example"))))]
#[case::wrong_audience(Quirk::Claim("aud", Some(json!("somebody else"))))]
#[case::wrong_party(Quirk::Claim("azp", Some(json!("somebody else"))))]
#[case::wrong_nonce(Quirk::Claim("nonce", Some(json!("another"))))]
#[case::no_nonce(Quirk::Claim("nonce", None))]
#[case::expired(Quirk::Claim("exp", Some(json!(1_000_000_000))))]
#[case::old(Quirk::Claim("iat", Some(json!(1_000_000_000))))]
#[case::no_subject(Quirk::Claim("sub", None))]
#[case::strangers_signature(Quirk::Signing(Signing::Stranger))]
#[case::unknown_key(Quirk::Signing(Signing::UnknownKey))]
#[case::not_signed(Quirk::Signing(Signing::None))]
#[case::signed_with_our_secret(Quirk::Signing(Signing::Hs256))]
#[case::no_id_token(Quirk::Token("id_token", None))]
#[case::garbage(Quirk::Answer(Endpoint::Token, Canned::Garbage))]
#[case::oversize(Quirk::Answer(Endpoint::Token, Canned::Oversize))]
#[case::redirect(Quirk::Answer(Endpoint::Token, Canned::Redirect("/authorize")))]
#[case::oauth_error(Quirk::Answer(Endpoint::Token, Canned::OAuthError("invalid_grant")))]
#[case::other_issuer_in_the_answer(Quirk::Iss(Some("https://evil.example")))]
#[case::no_issuer_in_the_answer(Quirk::Iss(None))]
#[tokio::test]
async fn an_answer_that_fails_a_check_creates_nothing(#[case] quirk: Quirk) {
    let (app, provider) = open_shop().await;
    let before = app.people().await;
    provider.quirk(quirk);
    let mut alex = app.visitor();
    let page = alex.through(&provider).await;
    page.expect(502, "providers.distrusted_heading");
    assert!(
        page.all("a").iter().any(|a| a.get("href") == Some("/login")),
        "the next step is offered"
    );
    assert_eq!(app.people().await, before);
    assert!(alex.cookie("__Host-portico").is_none());

    provider.behave();
    assert_eq!(
        alex.through(&provider).await.location(),
        "/account/profile",
        "the next attempt works"
    );
}

#[rstest]
#[case(Quirk::Answer(Endpoint::Token, Canned::Status(500)))]
#[case(Quirk::Answer(Endpoint::Keys, Canned::Status(503)))]
#[case(Quirk::Answer(Endpoint::Token, Canned::Slow(Duration::from_secs(20))))]
#[tokio::test]
async fn a_provider_that_is_down_or_slow_is_said_to_be(#[case] quirk: Quirk) {
    let (app, provider) = open_shop().await;
    let before = app.people().await;
    provider.quirk(quirk);
    app.visitor()
        .through(&provider)
        .await
        .expect(502, "providers.away_heading");
    assert_eq!(app.people().await, before);
}

#[rstest]
#[case(Quirk::Answer(Endpoint::Discovery, Canned::Status(500)))]
#[case(Quirk::Answer(Endpoint::Discovery, Canned::Garbage))]
#[case(Quirk::Answer(Endpoint::Discovery, Canned::Slow(Duration::from_secs(20))))]
#[case(Quirk::Document("issuer", Some(json!("https://evil.example"))))]
#[tokio::test]
async fn without_a_discovery_document_nobody_is_sent_away(#[case] quirk: Quirk) {
    let (app, provider) = open_shop().await;
    provider.quirk(quirk);
    app.visitor()
        .get("/providers/north/start")
        .await
        .expect(502, "providers.away_heading");
    assert_eq!(app.database.count("attempts").await, 0);
}

#[rstest]
#[case("access_denied", 403, "providers.denied_heading")]
#[case("login_required", 403, "providers.denied_heading")]
#[case("temporarily_unavailable", 502, "providers.away_heading")]
#[case("invalid_scope", 502, "providers.distrusted_heading")]
#[case("anything_<script>", 502, "providers.distrusted_heading")]
#[tokio::test]
async fn an_error_of_the_provider_is_a_clear_page_and_its_token_endpoint_is_not_called(
    #[case] error: &'static str,
    #[case] code: u16,
    #[case] heading: &str,
) {
    let (app, provider) = open_shop().await;
    let before = app.people().await;
    provider.quirk(Quirk::Error(error));
    let page = app.visitor().through(&provider).await;
    page.expect(code, heading);
    assert!(
        !page.text().contains("anything_"),
        "what the provider wrote is not shown"
    );
    assert_eq!(provider.calls().token, 0);
    assert_eq!(app.people().await, before);
}

#[tokio::test]
async fn a_replayed_callback_signs_nobody_in() {
    let (app, provider) = open_shop().await;
    let mut alex = app.visitor();
    let callback = provider.browse(&alex.start("/providers/north/start").await);
    assert_eq!(alex.get(callback.as_str()).await.location(), "/account/profile");
    let before = (app.people().await, provider.calls());
    alex.get(callback.as_str())
        .await
        .expect(400, "providers.expired_heading");
    assert_eq!((app.people().await, provider.calls()), before);
}

#[tokio::test]
async fn a_callback_in_another_browser_signs_nobody_in_and_spoils_nothing() {
    let (app, provider) = open_shop().await;
    let mut alex = app.visitor();
    let callback = provider.browse(&alex.start("/providers/north/start").await);
    let mut eve = app.visitor();
    eve.get(callback.as_str())
        .await
        .expect(400, "providers.expired_heading");
    eve.start("/providers/north/start").await;
    eve.get(callback.as_str())
        .await
        .expect(400, "providers.expired_heading");
    assert!(!eve.is_signed_in().await);
    assert_eq!(provider.calls().token, 0);
    assert_eq!(alex.get(callback.as_str()).await.location(), "/account/profile");
}

#[tokio::test]
async fn a_callback_at_another_providers_address_signs_nobody_in() {
    let (app, north) = open_shop().await;
    let south = app.provider("south").await;
    let mut alex = app.visitor();
    let callback = north.browse(&alex.start("/providers/north/start").await);
    let mixed = callback
        .as_str()
        .replace("/providers/north/", "/providers/south/");
    let before = app.people().await;
    assert_eq!(alex.get(&mixed).await.code(), 400);
    assert_eq!(app.people().await, before);
    assert_eq!((north.calls().token, south.calls().token), (0, 0));
}

#[rstest]
#[case("")]
#[case("?")]
#[case("?code=x")]
#[case("?state=x")]
#[case("?code=x&state=y&state=z")]
#[case("?code=%00&state=%00")]
#[case("?error=%3Cscript%3E&state=x")]
#[case("?code=x&error=access_denied&state=x")]
#[tokio::test]
async fn an_invented_callback_is_no_error_of_ours(#[case] query: &str) {
    let (app, _provider) = open_shop().await;
    let mut eve = app.visitor();
    eve.start("/providers/north/start").await;
    for slug in ["north", "nobody", "%00"] {
        let page = eve.get(&format!("/providers/{slug}/callback{query}")).await;
        assert!(
            matches!(page.code(), 400 | 403 | 404 | 502),
            "{slug} {} {}",
            page.status,
            page.text()
        );
        assert!(!page.body.contains("<script>"));
    }
}

#[rstest]
#[tokio::test]
async fn nul_bytes_from_a_provider_are_no_error_of_ours(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
    #[values("sub", "sid", "given_name", "email", "locale", "account", "nickname")] claim: &'static str,
) {
    let app = TestApp::on(backend).await;
    let provider = app.provider("north").await;
    app.settings(|settings| settings.approval = false).await;
    provider.quirk(Quirk::Claim(claim, Some(json!("a\u{0}b"))));
    let page = app.visitor().through(&provider).await;
    assert!(
        page.status.is_redirection() || page.code() == 502,
        "{claim}: {} {}",
        page.status,
        page.text()
    );
    app.mails().await;
}

#[rstest]
#[tokio::test]
async fn an_invented_slug_is_not_there(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
    #[values("nobody", "%00", "%FF", "..%2f", "a%0Ab")] slug: &str,
) {
    let app = TestApp::on(backend).await;
    for page in ["start", "callback?code=x&state=y", "logged-out?state=x"] {
        let answer = app.visitor().get(&format!("/providers/{slug}/{page}")).await;
        assert!(
            answer.code() < 500,
            "{slug}/{page}: {} {}",
            answer.status,
            answer.text()
        );
    }
    app.visitor()
        .get(&format!("/providers/{slug}/start"))
        .await
        .assert_client_error();
}

#[tokio::test]
async fn keys_that_were_rotated_are_fetched_again() {
    let (app, provider) = open_shop().await;
    app.visitor().through(&provider).await.location();
    provider.rotate_keys();
    app.time.turn(domain::time::Span::minutes(10));
    assert_eq!(
        app.visitor().through(&provider).await.location(),
        "/account/profile"
    );
}
