//! The way to the provider for a global logout, and back.

use secrecy::SecretString;
use server::providers::logout::end_session_url;
use url::Url;

use super::setup::Setup;
use crate::fake_provider::Quirk;

#[tokio::test]
async fn the_request_and_the_way_back() {
    let setup = Setup::new().await;
    let person = setup.sign_in().await.unwrap();
    let return_to = Url::parse("http://localhost:3000/providers/corp/logged-out").unwrap();
    let metadata = setup.metadata().await;
    let url = end_session_url(
        &setup.config,
        &metadata,
        Some(&person.id_token),
        &return_to,
        "receipt-1",
    )
    .unwrap();
    let names: Vec<String> = url.query_pairs().map(|(name, _)| name.into_owned()).collect();
    assert_eq!(
        names,
        ["id_token_hint", "client_id", "post_logout_redirect_uri", "state"]
    );
    let back = setup.provider.end_session(&url);
    assert_eq!(
        back.as_str(),
        "http://localhost:3000/providers/corp/logged-out?state=receipt-1"
    );
}

#[tokio::test]
async fn a_session_without_an_id_token_still_finds_the_way() {
    let setup = Setup::new().await;
    let return_to = Url::parse("http://localhost:3000/providers/corp/logged-out").unwrap();
    let url = end_session_url(
        &setup.config,
        &setup.metadata().await,
        None::<&SecretString>,
        &return_to,
        "r",
    )
    .unwrap();
    assert!(!url.as_str().contains("id_token_hint"));
}

#[tokio::test]
async fn a_provider_that_offers_none() {
    let setup = Setup::with(Quirk::Document("end_session_endpoint", None)).await;
    let return_to = Url::parse("http://localhost:3000/providers/corp/logged-out").unwrap();
    assert_eq!(
        end_session_url(&setup.config, &setup.metadata().await, None, &return_to, "r"),
        None
    );
}
