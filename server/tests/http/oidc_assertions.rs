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

const ISSUER: &str = "http://localhost:3000";
const PAR: &str = "http://localhost:3000/oauth2/v1/par";

#[rstest]
#[case::the_token_endpoint(TOKEN, json!(null), [true, true])]
#[case::the_issuer(ISSUER, json!(null), [true, true])]
#[case::the_endpoint_of_pushed_requests(PAR, json!(null), [false, true])]
#[case::somebody_else("https://evil.example", json!(null), [false, false])]
#[case::begun_long_ago(TOKEN, json!(-600), [true, true])]
#[case::begun_by_a_clock_that_is_fast(TOKEN, json!(60), [true, true])]
#[case::not_begun(TOKEN, json!(61), [false, false])]
#[case::begun_nobody_knows_when(TOKEN, json!("now"), [false, false])]
#[tokio::test]
async fn an_assertion_is_for_us_and_has_begun(
    #[case] audience: &str,
    #[case] begins: Value,
    #[case] taken: [bool; 2],
) {
    let app = TestApp::start().await;
    let magazine = app.trusted().await;
    let keys = Keys::new();
    let set = keys.set();
    app.database
        .execute(&format!(
            "UPDATE clients SET auth_method = 'private_key_jwt', public_keys = '{set}'"
        ))
        .await;
    let (id, now) = (magazine.id.to_string(), app.portico.now().as_secs());
    for (endpoint, taken) in ["token", "par"].into_iter().zip(taken) {
        let mut claims = json!({ "iss": id, "sub": id, "aud": audience, "jti": endpoint, "exp": now + 300 });
        if !begins.is_null() {
            claims["nbf"] = begins.as_i64().map_or(begins.clone(), |after| json!(now + after));
        }
        let assertion = keys.sign(Signing::Es256, claims.as_object().unwrap(), "a secret");
        let fields = [
            (
                "client_assertion_type",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            ),
            ("client_assertion", assertion.as_str()),
        ];
        let error = magazine.post(endpoint, &fields).await.json()["error"].clone();
        assert_eq!(error != "invalid_client", taken, "{endpoint}: {error}");
    }
}
