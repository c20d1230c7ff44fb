//! Discovery, keys, and what scripts of other origins may do; revocation, introspection, pushed requests; the other ways
//! of showing who one is.

use crate::support::{
    TestApp,
    oidc::{App, SECRET, answer, authorize, claims},
};
use axum::http::{Method, header};
use domain::{providers::SigningAlgorithm, time::Span};
use rstest::rstest;
use serde_json::{Value, json};
use server::{crypto::SystemEntropy, providers::assertion::ClientKey};

const ADA: &str = "ada@example.org";
const TOKEN: &str = "http://localhost:3000/oauth2/v1/token";

#[tokio::test]
async fn discovery_tells_what_is_there() {
    let app = TestApp::start().await;
    let mut visitor = app.visitor();
    let page = visitor.get("/.well-known/openid-configuration").await;
    assert_eq!(page.header("cache-control"), "public, max-age=300");
    let document = page.json();
    assert_eq!(document["issuer"], "http://localhost:3000");
    assert_eq!(document["token_endpoint"], TOKEN);
    assert_eq!(document["response_types_supported"], json!(["code"]));
    assert_eq!(document["grant_types_supported"], json!(["authorization_code"]));
    let claims = document["claims_supported"].as_array().unwrap();
    assert!(claims.contains(&json!("phone_number")));
    assert!(!claims.contains(&json!("middle_name")) && !claims.contains(&json!("nickname")));
    let other = visitor.get("/.well-known/oauth-authorization-server").await;
    assert_eq!(other.json(), document);
    let page = visitor.get("/.well-known/change-password").await;
    assert_eq!(page.code(), 303, "the neighbours are still there");

    app.trusted().await;
    app.database
        .execute(
            r#"UPDATE clients SET response_types = '["code","id_token"]',
                                  grant_types = '["authorization_code","client_credentials"]'"#,
        )
        .await;
    // It is kept for a minute.
    app.time.turn(Span::minutes(1));
    let document = visitor.get("/.well-known/openid-configuration").await.json();
    assert_eq!(document["response_types_supported"], json!(["code", "id_token"]));
    let grants = json!(["authorization_code", "client_credentials", "implicit"]);
    assert_eq!(document["grant_types_supported"], grants);
    let off = "UPDATE clients SET active = FALSE";
    app.database.execute(off).await;
    app.time.turn(Span::minutes(1));
    let document = visitor.get("/.well-known/openid-configuration").await.json();
    assert_eq!(document["grant_types_supported"], json!(["authorization_code"]));
}

#[tokio::test]
async fn the_key_set_has_a_key_of_each_algorithm_and_no_private_half() {
    let app = TestApp::start().await;
    let mut visitor = app.visitor();
    let set = visitor.get("/oauth2/v1/keys").await.json();
    let keys = set["keys"].as_array().unwrap();
    let mut algorithms: Vec<&str> = keys.iter().map(|key| key["alg"].as_str().unwrap()).collect();
    algorithms.sort_unstable();
    assert_eq!(algorithms, ["ES256", "EdDSA", "RS256"]);
    for key in keys {
        assert!(
            key.get("d").is_none() && key["use"] == "sig" && key["kid"].is_string(),
            "{key}"
        );
    }
    let stored = app.database.texts("SELECT private_key FROM signing_keys").await;
    assert_eq!(stored.len(), 3);
    app.time.turn(Span::minutes(2));
    assert_eq!(
        visitor.get("/oauth2/v1/keys").await.json(),
        set,
        "the same from the database"
    );
}

#[rstest]
#[case::rsa("RS256")]
#[case::elliptic("ES256")]
#[case::edwards("EdDSA")]
#[tokio::test]
async fn an_id_token_is_signed_as_the_client_has_it(#[case] algorithm: &str) {
    let app = TestApp::start().await;
    let magazine = app.trusted().await;
    app.database
        .execute(&format!("UPDATE clients SET id_token_algorithm = '{algorithm}'"))
        .await;
    let mut ada = app.customer(ADA).await.browser;
    let code = magazine.code(&mut ada, &[]).await;
    let given = magazine.redeem(&code).await;
    let token = given["id_token"].as_str().unwrap();
    let portico = &app.portico;
    let told = server::services::oidc::own::signed(portico, token).await.unwrap();
    assert_eq!(Value::Object(told.unwrap()), claims(&given["id_token"]));
    let (head, rest) = token.split_at(token.len() - 6);
    let changed = format!("{head}{}", rest.chars().rev().collect::<String>());
    assert!(
        server::services::oidc::own::signed(portico, &changed)
            .await
            .unwrap()
            .is_none()
    );
}

#[tokio::test]
async fn scripts_of_any_origin_may_ask() {
    let app = TestApp::start().await;
    let mut line = app.visitor().0;
    for path in [
        "/.well-known/openid-configuration",
        "/oauth2/v1/keys",
        "/oauth2/v1/token",
        "/oauth2/v1/userinfo",
        "/oauth2/v1/revoke",
    ] {
        let request = line
            .request(Method::OPTIONS, path)
            .header(header::ORIGIN, "https://app.example")
            .header(header::ACCESS_CONTROL_REQUEST_METHOD, "POST");
        let page = line.send(request, "").await;
        assert_eq!(
            (page.code(), page.header("access-control-allow-origin")),
            (204, "*"),
            "{path}"
        );
        assert!(
            page.header("access-control-allow-headers")
                .contains("Authorization")
        );
    }
    let request = line.request(Method::OPTIONS, "/oauth2/v1/introspect");
    let page = line.send(request, "").await;
    assert!(
        !page.headers.contains_key("access-control-allow-origin"),
        "clients with secrets are no scripts"
    );
}

#[tokio::test]
async fn a_token_is_looked_at_and_taken_back() {
    let app = TestApp::start().await;
    let magazine = app.confidential().await;
    let mut ada = app.customer(ADA).await.browser;
    let code = magazine
        .code(&mut ada, &[("scope", "openid offline_access")])
        .await;
    let given = magazine.redeem(&code).await;
    let (access, refresh) = (
        given["access_token"].as_str().unwrap(),
        given["refresh_token"].as_str().unwrap(),
    );
    let told = magazine.post("introspect", &[("token", access)]).await.json();
    assert_eq!(
        (&told["active"], &told["scope"]),
        (&json!(true), &json!("openid offline_access"))
    );
    assert_eq!(told["sub"], claims(&given["id_token"])["sub"]);
    assert_eq!(
        magazine.post("introspect", &[("token", refresh)]).await.json()["active"],
        true
    );
    assert_eq!(
        magazine.post("introspect", &[("token", "x")]).await.json(),
        json!({ "active": false })
    );

    // Nobody else learns anything, nor ends it.
    let other = app.confidential().await;
    assert_eq!(
        other.post("introspect", &[("token", access)]).await.json(),
        json!({ "active": false })
    );
    for token in [access, refresh] {
        assert_eq!(other.post("revoke", &[("token", token)]).await.code(), 200);
    }
    assert_eq!(magazine.userinfo(&given["access_token"]).await.code(), 200);

    assert_eq!(magazine.post("revoke", &[("token", refresh)]).await.code(), 200);
    assert_eq!(
        magazine.userinfo(&given["access_token"]).await.code(),
        401,
        "its family ends"
    );
    assert_eq!(
        magazine.post("introspect", &[("token", refresh)]).await.json(),
        json!({ "active": false })
    );
    magazine
        .post("revoke", &[])
        .await
        .expect_error(400, "invalid_request");
}

#[tokio::test]
async fn a_client_gets_a_token_for_itself() {
    let app = TestApp::start().await;
    let broker = app.confidential().await;
    app.database
        .execute(r#"UPDATE clients SET grant_types = '["client_credentials"]'"#)
        .await;
    let given = broker
        .post("token", &[("grant_type", "client_credentials")])
        .await
        .json();
    let token = given["access_token"].as_str().unwrap();
    let told = broker.post("introspect", &[("token", token)]).await.json();
    let about = ["active", "sub", "scope"].map(|member| told.get(member));
    assert_eq!(about, [Some(&json!(true)), None, None]);
    assert_eq!(
        broker.userinfo(&given["access_token"]).await.code(),
        401,
        "nobody signed in"
    );
    let asked = [("grant_type", "client_credentials"), ("scope", "email")];
    broker
        .post("token", &asked)
        .await
        .expect_error(400, "invalid_scope");
}

#[tokio::test]
async fn a_pushed_request_is_good_for_one_browser() {
    let app = TestApp::start().await;
    let magazine = app.confidential().await;
    let mut ada = app.customer(ADA).await.browser;
    let id = magazine.id.to_string();
    let query = authorize(magazine.id, &[]);
    let fields: Vec<(String, String)> =
        url::form_urlencoded::parse(query.split_once('?').unwrap().1.as_bytes())
            .into_owned()
            .filter(|(name, _)| name != "client_id")
            .collect();
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let page = magazine.post("par", &fields).await;
    assert_eq!(page.code(), 201, "{}", page.body);
    let pushed = page.json();
    let uri = pushed["request_uri"].as_str().unwrap();
    let short: String = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("client_id", &*id), ("request_uri", uri)])
        .finish();
    let short = format!("/oauth2/v1/authorize?{short}");
    assert!(answer(&ada.get(&short).await).contains_key("code"));
    assert_eq!(ada.get(&short).await.code(), 400);
    magazine
        .post("par", &[("scope", "openid")])
        .await
        .expect_error(400, "invalid_request");
}

#[tokio::test]
async fn a_secret_in_the_body_is_for_those_who_registered_it_so() {
    let app = TestApp::start().await;
    let magazine = app.confidential().await;
    let id = magazine.id.to_string();
    let mut line = app.visitor().0;
    let body = format!(
        "grant_type=refresh_token&refresh_token=x&client_id={id}&client_secret={}",
        encode(SECRET)
    );
    for (method, error) in [
        ("client_secret_post", "invalid_grant"),
        ("client_secret_basic", "invalid_client"),
    ] {
        app.database
            .execute(&format!("UPDATE clients SET auth_method = '{method}'"))
            .await;
        let request = line
            .request(Method::POST, "/oauth2/v1/token")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let page = line.send(request, body.clone()).await;
        assert_eq!(page.json()["error"], error, "{method}");
    }
}

fn encode(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// A client that shows a signed assertion, and its key.
async fn asserting(app: &TestApp) -> (App, ClientKey) {
    let magazine = app.trusted().await;
    let key = ClientKey::generate(SigningAlgorithm::Es256, &SystemEntropy::default()).unwrap();
    let set = json!({ "keys": [key.public()] });
    app.database
        .execute(&format!(
            "UPDATE clients SET auth_method = 'private_key_jwt', public_keys = '{set}'"
        ))
        .await;
    (magazine, key)
}

#[tokio::test]
async fn an_assertion_shows_who_a_client_is_once() {
    use secrecy::ExposeSecret;
    let app = TestApp::start().await;
    let (magazine, key) = asserting(&app).await;
    let (id, now, entropy) = (
        magazine.id.to_string(),
        app.portico.now(),
        SystemEntropy::default(),
    );
    let show = async |assertion: &str| {
        let fields = [
            ("grant_type", "refresh_token"),
            ("refresh_token", "x"),
            (
                "client_assertion_type",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            ),
            ("client_assertion", assertion),
        ];
        magazine.post("token", &fields).await.json()["error"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let assertion = key.assertion(&id, TOKEN, now, &entropy);
    assert_eq!(
        show(assertion.expose_secret()).await,
        "invalid_grant",
        "the client is known"
    );
    assert_eq!(
        show(assertion.expose_secret()).await,
        "invalid_client",
        "it was shown before"
    );
    let others = ClientKey::generate(SigningAlgorithm::Es256, &entropy).unwrap();
    let wrong = [
        key.assertion(&id, "https://evil.example/token", now, &entropy),
        key.assertion("somebody", TOKEN, now, &entropy),
        key.assertion(&id, TOKEN, now.minus(Span::minutes(5)), &entropy),
        key.assertion(&id, TOKEN, now.plus(Span::days(1)), &entropy),
        others.assertion(&id, TOKEN, now, &entropy),
    ];
    for assertion in wrong {
        assert_eq!(show(assertion.expose_secret()).await, "invalid_client");
    }
}
