//! The authorization request.

use std::{collections::HashMap, sync::Mutex};

use domain::{
    providers::{AuthorizeParameters, ClientAuth},
    time::Span,
    values::Language,
};
use rstest::rstest;
use secrecy::ExposeSecret;
use server::{
    crypto::Entropy,
    providers::{AttemptSecrets, AuthorizeOptions, Prompt, authorize_url, registry},
};
use url::Url;

use super::setup::{Setup, secrets};
use crate::fake_provider::Quirk;

fn parameters(url: &Url) -> HashMap<String, String> {
    let pairs: Vec<_> = url.query_pairs().into_owned().collect();
    let map: HashMap<_, _> = pairs.iter().cloned().collect();
    assert_eq!(map.len(), pairs.len(), "no parameter occurs twice: {url}");
    map
}

#[tokio::test]
async fn the_usual_request() {
    let setup = Setup::new().await;
    let url = authorize_url(
        &setup.config,
        &setup.metadata().await,
        &secrets("s"),
        &setup.options,
    );
    let sent = parameters(&url);
    let expected = [
        ("response_type", "code"),
        ("client_id", "portico test:client"),
        ("redirect_uri", "http://localhost:3000/providers/corp/callback"),
        ("scope", "openid email profile"),
        ("state", "state-s"),
        ("nonce", "nonce-s"),
        ("code_challenge_method", "S256"),
        ("response_mode", "query"),
    ];
    for (name, value) in expected {
        assert_eq!(sent[name], value, "{name}");
    }
    assert_eq!(sent["code_challenge"].len(), 43);
    assert_eq!(sent.len(), expected.len() + 1);
    assert!(!url.as_str().contains("verifier"), "the verifier stays here");
}

#[tokio::test]
async fn every_option() {
    let mut setup = Setup::new().await;
    setup.config.extra = AuthorizeParameters::parse("hd=corp.example\nconnection=a&b").unwrap();
    let options = AuthorizeOptions {
        prompt: Some(Prompt::Login),
        max_age: Some(Span::minutes(5)),
        language: Some(Language::El),
        login_hint: Some("alex@corp.example".to_owned()),
    };
    let sent = parameters(&authorize_url(
        &setup.config,
        &setup.metadata().await,
        &secrets("s"),
        &options,
    ));
    assert_eq!(sent["prompt"], "login");
    assert_eq!(sent["max_age"], "300");
    assert_eq!(sent["ui_locales"], "el");
    assert_eq!(sent["login_hint"], "alex@corp.example");
    assert_eq!(sent["hd"], "corp.example");
    assert_eq!(sent["connection"], "a&b");
}

#[tokio::test]
async fn response_mode_is_named_only_where_it_is_announced() {
    let setup = Setup::with(Quirk::Document("response_modes_supported", None)).await;
    let url = authorize_url(
        &setup.config,
        &setup.metadata().await,
        &secrets("s"),
        &setup.options,
    );
    assert!(!parameters(&url).contains_key("response_mode"));
}

#[tokio::test]
async fn a_query_of_the_endpoint_is_kept() {
    let setup = Setup::new().await;
    let mut metadata = setup.metadata().await;
    metadata.authorization_endpoint = Url::parse("https://corp.example/authorize?tenant=7").unwrap();
    let sent = parameters(&authorize_url(
        &setup.config,
        &metadata,
        &secrets("s"),
        &setup.options,
    ));
    assert_eq!(sent["tenant"], "7");
    assert_eq!(sent["state"], "state-s");
}

#[rstest]
#[case::basic_with_pkce(ClientAuth::ClientSecretBasic, true)]
#[case::post_with_pkce(ClientAuth::ClientSecretPost, true)]
#[case::public_with_pkce(ClientAuth::None, true)]
#[case::basic_without_pkce(ClientAuth::ClientSecretBasic, false)]
#[tokio::test]
async fn each_way_to_authenticate_signs_in(#[case] auth: ClientAuth, #[case] pkce: bool) {
    let mut setup = Setup::new().await;
    (setup.config.client_auth, setup.config.pkce) = (auth, pkce);
    assert_eq!(setup.sign_in().await.unwrap().subject, "alex-1");
    assert_eq!(
        setup.provider.last_authorize().contains_key("code_challenge"),
        pkce
    );
    assert_eq!(auth.as_str().parse(), Ok(auth));
}

#[test]
fn secrets_are_new_each_time_and_long_enough() {
    struct Counting(Mutex<u8>);
    impl Entropy for Counting {
        fn fill(&self, bytes: &mut [u8]) {
            let mut next = self.0.lock().unwrap();
            bytes.fill(*next);
            *next += 1;
        }
    }
    let AttemptSecrets {
        state,
        nonce,
        verifier,
    } = AttemptSecrets::new(&Counting(Mutex::new(0)));
    let all = [state.expose_secret(), nonce.as_str(), verifier.expose_secret()];
    assert!(all.iter().all(|secret| secret.len() == 43), "{all:?}");
    assert!(all[0] != all[1] && all[1] != all[2] && all[0] != all[2]);
}

#[test]
fn every_provider_type_is_found_by_its_identifier() {
    for provider_type in registry::PROVIDER_TYPES {
        assert_eq!(registry::find(provider_type.id), Some(provider_type));
    }
    assert_eq!(registry::find("saml"), None);
}
