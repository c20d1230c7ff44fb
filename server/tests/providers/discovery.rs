//! Every way in which a discovery document can be wrong, and how long it is kept.

use std::{sync::Arc, time::Duration};

use domain::{
    providers::ClientAuth,
    time::{Clock, Span},
    values::Fault,
};
use rstest::rstest;
use serde_json::{Value, json};
use server::providers::{DiscoveryFault, Metadata};

use super::setup::{Setup, client};
use crate::fake_provider::{Canned, Endpoint, Quirk};

async fn fault(setup: &Setup) -> DiscoveryFault {
    setup.client.discover(&setup.config.issuer).await.unwrap_err()
}

#[tokio::test]
async fn a_document_becomes_metadata() {
    let setup = Setup::new().await;
    let metadata = setup.client.discover(&setup.config.issuer).await.unwrap();
    assert_eq!(metadata.issuer, setup.config.issuer);
    assert!(metadata.iss_parameter && metadata.query_mode);
    assert_eq!(
        metadata.algorithms,
        ["ES256", "EdDSA", "RS256", "PS256"],
        "neither none nor HMAC"
    );
    assert!(metadata.end_session_endpoint.is_some());
    assert!(metadata.supports(ClientAuth::ClientSecretBasic) && metadata.supports(ClientAuth::None));
    let stored = serde_json::to_string(&metadata).unwrap();
    assert_eq!(serde_json::from_str::<Metadata>(&stored).unwrap(), metadata);
}

#[rstest]
#[case::slash_at_the_end(json!("https://corp.example/"), DiscoveryFault::IssuerDiffers)]
#[case::another_host(json!("https://evil.example"), DiscoveryFault::IssuerDiffers)]
#[case::not_a_string(json!(7), DiscoveryFault::NotJson)]
#[tokio::test]
async fn the_issuer_of_the_document(#[case] issuer: Value, #[case] expected: DiscoveryFault) {
    let setup = Setup::with(Quirk::Document("issuer", Some(issuer))).await;
    assert_eq!(fault(&setup).await, expected);
}

#[rstest]
#[case::issuer("issuer", DiscoveryFault::IssuerDiffers)]
#[case::authorization_endpoint("authorization_endpoint", DiscoveryFault::MissingAuthorizationEndpoint)]
#[case::token_endpoint("token_endpoint", DiscoveryFault::MissingTokenEndpoint)]
#[case::jwks_uri("jwks_uri", DiscoveryFault::MissingJwks)]
#[case::response_types("response_types_supported", DiscoveryFault::NoCodeResponseType)]
#[tokio::test]
async fn a_missing_member(#[case] member: &'static str, #[case] expected: DiscoveryFault) {
    let setup = Setup::with(Quirk::Document(member, None)).await;
    assert_eq!(fault(&setup).await, expected);
}

#[rstest]
#[case::script_endpoint("authorization_endpoint", json!("javascript:alert(1)"), DiscoveryFault::MissingAuthorizationEndpoint)]
#[case::fragment("authorization_endpoint", json!("https://corp.example/a#b"), DiscoveryFault::MissingAuthorizationEndpoint)]
#[case::relative("token_endpoint", json!("/token"), DiscoveryFault::MissingTokenEndpoint)]
#[case::file("jwks_uri", json!("file:///etc/passwd"), DiscoveryFault::MissingJwks)]
#[case::private_token_endpoint("token_endpoint", json!("https://10.0.0.1/token"), DiscoveryFault::PrivateAddress)]
#[case::metadata_service("jwks_uri", json!("http://169.254.169.254/latest"), DiscoveryFault::PrivateAddress)]
#[case::private_userinfo("userinfo_endpoint", json!("https://[fd00::1]/"), DiscoveryFault::PrivateAddress)]
#[case::implicit_only("response_types_supported", json!(["id_token", "code id_token"]), DiscoveryFault::NoCodeResponseType)]
#[case::foreign_client_auth("token_endpoint_auth_methods_supported", json!(["tls_client_auth"]), DiscoveryFault::NoClientAuthentication)]
#[case::weak_algorithms("id_token_signing_alg_values_supported", json!(["none", "HS256"]), DiscoveryFault::MissingJwks)]
#[case::not_a_list("response_types_supported", json!("code"), DiscoveryFault::NotJson)]
#[tokio::test]
async fn a_wrong_member(
    #[case] member: &'static str,
    #[case] value: Value,
    #[case] expected: DiscoveryFault,
) {
    let setup = Setup::with(Quirk::Document(member, Some(value))).await;
    assert_eq!(fault(&setup).await, expected);
}

#[rstest]
#[case::garbage(Canned::Garbage, DiscoveryFault::NotJson)]
#[case::not_found(Canned::Status(404), DiscoveryFault::Unreachable)]
#[case::server_error(Canned::Status(500), DiscoveryFault::Unreachable)]
#[case::redirect(Canned::Redirect("/jwks"), DiscoveryFault::Unreachable)]
#[case::oversize(Canned::Oversize, DiscoveryFault::TooLarge)]
#[case::slow(Canned::Slow(Duration::from_secs(5)), DiscoveryFault::Unreachable)]
#[tokio::test]
async fn a_wrong_answer(#[case] canned: Canned, #[case] expected: DiscoveryFault) {
    let setup = Setup::with(Quirk::Answer(Endpoint::Discovery, canned)).await;
    assert_eq!(fault(&setup).await, expected);
    assert_eq!(setup.provider.calls().keys, 0, "a redirect is not followed");
}

#[rstest]
#[case::not_a_url("corp example", DiscoveryFault::NotAUrl)]
#[case::another_scheme("ftp://corp.example", DiscoveryFault::NotAUrl)]
#[case::query("https://corp.example/?a=b", DiscoveryFault::NotAUrl)]
#[case::fragment("https://corp.example/#a", DiscoveryFault::NotAUrl)]
#[case::user("https://me@corp.example", DiscoveryFault::NotAUrl)]
#[case::http("http://corp.example", DiscoveryFault::HttpOutsideDevelopment)]
#[case::private_literal("https://192.168.1.1", DiscoveryFault::PrivateAddress)]
#[case::loopback_literal("https://127.0.0.1:1", DiscoveryFault::PrivateAddress)]
#[case::mapped_literal("https://[::ffff:127.0.0.1]:1", DiscoveryFault::PrivateAddress)]
#[case::private_resolved("https://localhost:1", DiscoveryFault::PrivateAddress)]
#[tokio::test]
async fn an_issuer_outside_development(#[case] issuer: &str, #[case] expected: DiscoveryFault) {
    let setup = Setup::new().await;
    let client = client(Arc::clone(&setup.clock), &[], false);
    assert_eq!(client.discover(issuer).await.unwrap_err(), expected);
}

#[rstest]
#[case::literal("127.0.0.0/8", "https://127.0.0.1:1")]
#[case::resolved("localhost", "https://localhost:1")]
#[tokio::test]
async fn a_listed_private_address_is_tried(#[case] entry: &str, #[case] issuer: &str) {
    let setup = Setup::new().await;
    let client = client(Arc::clone(&setup.clock), &[entry], false);
    assert_eq!(
        client.discover(issuer).await.unwrap_err(),
        DiscoveryFault::Unreachable
    );
}

#[tokio::test]
async fn a_port_where_nobody_listens() {
    let setup = Setup::new().await;
    assert_eq!(
        setup.client.discover("http://127.0.0.1:1").await.unwrap_err(),
        DiscoveryFault::Unreachable
    );
}

#[tokio::test]
async fn defaults_of_the_standard_fill_what_is_not_announced() {
    let setup = Setup::with(Quirk::Document("token_endpoint_auth_methods_supported", None)).await;
    setup
        .provider
        .quirk(Quirk::Document("id_token_signing_alg_values_supported", None));
    let metadata = setup.metadata().await;
    assert_eq!(metadata.client_auths, ["client_secret_basic"]);
    assert_eq!(metadata.algorithms, ["RS256"]);
}

#[tokio::test]
async fn a_document_is_kept_for_an_hour_then_fetched_again() {
    let setup = Setup::new().await;
    let first = setup.metadata().await;
    setup.clock.advance(Span::minutes(59));
    assert_eq!(setup.metadata().await, first);
    assert_eq!(setup.provider.calls().discovery, 1);
    setup.clock.advance(Span::minutes(2));
    assert_ne!(setup.metadata().await.fetched_at, first.fetched_at);
    assert_eq!(setup.provider.calls().discovery, 2);
}

#[tokio::test]
async fn a_stale_document_serves_while_discovery_is_down() {
    let setup = Setup::new().await;
    let stored = setup.metadata().await;
    setup.clock.advance(Span::days(1));
    setup
        .provider
        .quirk(Quirk::Answer(Endpoint::Discovery, Canned::Status(503)));
    let restarted = client(Arc::clone(&setup.clock), &[], true);
    for _ in 0..3 {
        let metadata = restarted
            .metadata(&setup.config.issuer, Some(stored.clone()))
            .await
            .unwrap();
        assert_eq!(metadata.fetched_at, stored.fetched_at);
    }
    assert_eq!(
        setup.provider.calls().discovery,
        2,
        "it is not asked at every sign-in"
    );
    setup.provider.behave();
    setup.clock.advance(Span::minutes(2));
    let metadata = restarted
        .metadata(&setup.config.issuer, Some(stored))
        .await
        .unwrap();
    assert_eq!(metadata.fetched_at, setup.clock.now());
}

#[tokio::test]
async fn a_document_that_no_longer_passes_does_not_serve() {
    let setup = Setup::new().await;
    setup.metadata().await;
    setup.clock.advance(Span::days(1));
    setup
        .provider
        .quirk(Quirk::Document("issuer", Some(json!("https://evil.example"))));
    let fault = setup
        .client
        .metadata(&setup.config.issuer, None)
        .await
        .unwrap_err();
    assert_eq!(fault, DiscoveryFault::IssuerDiffers);
    assert_eq!(fault.fault(), Fault::IssuerDiffers);
}

#[tokio::test]
async fn of_two_documents_the_newer_one_counts_however_long_the_older_one_may_be_kept() {
    let setup = Setup::new().await;
    let first = setup.metadata().await;
    setup.clock.advance(Span::minutes(10));
    let now = setup.clock.now();
    let newer = Metadata {
        fetched_at: now,
        fresh_until: now.plus(Span::minutes(5)),
        ..first
    };
    let found = setup
        .client
        .metadata(&setup.config.issuer, Some(newer.clone()))
        .await;
    assert_eq!(found.unwrap(), newer);
}

#[rstest]
#[case::garbage(Canned::Garbage)]
#[case::oversize(Canned::Oversize)]
#[tokio::test]
async fn a_stale_document_serves_while_discovery_tells_nonsense(#[case] answer: Canned) {
    let setup = Setup::new().await;
    let first = setup.metadata().await;
    setup.clock.advance(Span::days(1));
    setup.provider.quirk(Quirk::Answer(Endpoint::Discovery, answer));
    assert_eq!(setup.metadata().await.fetched_at, first.fetched_at);
}
