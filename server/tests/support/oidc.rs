//! A client application, as far as it talks to the shop itself.

use super::{browser::Browser, clients::CALLBACK, page::Page, test_app::TestApp};
use axum::http::{Method, header};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use domain::ids::ClientId;
use serde_json::Value;
use std::collections::BTreeMap;

/// RFC 7636 appendix B.
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
/// Its challenge.
pub const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
/// What a client with a secret has.
pub const SECRET: &str = "a secret with: colon & spaces";

/// A client, and the line that it talks over.
pub struct App {
    pub id: ClientId,
    line: Browser,
    /// It shows its secret in the header.
    secret: bool,
}

impl TestApp {
    /// A public client that everybody trusts.
    pub async fn trusted(&self) -> App {
        let app = self.asking().await;
        self.database.execute("UPDATE clients SET trusted = TRUE").await;
        app
    }

    /// A public client that people are asked about.
    pub async fn asking(&self) -> App {
        App {
            id: self.client("Magazine").await,
            line: self.visitor().0,
            secret: false,
        }
    }

    /// A trusted client with a secret.
    pub async fn confidential(&self) -> App {
        let mut app = self.trusted().await;
        app.secret = true;
        self.database
            .execute("UPDATE clients SET auth_method = 'client_secret_basic'")
            .await;
        let now = self.portico.now();
        let secret = domain::ids::ClientSecretId::new(now, self.portico.random());
        let hash = server::crypto::sha256_hex(SECRET.as_bytes());
        let mut tx = self.portico.database.begin().await.unwrap();
        storage::clients::secrets::add(&mut tx, app.id, (secret, &hash), now, now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        app
    }
}

/// The usual request, with these parameters changed; one without a value is left out.
pub fn authorize(client: ClientId, changed: &[(&str, &str)]) -> String {
    let id = client.to_string();
    let mut parameters: Vec<(&str, &str)> = vec![
        ("client_id", &id),
        ("redirect_uri", CALLBACK),
        ("response_type", "code"),
        ("scope", "openid"),
        ("state", "s t&te"),
        ("nonce", "n"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    for (name, value) in changed {
        parameters.retain(|(own, _)| own != name);
        if !value.is_empty() {
            parameters.push((name, value));
        }
    }
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(parameters)
        .finish();
    format!("/oauth2/v1/authorize?{query}")
}

/// What stands in the query, or in the fragment, of an answer at the client.
pub fn answer(page: &Page) -> BTreeMap<String, String> {
    let (place, fields) = page
        .location()
        .split_once(['?', '#'])
        .unwrap_or_else(|| panic!("no answer: {}", page.location()));
    assert_eq!(place, CALLBACK);
    url::form_urlencoded::parse(fields.as_bytes())
        .into_owned()
        .collect()
}

/// The header by which a client with a secret shows who it is (RFC 6749 §2.3.1).
pub fn basic(client: ClientId) -> String {
    let encode = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let shown = STANDARD.encode(format!("{}:{}", encode(&client.to_string()), encode(SECRET)));
    format!("Basic {shown}")
}

/// The claims of a token whose signature nobody looks at here.
pub fn claims(token: &Value) -> Value {
    let payload = token.as_str().unwrap().split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
}

impl App {
    /// Has the person of a browser sign in, who is signed in with the shop: a code.
    pub async fn code(&self, browser: &mut Browser, changed: &[(&str, &str)]) -> String {
        let page = browser.get(&authorize(self.id, changed)).await;
        answer(&page)
            .remove("code")
            .unwrap_or_else(|| panic!("no code: {}", page.location()))
    }

    /// The parameters that redeem a code.
    pub fn redeeming<'a>(&self, code: &'a str) -> Vec<(&'static str, &'a str)> {
        vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ]
    }

    /// Posts a form to an endpoint as this client.
    pub async fn post(&self, endpoint: &str, fields: &[(&str, &str)]) -> Page {
        let mut line = self.line.clone();
        let id = self.id.to_string();
        let mut request = line
            .request(Method::POST, &format!("/oauth2/v1/{endpoint}"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let mut fields = fields.to_vec();
        if self.secret {
            request = request.header(header::AUTHORIZATION, basic(self.id));
        } else {
            fields.push(("client_id", &id));
        }
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        line.send(request, body).await
    }

    /// Redeems a code: what the client gets.
    pub async fn redeem(&self, code: &str) -> Value {
        let page = self.post("token", &self.redeeming(code)).await;
        assert_eq!(page.code(), 200, "{}", page.body);
        page.json()
    }

    /// Renews: what the client gets.
    pub async fn renew(&self, token: &Value) -> Page {
        let token = token.as_str().unwrap();
        self.post(
            "token",
            &[("grant_type", "refresh_token"), ("refresh_token", token)],
        )
        .await
    }

    /// What userinfo answers.
    pub async fn userinfo(&self, token: &Value) -> Page {
        let mut line = self.line.clone();
        let token = format!("Bearer {}", token.as_str().unwrap());
        let request = line.request(Method::GET, "/oauth2/v1/userinfo");
        line.send(request.header(header::AUTHORIZATION, token), "").await
    }
}

impl Page {
    /// The answer as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {} {}", self.status, self.body))
    }

    /// Whether a logout leads back to a client after this page: the browser is given where to.
    pub fn leads_back(&self) -> bool {
        let cookies = self.headers.get_all(header::SET_COOKIE).into_iter();
        let mut given =
            cookies.filter_map(|cookie| cookie.to_str().ok()?.strip_prefix("__Host-portico-way-back="));
        given.any(|value| !value.starts_with(';'))
    }

    /// An error of a standard: status and `error`.
    pub fn expect_error(&self, status: u16, error: &str) {
        assert_eq!(
            (self.code(), self.json()["error"].as_str()),
            (status, Some(error)),
            "{}",
            self.body
        );
    }
}
