//! `private_key_jwt`: the fake provider checks our assertions with another library than the one that made them.

use domain::providers::{ClientAuth, SigningAlgorithm};
use rstest::rstest;
use secrecy::ExposeSecret;
use serde_json::json;
use server::{
    crypto::{Entropy, SystemEntropy},
    providers::{CallbackFault, assertion::ClientKey},
};

use super::setup::Setup;

fn made(algorithm: SigningAlgorithm, entropy: &dyn Entropy) -> ClientKey {
    let key = ClientKey::generate(algorithm, entropy).unwrap();
    // As it is after a night in the database.
    ClientKey::from_secret(algorithm, &key.to_secret().unwrap()).unwrap()
}

#[rstest]
#[case::es256(SigningAlgorithm::Es256)]
#[case::ps256(SigningAlgorithm::Ps256)]
#[case::rs256(SigningAlgorithm::Rs256)]
#[tokio::test]
async fn an_assertion_proves_who_we_are(#[case] algorithm: SigningAlgorithm) {
    let key = made(algorithm, &SystemEntropy::default());
    let mut setup = Setup::new().await;
    setup.provider.client_keys(json!({ "keys": [key.public()] }));
    setup.config.client_auth = ClientAuth::PrivateKeyJwt;
    setup.config.client_secret = None;
    setup.config.client_key = Some(key);
    for _ in 0..2 {
        assert_eq!(
            setup.sign_in().await.unwrap().subject,
            "alex-1",
            "each assertion is a new one"
        );
    }
}

#[tokio::test]
async fn the_assertion_of_another_key_proves_nothing() {
    let entropy = SystemEntropy::default();
    let mut setup = Setup::new().await;
    let registered = made(SigningAlgorithm::Es256, &entropy);
    setup
        .provider
        .client_keys(json!({ "keys": [registered.public()] }));
    setup.config.client_auth = ClientAuth::PrivateKeyJwt;
    setup.config.client_key = Some(made(SigningAlgorithm::Es256, &entropy));
    let fault = setup.sign_in().await.unwrap_err();
    assert!(matches!(fault, CallbackFault::ProviderError(_)), "{fault:?}");
}

#[test]
fn the_public_half_tells_nothing_of_the_private_one() {
    let key = made(SigningAlgorithm::Es256, &SystemEntropy::default());
    let public = key.public();
    assert_eq!(
        (&public["kty"], &public["alg"], &public["use"]),
        (&json!("EC"), &json!("ES256"), &json!("sig"))
    );
    assert!(public.get("d").is_none());
    let secret = key.to_secret().unwrap();
    assert!(!format!("{key:?}{public}").contains(secret.expose_secret()));
    assert!(ClientKey::from_secret(SigningAlgorithm::Rs256, &secret).is_err());
    assert!(ClientKey::from_secret(SigningAlgorithm::Es256, &"AAAA".to_owned().into()).is_err());
}

#[rstest]
#[case::the_best(&["RS256", "PS256", "ES256"], Some(SigningAlgorithm::Es256))]
#[case::pss_before_pkcs1(&["RS256", "PS256"], Some(SigningAlgorithm::Ps256))]
#[case::only_pkcs1(&["HS256", "RS256"], Some(SigningAlgorithm::Rs256))]
#[case::nothing_said(&[], Some(SigningAlgorithm::Rs256))]
#[case::none_of_ours(&["HS256", "ES512"], None)]
fn the_algorithm(#[case] announced: &[&str], #[case] expected: Option<SigningAlgorithm>) {
    let announced: Vec<String> = announced.iter().map(|&name| name.to_owned()).collect();
    assert_eq!(SigningAlgorithm::choose(&announced), expected);
}
