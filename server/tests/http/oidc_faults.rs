//! What bad input gets at each endpoint for clients: every row of the table in `domain` goes through HTTP. A page before
//! the redirect URI is proven, a redirect after it, and the standard's own form at the others.

use crate::{
    bad_input::{BASIC, BODY, CLIENT, CONFIDENTIAL, Endpoint, Fault, HEADER, KIND, Row, Wrong, rows},
    support::{
        Backend, Browser, Page, TestApp,
        oidc::{answer, authorize, basic},
    },
};
use axum::http::{HeaderValue, Method, header};
use domain::clients::{AuthorizeFault, Told};
use rstest::rstest;

const ADA: &str = "ada@example.org";
const FORM: &str = "application/x-www-form-urlencoded";

/// A client as the rows want it, another one with a secret, and Ada, who is signed in.
struct Scene {
    app: TestApp,
    client: String,
    confidential: String,
    basic: String,
    ada: Browser,
}

impl Scene {
    async fn new() -> Self {
        let app = TestApp::start().await;
        let confidential = app.confidential().await;
        let client = app.client("Weekly").await.to_string();
        app.database
            .execute(&format!(
                r#"UPDATE clients SET trusted = TRUE, response_types = '["code","code id_token"]',
                   scopes = 'openid profile email offline_access',
                   post_logout_redirect_uris = '["https://app.example/callback"]' WHERE id = '{client}'"#
            ))
            .await;
        Self {
            client,
            confidential: confidential.id.to_string(),
            basic: basic(confidential.id),
            ada: app.customer(ADA).await.browser,
            app,
        }
    }

    /// Sends the request of a row, as a browser or as a client would.
    async fn send(&self, row: &Row) -> Page {
        let mut line = match row.endpoint {
            Endpoint::Authorize | Endpoint::Logout => self.ada.clone(),
            _ => self.app.visitor().0,
        };
        let path = format!("/oauth2/v1/{}", format!("{:?}", row.endpoint).to_lowercase());
        let (mut fields, mut headers, mut kind, mut body) = (Vec::new(), Vec::new(), FORM, None);
        for (name, value) in row.request() {
            match name {
                HEADER => headers.push(value.replace(BASIC, &self.basic)),
                KIND => kind = value,
                BODY => body = Some(value.to_owned()),
                _ => {
                    let value = value.replace(CLIENT, &self.client);
                    fields.push((name, value.replace(CONFIDENTIAL, &self.confidential)));
                }
            }
        }
        let form = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(&fields)
            .finish();
        let by_get = match row.endpoint {
            Endpoint::Authorize | Endpoint::Logout => true,
            Endpoint::Userinfo => fields.is_empty() && body.is_none(),
            _ => false,
        };
        let mut request = match by_get {
            true => line.request(Method::GET, &format!("{path}?{form}")),
            false => line
                .request(Method::POST, &path)
                .header(header::CONTENT_TYPE, kind),
        };
        for value in headers {
            let value = HeaderValue::from_bytes(value.as_bytes()).unwrap();
            request = request.header(header::AUTHORIZATION, value);
        }
        let body = body.unwrap_or(form);
        line.send(request, if by_get { String::new() } else { body })
            .await
    }
}

/// Compares an answer with its row.
fn compare(row: &Row, page: &Page) {
    let no_store = page.header("cache-control").contains("no-store");
    assert!(no_store, "{row:?}: {}", page.header("cache-control"));
    match (row.endpoint, row.fault) {
        (Endpoint::Authorize, Fault::Authorize(fault)) if is_told_by_a_page(fault) => {
            explained(row, page, fault.told());
        }
        (Endpoint::Authorize, Fault::Authorize(fault)) => {
            let (told, fields) = (fault.told(), answer(page));
            let text = |name: &str| fields.get(name).map(String::as_str);
            assert_eq!(page.code(), 303, "{row:?}");
            assert_eq!(
                (text("error"), text("error_description")),
                (Some(told.error), Some(told.description)),
                "{row:?}"
            );
            assert_eq!(text("iss"), Some("http://localhost:3000"), "RFC 9207: {row:?}");
            assert_eq!(text("state"), Some("s t&te"), "{row:?}");
        }
        (_, Fault::Authorize(fault)) => told(row, page, 400, fault.told()),
        (_, Fault::Token(fault)) => {
            told(row, page, fault.status(), fault.told());
            if fault.status() == 401 {
                let challenge = page.header("www-authenticate");
                assert_eq!(challenge, "Basic realm=\"clients\", charset=\"UTF-8\"", "{row:?}");
            }
            if fault.status() == 429 {
                assert!(page.header("retry-after").parse::<u32>().unwrap() > 0);
            }
        }
        (_, Fault::Bearer(fault)) => {
            assert_eq!(
                (page.code(), page.header("www-authenticate")),
                (fault.status(), fault.challenge()),
                "{row:?}"
            );
            match fault.error() {
                Some(error) => page.expect_error(fault.status(), error),
                None => assert!(page.body.is_empty(), "{row:?}: {}", page.body),
            }
        }
        (_, Fault::Logout(_)) => {
            assert!(
                page.code() == 200 && page.says("logout.confirm_heading"),
                "{row:?}: {}",
                page.text()
            );
            assert!(!page.leads_back(), "{row:?}: to where nobody has proven");
        }
    }
}

fn is_told_by_a_page(fault: AuthorizeFault) -> bool {
    let first = AuthorizeFault::ALL
        .iter()
        .take_while(|own| **own != AuthorizeFault::Repeated);
    first.copied().any(|own| own == fault)
}

fn explained(row: &Row, page: &Page, told: Told) {
    assert!(page.says("consent.fault_heading"), "{row:?}: {}", page.text());
    assert_eq!(page.code(), 400, "{row:?}");
    assert!(page.text().contains(told.description), "{row:?}: {}", page.text());
}

/// The error response of RFC 6749 §5.2.
fn told(row: &Row, page: &Page, status: u16, told: Told) {
    assert_eq!(page.code(), status, "{row:?}: {}", page.body);
    let fields = page.json();
    assert_eq!(
        (fields["error"].as_str(), fields["error_description"].as_str()),
        (Some(told.error), Some(told.description)),
        "{row:?}"
    );
    assert!(
        page.header("content-type").starts_with("application/json"),
        "{row:?}"
    );
}

/// Each row of the table, so a fault without a request fails in `domain` and one with another answer here.
#[rstest]
#[tokio::test]
async fn every_row_of_the_table_is_answered(
    #[values(
        Endpoint::Authorize,
        Endpoint::Par,
        Endpoint::Token,
        Endpoint::Revoke,
        Endpoint::Introspect,
        Endpoint::Userinfo,
        Endpoint::Logout
    )]
    endpoint: Endpoint,
) {
    let mut scene = Scene::new().await;
    let rows: Vec<_> = rows()
        .into_iter()
        .filter(|row| row.endpoint == endpoint)
        .collect();
    assert!(!rows.is_empty());
    for row in rows {
        if row.wrong == Wrong::TooOften {
            for _ in 0..60 {
                scene.send(&row).await;
            }
        }
        compare(&row, &scene.send(&row).await);
    }
    assert!(scene.ada.is_signed_in().await, "nothing of it signed anybody out");
    assert_eq!(
        scene.app.database.count("grants").await,
        0,
        "nor gave anybody anything"
    );
}

/// What stands for a good request in the table is one, or its rows would prove nothing.
#[tokio::test]
async fn a_request_without_a_fault_is_none() {
    let scene = Scene::new().await;
    let good = |endpoint| Row {
        changed: &[],
        ..rows().into_iter().find(|row| row.endpoint == endpoint).unwrap()
    };
    let page = scene.send(&good(Endpoint::Authorize)).await;
    assert!(answer(&page).contains_key("code"));
    assert_eq!(scene.send(&good(Endpoint::Par)).await.code(), 201);
    assert_eq!(scene.send(&good(Endpoint::Revoke)).await.code(), 200);
    let introspection = Row {
        changed: &[("client_id", ""), (HEADER, BASIC)],
        ..good(Endpoint::Introspect)
    };
    assert_eq!(scene.send(&introspection).await.json()["active"], false);
    let page = scene.send(&good(Endpoint::Logout)).await;
    page.expect(200, "logout.confirm_heading");
    assert!(page.leads_back());
}

/// A NUL is no text for PostgreSQL: every place that a stranger's text goes to.
#[rstest]
#[tokio::test]
async fn a_nul_breaks_no_database(#[values(Backend::Sqlite, Backend::Postgres)] backend: Backend) {
    let app = TestApp::on(backend).await;
    let magazine = app.trusted().await;
    let mut ada = app.customer(ADA).await.browser;
    for name in [
        "state",
        "nonce",
        "login_hint",
        "ui_locales",
        "id_token_hint",
        "prompt",
        "scope",
    ] {
        let page = ada.get(&authorize(magazine.id, &[(name, "a\0b")])).await;
        assert_eq!(answer(&page)["error"], "invalid_request", "{name}");
    }
    for name in [
        "code",
        "refresh_token",
        "client_secret",
        "client_assertion",
        "token",
        "scope",
    ] {
        for endpoint in ["token", "revoke", "introspect", "par"] {
            let page = magazine
                .post(endpoint, &[("grant_type", "refresh_token"), (name, "a\0b")])
                .await;
            assert!(page.code() < 500, "{endpoint} {name}: {}", page.body);
        }
    }
    for path in ["logout", "resume", "continue", "another", "consent", "account"] {
        for name in [
            "request",
            "state",
            "client_id",
            "id_token_hint",
            "post_logout_redirect_uri",
        ] {
            let page = ada.get(&format!("/oauth2/v1/{path}?{name}=a%00b")).await;
            assert!(page.code() < 500, "{path} {name}: {}", page.text());
        }
    }
}

#[rstest]
#[case::octet("client_id=%ff")]
#[case::half_a_percent_sign("client_id=%4")]
#[case::no_hexadecimal("state=%zz")]
#[tokio::test]
async fn a_query_that_is_no_utf8_is_not_understood(#[case] query: &str) {
    let app = TestApp::start().await;
    for path in ["authorize", "logout"] {
        let page = app.visitor().get(&format!("/oauth2/v1/{path}?{query}")).await;
        page.expect(400, "shop.malformed_heading");
        let mut line = app.visitor().0;
        let request = line
            .request(Method::POST, &format!("/oauth2/v1/{path}"))
            .header(header::CONTENT_TYPE, FORM);
        line.send(request, query.to_owned())
            .await
            .expect(400, "shop.malformed_heading");
    }
}

/// A hundred kilobytes in one parameter, a megabyte, and twenty thousand parameters.
#[rstest]
#[case::long_parameter("token=".to_owned() + &"x".repeat(100_000))]
#[case::long_body("a=b&".repeat(250_000))]
#[case::many_parameters((0..9000).map(|n| format!("{n:x}=&")).collect())]
#[tokio::test]
async fn a_large_body_is_refused_in_the_form_of_the_standard(#[case] body: String) {
    let app = TestApp::start().await;
    let mut line = app.visitor().0;
    for endpoint in ["token", "revoke", "introspect", "par", "userinfo"] {
        let request = line
            .request(Method::POST, &format!("/oauth2/v1/{endpoint}"))
            .header(header::CONTENT_TYPE, FORM);
        let page = line.send(request, body.clone()).await;
        assert!(
            [400, 401, 413].contains(&page.code()),
            "{endpoint}: {}",
            page.code()
        );
        assert!(page.header("cache-control").contains("no-store"));
        if endpoint != "userinfo" {
            assert!(page.json()["error"].is_string(), "{endpoint}: {}", page.body);
        }
    }
    for endpoint in ["authorize", "logout"] {
        let request = line
            .request(Method::POST, &format!("/oauth2/v1/{endpoint}"))
            .header(header::CONTENT_TYPE, FORM);
        let page = line.send(request, body.clone()).await;
        assert!(
            [303, 400, 413].contains(&page.code()),
            "{endpoint}: {}",
            page.code()
        );
    }
}

#[rstest]
#[case::get(Method::GET)]
#[case::put(Method::PUT)]
#[case::delete(Method::DELETE)]
#[tokio::test]
async fn endpoints_of_clients_take_posts_alone(#[case] method: Method) {
    let app = TestApp::start().await;
    let mut line = app.visitor().0;
    for endpoint in ["token", "revoke", "introspect", "par"] {
        let request = line
            .request(method.clone(), &format!("/oauth2/v1/{endpoint}"))
            .header(header::ACCEPT, "application/json");
        let page = line.send(request, "").await;
        assert_eq!((page.code(), page.header("allow")), (405, "POST"), "{endpoint}");
        assert!(page.header("cache-control").contains("no-store"));
    }
}

#[tokio::test]
async fn a_form_leads_to_the_same_by_get() {
    let app = TestApp::start().await;
    let magazine = app.trusted().await;
    let mut ada = app.customer(ADA).await.browser;
    let query = authorize(magazine.id, &[]);
    let fields: Vec<(String, String)> =
        url::form_urlencoded::parse(query.split_once('?').unwrap().1.as_bytes())
            .into_owned()
            .collect();
    let fields: Vec<_> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
    ada.headers
        .insert("sec-fetch-site", "cross-site".parse().unwrap());
    let page = ada.post("/oauth2/v1/authorize", &fields).await;
    assert_eq!((page.code(), page.location()), (303, query.as_str()));
}
