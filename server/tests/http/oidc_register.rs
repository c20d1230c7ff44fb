//! `/oauth2/v1/register`: an application registers itself, with a token that staff gave it.

use crate::support::{Page, TestApp};
use axum::http::{Method, header};
use domain::time::Span;
use rstest::rstest;
use serde_json::{Value, json};
use server::services::oidc::registration;

async fn token(app: &TestApp) -> String {
    let token = registration::invite(&app.portico, Span::days(1)).await.unwrap();
    token.expose().to_owned()
}

async fn register(app: &TestApp, authorization: Option<&str>, metadata: &str) -> Page {
    let mut line = app.visitor().0;
    let mut request = line
        .request(Method::POST, "/oauth2/v1/register")
        .header(header::CONTENT_TYPE, "application/json");
    if let Some(authorization) = authorization {
        request = request.header(header::AUTHORIZATION, authorization);
    }
    line.send(request, metadata.to_owned()).await
}

fn magazine() -> Value {
    json!({ "client_name": "Magazine", "redirect_uris": ["https://app.example/callback"], "logo_uri": "ignored" })
}

#[tokio::test]
async fn an_application_registers_itself_once() {
    let app = TestApp::start().await;
    let bearer = format!("Bearer {}", token(&app).await);
    let page = register(&app, Some(&bearer), &magazine().to_string()).await;
    assert_eq!(page.code(), 201, "{}", page.body);
    assert_eq!(page.header("cache-control"), "no-store");
    let answer = page.json();
    assert_eq!(answer["client_name"], "Magazine");
    assert_eq!(answer["client_secret_expires_at"], 0);
    assert_eq!(
        answer.get("logo_uri"),
        None,
        "what was not registered is not told"
    );
    // The secret works at once.
    let mut line = app.visitor().0;
    let request = line
        .request(Method::POST, "/oauth2/v1/introspect")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::AUTHORIZATION, basic(&answer));
    let page = line.send(request, "token=x").await;
    assert_eq!(page.json(), json!({ "active": false }));

    let again = register(&app, Some(&bearer), &magazine().to_string()).await;
    assert_eq!(again.code(), 401);
    assert_eq!(again.header("www-authenticate"), "Bearer error=\"invalid_token\"");
    let names = app.database.texts("SELECT name FROM clients").await;
    assert_eq!(names, ["Magazine"]);
    let plain = "clients WHERE logo IS NULL AND colour IS NULL";
    assert_eq!(app.database.count(plain).await, 1, "no picture of a stranger");
}

fn basic(answer: &Value) -> String {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let (id, secret) = (
        answer["client_id"].as_str().unwrap(),
        answer["client_secret"].as_str().unwrap(),
    );
    format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")))
}

#[tokio::test]
async fn what_is_wrong_leaves_the_token_good() {
    let app = TestApp::start().await;
    let bearer = format!("Bearer {}", token(&app).await);
    for metadata in ["", "{", "[]", "{\"redirect_uris\": 7}"] {
        let page = register(&app, Some(&bearer), metadata).await;
        assert_eq!(page.code(), 400, "{metadata}");
        assert!(page.json()["error"].as_str().unwrap().starts_with("invalid_"));
    }
    let page = register(&app, Some(&bearer), &magazine().to_string()).await;
    assert_eq!(page.code(), 201);
}

#[rstest]
#[case::none(None, 401)]
#[case::invented(Some("Bearer nonsense"), 401)]
#[case::empty(Some("Bearer "), 400)]
#[case::another_scheme(Some("Basic eDp5"), 400)]
#[tokio::test]
async fn without_a_token_nobody_registers(#[case] authorization: Option<&str>, #[case] status: u16) {
    let app = TestApp::start().await;
    let page = register(&app, authorization, &magazine().to_string()).await;
    assert_eq!(page.code(), status);
    assert!(page.header("www-authenticate").starts_with("Bearer"));
    assert!(app.database.texts("SELECT name FROM clients").await.is_empty());
}

#[tokio::test]
async fn discovery_tells_of_it_while_a_token_is_good() {
    let app = TestApp::start().await;
    let told = async || {
        let page = app.visitor().get("/.well-known/openid-configuration").await;
        page.json().get("registration_endpoint").is_some()
    };
    assert!(!told().await, "off until somebody is invited");
    token(&app).await;
    assert!(told().await);
    app.time.turn(Span::days(1));
    assert!(!told().await);
}
