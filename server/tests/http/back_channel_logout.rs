//! `POST /providers/{slug}/back-channel-logout`: what a logout token ends, and every token that ends nothing.

use crate::support::{Backend, Canned, Endpoint, Page, Provider, Quirk, Signing, TestApp, Visitor};
use axum::http::{Method, header};
use domain::time::Span;
use rstest::rstest;
use serde_json::{Map, Value, json};

pub(super) const NORTH: &str = "/providers/north/back-channel-logout";
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// Posts a form as a provider's server does: no cookies, no origin, JSON welcome.
async fn post(app: &TestApp, path: &str, body: &str) -> Page {
    let mut server = app.visitor();
    let request = server.request(Method::POST, path);
    let request = request
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::ACCEPT, "application/json");
    server.send(request, body.to_owned()).await
}

pub(super) async fn send(app: &TestApp, path: &str, token: &str) -> Page {
    post(app, path, &format!("logout_token={token}")).await
}

/// Fails unless the answer is the standard's refusal.
#[track_caller]
pub(super) fn assert_refused(page: &Page) {
    assert_eq!(page.code(), 400, "{}", page.body);
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.header("content-type"), "application/json");
    let answer: Value = serde_json::from_str(&page.body).unwrap();
    assert_eq!(answer["error"], "invalid_request");
    assert!(answer["error_description"].is_string());
}

#[track_caller]
pub(super) fn assert_done(page: &Page) {
    assert_eq!(page.code(), 200, "{}", page.body);
    assert_eq!(page.header("cache-control"), "no-store");
}

/// A shop with a provider, and Alex, who is signed in through it.
async fn with_alex(app: &TestApp) -> (Provider, Visitor) {
    let provider = app.provider("north").await;
    app.settings(|settings| settings.approval = false).await;
    let mut alex = app.visitor();
    alex.through(&provider).await.location();
    (provider, alex)
}

/// A session of Alex in another browser, under another name of the provider's.
async fn another(app: &TestApp, provider: &Provider, sid: &str) -> Visitor {
    provider.person(json!({
        "sub": "alex-1", "email": "alex@corp.example", "email_verified": true, "sid": sid,
        "given_name": "Alex", "family_name": "Reed",
    }));
    let mut browser = app.visitor();
    browser.through(provider).await.location();
    browser
}

#[tokio::test]
async fn the_session_that_is_named_ends_at_once_and_no_other() {
    let app = TestApp::start().await;
    let (provider, mut alex) = with_alex(&app).await;
    let mut phone = another(&app, &provider, "session-2").await;
    assert_done(&send(&app, NORTH, &provider.logout_token(|_| {})).await);
    assert!(!alex.is_signed_in().await);
    assert!(phone.is_signed_in().await);
    let sid_alone = provider.logout_token(|claims| {
        claims.remove("sub");
        claims["sid"] = "session-2".into();
    });
    assert_done(&send(&app, NORTH, &sid_alone).await);
    assert!(!phone.is_signed_in().await);
    let history = app
        .database
        .texts("SELECT actor_name FROM history WHERE action = 'session.ended_by_provider'")
        .await;
    assert_eq!(history, ["north", "north"]);
}

#[tokio::test]
async fn a_person_alone_means_every_session_of_theirs_there() {
    let app = TestApp::start().await;
    let (provider, mut alex) = with_alex(&app).await;
    let mut phone = another(&app, &provider, "session-2").await;
    provider.person(
        json!({ "sub": "kim-1", "email": "kim@corp.example", "email_verified": true, "sid": "k",
        "given_name": "Kim", "family_name": "Roe" }),
    );
    let mut kim = app.visitor();
    kim.through(&provider).await.location();
    let mut ada = app.customer("ada@example.org").await;
    let token = provider.logout_token(|claims| {
        claims.remove("sid");
    });
    assert_done(&send(&app, NORTH, &token).await);
    assert!(!alex.is_signed_in().await && !phone.is_signed_in().await);
    assert!(kim.is_signed_in().await && ada.is_signed_in().await);
}

#[tokio::test]
async fn nobody_to_sign_out_is_no_fault() {
    let app = TestApp::start().await;
    let (provider, mut alex) = with_alex(&app).await;
    for claim in ["sub", "sid"] {
        let token = provider.logout_token(|claims| claims[claim] = "somebody else".into());
        assert_done(&send(&app, NORTH, &token).await);
    }
    assert!(alex.is_signed_in().await, "sub and sid must both be theirs");
}

#[tokio::test]
async fn another_providers_session_of_the_same_name_stays() {
    let app = TestApp::start().await;
    let (_north, mut alex) = with_alex(&app).await;
    let south = app.provider("south").await;
    assert_done(
        &send(
            &app,
            "/providers/south/back-channel-logout",
            &south.logout_token(|_| {}),
        )
        .await,
    );
    assert!(alex.is_signed_in().await);
    assert_refused(&send(&app, NORTH, &south.logout_token(|_| {})).await);
}

type Claims = Map<String, Value>;
type Change = fn(&mut Claims);

#[rstest]
#[case::issuer_of_another(|c: &mut Claims| c["iss"] = "https://evil.example".into())]
#[case::no_issuer(|c: &mut Claims| drop(c.remove("iss")))]
#[case::audience_of_another(|c: &mut Claims| c["aud"] = "another client".into())]
#[case::no_audience(|c: &mut Claims| drop(c.remove("aud")))]
#[case::audience_among_others_without_us(|c: &mut Claims| c["aud"] = json!(["a", "b"]))]
#[case::expired(|c: &mut Claims| c["exp"] = json!(c["iat"].as_i64().unwrap() - 61))]
#[case::without_expiry(|c: &mut Claims| drop(c.remove("exp")))]
#[case::expiry_as_text(|c: &mut Claims| c["exp"] = "9999999999".into())]
#[case::issued_long_ago(|c: &mut Claims| c["iat"] = json!(c["iat"].as_i64().unwrap() - 601))]
#[case::issued_tomorrow(|c: &mut Claims| c["iat"] = json!(c["iat"].as_i64().unwrap() + 61))]
#[case::issued_never(|c: &mut Claims| drop(c.remove("iat")))]
#[case::without_name(|c: &mut Claims| drop(c.remove("jti")))]
#[case::empty_name(|c: &mut Claims| c["jti"] = "".into())]
#[case::name_is_a_number(|c: &mut Claims| c["jti"] = json!(7))]
#[case::no_events(|c: &mut Claims| drop(c.remove("events")))]
#[case::another_event(|c: &mut Claims| c["events"] = json!({ "http://schemas.example/event/login": {} }))]
#[case::event_is_no_object(|c: &mut Claims| c["events"] = json!({ EVENT: true }))]
#[case::events_are_a_list(|c: &mut Claims| c["events"] = json!([EVENT]))]
#[case::nobody_named(|c: &mut Claims| { c.remove("sub"); c.remove("sid"); })]
#[case::subject_is_a_number(|c: &mut Claims| c["sub"] = json!(1))]
#[case::session_with_nul(|c: &mut Claims| c["sid"] = "a\u{0}b".into())]
#[case::session_too_long(|c: &mut Claims| c["sid"] = "s".repeat(256).into())]
#[case::nonce(|c: &mut Claims| drop(c.insert("nonce".into(), "n".into())))]
#[case::nonce_that_is_null(|c: &mut Claims| drop(c.insert("nonce".into(), Value::Null)))]
#[tokio::test]
async fn a_wrong_claim_ends_nothing(#[case] change: Change) {
    let app = TestApp::start().await;
    let (provider, mut alex) = with_alex(&app).await;
    assert_refused(&send(&app, NORTH, &provider.logout_token(change)).await);
    assert!(alex.is_signed_in().await);
    assert_eq!(app.database.count("logout_tokens").await, 0);
}

#[rstest]
#[case::an_hour_apart_is_too_much(|c: &mut Claims| c["iat"] = json!(c["iat"].as_i64().unwrap() - 3600), 400)]
#[case::clocks_differ_a_little(|c: &mut Claims| c["iat"] = json!(c["iat"].as_i64().unwrap() + 60), 200)]
#[case::just_expired(|c: &mut Claims| c["exp"] = json!(c["iat"].as_i64().unwrap() - 59), 200)]
#[case::with_a_fraction(|c: &mut Claims| c["iat"] = json!(c["iat"].as_i64().unwrap() as f64 + 0.5), 200)]
#[case::several_audiences(|c: &mut Claims| c["aud"] = json!(["another", c["aud"]]), 200)]
#[case::more_in_the_event(|c: &mut Claims| c["events"] = json!({ EVENT: { "more": 1 }, "other": {} }), 200)]
#[tokio::test]
async fn the_edges_of_what_is_taken(#[case] change: Change, #[case] status: u16) {
    let app = TestApp::start().await;
    let (provider, mut alex) = with_alex(&app).await;
    let page = send(&app, NORTH, &provider.logout_token(change)).await;
    assert_eq!(page.code(), status, "{}", page.body);
    assert_eq!(alex.is_signed_in().await, status != 200);
}

#[rstest]
#[case::none(Signing::None)]
#[case::hmac_with_the_client_secret(Signing::Hs256)]
#[case::a_strangers_key_under_a_known_name(Signing::Stranger)]
#[case::a_strangers_key(Signing::UnknownKey)]
#[tokio::test]
async fn a_wrong_signature_ends_nothing(#[case] signing: Signing) {
    let app = TestApp::start().await;
    let (provider, mut alex) = with_alex(&app).await;
    let token = provider.logout_token_as(signing, json!({ "typ": "logout+jwt" }), |_| {});
    assert_refused(&send(&app, NORTH, &token).await);
    assert!(alex.is_signed_in().await);
}

#[rstest]
#[case::es256(Signing::Es256)]
#[case::eddsa(Signing::EdDsa)]
#[case::rs256(Signing::Rs256)]
#[case::ps256(Signing::Ps256)]
#[tokio::test]
async fn every_way_to_sign_that_is_announced_is_taken(#[case] signing: Signing) {
    let app = TestApp::start().await;
    let (provider, mut alex) = with_alex(&app).await;
    let token = provider.logout_token_as(signing, json!({ "typ": "logout+jwt" }), |_| {});
    assert_done(&send(&app, NORTH, &token).await);
    assert!(!alex.is_signed_in().await);
}

#[tokio::test]
async fn an_algorithm_that_the_provider_does_not_announce_is_refused() {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    provider.quirk(Quirk::Document(
        "id_token_signing_alg_values_supported",
        Some(json!(["RS256"])),
    ));
    assert_refused(&send(&app, NORTH, &provider.logout_token(|_| {})).await);
    let token = provider.logout_token_as(Signing::Rs256, json!({}), |_| {});
    assert_done(&send(&app, NORTH, &token).await);
}

#[rstest]
#[case::asked_for(json!({ "typ": "logout+jwt" }), 200)]
#[case::as_a_media_type(json!({ "typ": "application/logout+jwt" }), 200)]
#[case::in_other_letters(json!({ "typ": "Logout+JWT" }), 200)]
#[case::of_before_the_standard(json!({ "typ": "JWT" }), 200)]
#[case::absent(json!({}), 200)]
#[case::an_access_token(json!({ "typ": "at+jwt" }), 400)]
#[case::an_event(json!({ "typ": "secevent+jwt" }), 400)]
#[case::empty(json!({ "typ": "" }), 400)]
#[case::a_number(json!({ "typ": 1 }), 400)]
#[case::something_that_must_be_understood(json!({ "typ": "logout+jwt", "crit": ["b64"], "b64": true }), 400)]
#[tokio::test]
async fn the_kind_of_a_token(#[case] header: Value, #[case] status: u16) {
    let app = TestApp::start().await;
    let (provider, mut alex) = with_alex(&app).await;
    let token = provider.logout_token_as(Signing::Es256, header, |_| {});
    assert_eq!(send(&app, NORTH, &token).await.code(), status);
    assert_eq!(alex.is_signed_in().await, status != 200);
}

#[tokio::test]
async fn an_id_token_is_no_logout_token() {
    let app = TestApp::start().await;
    let (provider, mut alex) = with_alex(&app).await;
    let like_an_id_token = provider.logout_token_as(Signing::Es256, json!({ "typ": "JWT" }), |claims| {
        claims.remove("events");
        claims.insert("nonce".into(), "n".into());
    });
    assert_refused(&send(&app, NORTH, &like_an_id_token).await);
    assert!(alex.is_signed_in().await);
}

#[rstest]
#[case::nothing("")]
#[case::another_field("token=x")]
#[case::empty("logout_token=")]
#[case::no_jwt("logout_token=abc")]
#[case::two_parts("logout_token=e30.e30")]
#[case::encrypted("logout_token=e30.e30.e30.e30.e30")]
#[case::no_base64("logout_token=%00.%ff.*")]
#[case::not_json("logout_token=AAAA.AAAA.AAAA")]
#[case::a_list("logout_token=W10.W10.AAAA")]
#[tokio::test]
async fn what_is_no_token_is_refused(#[case] body: &str) {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    assert_refused(&post(&app, NORTH, body).await);
    assert_eq!(
        provider.calls().discovery,
        0,
        "the provider is not bothered with it"
    );
}

#[tokio::test]
async fn one_form_with_one_token_is_asked_for() {
    let app = TestApp::start().await;
    let (provider, mut alex) = with_alex(&app).await;
    let [one, two] = [(); 2].map(|()| provider.logout_token(|_| {}));
    assert_refused(&post(&app, NORTH, &format!("logout_token={one}&logout_token={two}")).await);
    let huge = format!("logout_token={}", "a".repeat(200_000));
    assert_refused(&post(&app, NORTH, &huge).await);
    let mut server = app.visitor();
    let request = server
        .request(Method::POST, NORTH)
        .header(header::CONTENT_TYPE, "application/json");
    assert_refused(
        &server
            .send(request, json!({ "logout_token": one }).to_string())
            .await,
    );
    assert!(alex.is_signed_in().await);
    app.visitor().get(NORTH).await.assert_client_error();
    assert_done(&post(&app, NORTH, &format!("more=1&logout_token={one}")).await);
}

#[tokio::test]
async fn a_token_is_carried_out_once() {
    let app = TestApp::start().await;
    let (provider, mut alex) = with_alex(&app).await;
    let token = provider.logout_token(|_| {});
    assert_done(&send(&app, NORTH, &token).await);
    alex.through(&provider).await.location();
    assert_refused(&send(&app, NORTH, &token).await);
    assert!(alex.is_signed_in().await, "a replay signs nobody out");
    app.time.turn(Span::minutes(12));
    app.jobs().await;
    assert_eq!(app.database.count("logout_tokens").await, 0, "forgotten");
    assert_refused(&send(&app, NORTH, &token).await);
}

#[rstest]
#[case(Backend::Sqlite)]
#[case(Backend::Postgres)]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_token_twice_at_the_same_moment_is_carried_out_once(#[case] backend: Backend) {
    let app = TestApp::on(backend).await;
    let (provider, _alex) = with_alex(&app).await;
    let token = provider.logout_token(|_| {});
    let (one, other) = tokio::join!(send(&app, NORTH, &token), send(&app, NORTH, &token));
    let mut codes = [one.code(), other.code()];
    codes.sort_unstable();
    assert_eq!(codes, [200, 400]);
    assert_eq!(app.open_sessions().await, 0);
}

#[tokio::test]
async fn a_key_that_is_new_is_fetched() {
    let app = TestApp::start().await;
    let (provider, mut alex) = with_alex(&app).await;
    provider.rotate_keys();
    app.time.turn(Span::seconds(31));
    assert_done(&send(&app, NORTH, &provider.logout_token(|_| {})).await);
    assert!(!alex.is_signed_in().await);
}

#[tokio::test]
async fn a_provider_whose_keys_are_out_of_reach_may_try_again() {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    provider.quirk(Quirk::Answer(Endpoint::Keys, Canned::Status(500)));
    let token = provider.logout_token(|_| {});
    let page = send(&app, NORTH, &token).await;
    assert_eq!((page.code(), page.header("retry-after")), (503, "60"));
    assert_eq!(page.header("cache-control"), "no-store");
    provider.behave();
    assert_done(&send(&app, NORTH, &token).await);
}

#[tokio::test]
async fn an_unknown_or_disabled_provider_ends_nothing_and_a_hidden_one_does() {
    let app = TestApp::start().await;
    let (provider, mut alex) = with_alex(&app).await;
    let token = provider.logout_token(|_| {});
    assert_refused(&send(&app, "/providers/south/back-channel-logout", &token).await);
    app.switch(&provider, false, true).await;
    assert_refused(&send(&app, NORTH, &token).await);
    app.switch(&provider, true, false).await;
    assert_done(&send(&app, NORTH, &token).await);
    assert!(!alex.is_signed_in().await);
}

#[tokio::test]
async fn programs_post_without_an_origin_and_with_any() {
    let app = TestApp::start().await;
    let (provider, mut alex) = with_alex(&app).await;
    let mut server = app.visitor();
    let request = server
        .request(Method::POST, NORTH)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::ORIGIN, "https://id.example")
        .header("sec-fetch-site", "cross-site");
    let token = provider.logout_token(|_| {});
    assert_done(&server.send(request, format!("logout_token={token}")).await);
    assert!(!alex.is_signed_in().await);
}

#[tokio::test]
async fn a_requester_who_never_stops_is_told_to_wait() {
    let app = TestApp::start().await;
    let _provider = app.provider("north").await;
    assert_refused(&send(&app, NORTH, "x").await);
    app.database
        .execute("UPDATE throttles SET count = 2000 WHERE bucket LIKE 'back-channel-logout:%'")
        .await;
    let page = send(&app, NORTH, "x").await;
    assert_eq!((page.code(), page.header("retry-after")), (429, "600"));
}
