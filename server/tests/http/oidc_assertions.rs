//! By what algorithms a client may sign that it is itself (RFC 7523).

use crate::support::{Keys, Signing, TestApp};
use rstest::rstest;
use serde_json::{Value, json};

const TOKEN: &str = "http://localhost:3000/oauth2/v1/token";

#[rstest]
#[case::rs256(Signing::Rs256, "invalid_grant")]
#[case::ps256(Signing::Ps256, "invalid_grant")]
#[case::es256(Signing::Es256, "invalid_grant")]
#[case::eddsa(Signing::EdDsa, "invalid_grant")]
#[case::ed25519(Signing::Ed25519, "invalid_grant")]
#[case::nothing(Signing::None, "invalid_client")]
#[case::a_secret(Signing::Hs256, "invalid_client")]
#[case::another_key(Signing::Stranger, "invalid_client")]
#[case::an_unknown_key(Signing::UnknownKey, "invalid_client")]
#[tokio::test]
async fn an_assertion_is_taken_by_the_algorithms_that_discovery_tells(
    #[case] signing: Signing,
    #[case] error: &str,
) {
    let app = TestApp::start().await;
    let magazine = app.trusted().await;
    let keys = Keys::new();
    let mut set = keys.set();
    let curved = |key: &&mut Value| key["crv"] == "Ed25519";
    set["keys"]
        .as_array_mut()
        .unwrap()
        .iter_mut()
        .find(curved)
        .unwrap()["alg"] = json!("Ed25519");
    app.database
        .execute(&format!(
            "UPDATE clients SET auth_method = 'private_key_jwt', public_keys = '{set}'"
        ))
        .await;
    let id = magazine.id.to_string();
    let expires = app.portico.now().as_secs() + 60;
    let claims = json!({ "iss": id, "sub": id, "aud": TOKEN, "jti": "once", "exp": expires });
    let assertion = keys.sign(signing, claims.as_object().unwrap(), "a secret");
    let fields = [
        ("grant_type", "refresh_token"),
        ("refresh_token", "x"),
        (
            "client_assertion_type",
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        ),
        ("client_assertion", &assertion),
    ];
    assert_eq!(magazine.post("token", &fields).await.json()["error"], error);
}
