//! How a client looks on the pages that are about it: its logo beside its name, and its colour.

use crate::support::{PASSWORD, Page, TestApp, clients::CALLBACK};
use app::routes::{flow, with_next};
use domain::ids::ClientId;
use rstest::rstest;
use storage::clients::consents;

const ADA: &str = "ada@example.org";
const SHEET: &str = "/colours/1a73e8.css";

/// Gives every client a logo and a colour.
async fn dress(app: &TestApp) {
    app.database
        .execute("UPDATE clients SET logo = 'abc', colour = '#1a73e8'")
        .await;
}

fn logo_of(client: ClientId) -> String {
    format!("/clients/{client}/logo/abc")
}

/// Whether the logo stands on the page, for the eye only, in a box of its size.
fn shows_logo(page: &Page, client: ClientId) -> bool {
    let path = logo_of(client);
    let pictures = page.all("img");
    let logo = pictures.iter().find(|img| img.get("src") == Some(path.as_str()));
    logo.is_some_and(|logo| {
        (logo.get("alt"), logo.get("width"), logo.get("height")) == (Some(""), Some("40"), Some("40"))
    })
}

/// Whether the page is in the client's colour: it loads the colour's stylesheet, which its policy lets it do.
fn is_tinted(page: &Page) -> bool {
    let sheets = page.all("link");
    let loads = sheets
        .iter()
        .any(|link| link.get("rel") == Some("stylesheet") && link.get("href") == Some(SHEET));
    let marked = page
        .all("div")
        .iter()
        .any(|div| div.get("class") == Some("tinted"));
    assert_eq!(loads, marked, "one without the other");
    assert!(
        page.header("content-security-policy")
            .contains("style-src 'self';")
    );
    loads
}

/// The letter in place of the logo.
fn letter(page: &Page) -> Option<String> {
    let spans = page.all("span");
    let plate = spans
        .iter()
        .find(|span| span.get("class") == Some("logo-plate letter"))?;
    assert_eq!(plate.get("aria-hidden"), Some("true"));
    Some(plate.text.clone())
}

/// The pages of a flow, each as who sees it.
async fn pages(app: &TestApp, client: ClientId) -> Vec<(&'static str, Page)> {
    let token = app.flow(client, "openid email").await;
    let login = with_next("/login", Some(&flow::go_on(&token)));
    let register = with_next("/register", Some(&flow::go_on(&token)));
    let logout = format!("/oauth2/v1/logout?client_id={client}");
    let mut ada = app.customer(ADA).await;
    vec![
        ("sign-in", app.visitor().get(&login).await),
        ("register", app.visitor().get(&register).await),
        ("consent", ada.get(&flow::consent(&token)).await),
        ("account", ada.get(&flow::account(&token)).await),
        ("go on", ada.get(&flow::go_on(&token)).await),
        ("logout", ada.get(&logout).await),
    ]
}

#[tokio::test]
async fn every_page_of_a_flow_has_logo_and_colour() {
    let app = TestApp::start().await;
    let client = app.client("Magazine").await;
    dress(&app).await;
    for (name, page) in pages(&app, client).await {
        assert_eq!(page.code(), 200, "{name}: {}", page.text());
        let named = page.text().contains("Magazine");
        assert_eq!(named, name != "go on", "{name}: {}", page.text());
        assert!(shows_logo(&page, client), "{name}: {}", page.body);
        assert!(is_tinted(&page), "{name}: {}", page.body);
    }
}

#[tokio::test]
async fn so_has_the_second_step_on_the_way_to_a_client() {
    let app = TestApp::start().await;
    let client = app.client("Magazine").await;
    app.customer_with_app(ADA).await;
    let token = app.flow(client, "openid").await;
    let next = flow::go_on(&token);
    let mut ada = app.visitor();
    let fields = [("email", ADA), ("password", PASSWORD), ("next", &next)];
    let page = ada.post("/login", &fields).await;
    assert_eq!(page.location(), "/login/second-factor");
    let page = ada.get("/login/second-factor").await;
    assert!(!is_tinted(&page) && letter(&page).is_none(), "{}", page.body);
    dress(&app).await;
    let page = ada.get("/login/second-factor").await;
    assert!(shows_logo(&page, client) && is_tinted(&page), "{}", page.body);
}

#[tokio::test]
async fn a_client_without_either_has_a_letter_and_the_shops_colour() {
    let app = TestApp::start().await;
    let client = app.client("Magazine").await;
    for (name, page) in pages(&app, client).await {
        assert_eq!(letter(&page).as_deref(), Some("M"), "{name}: {}", page.body);
        assert!(!is_tinted(&page), "{name}: {}", page.body);
    }
}

#[tokio::test]
async fn pages_outside_of_flows_are_nobodys() {
    let app = TestApp::start().await;
    app.client("Magazine").await;
    app.provider("north").await;
    dress(&app).await;
    let mut visitor = app.visitor();
    for path in ["/login", "/login?next=/offers/x", "/providers/north/leave"] {
        let page = visitor.get(path).await;
        assert_eq!(page.code(), 200, "{path}");
        assert!(
            !is_tinted(&page) && letter(&page).is_none(),
            "{path}: {}",
            page.body
        );
    }
}

#[tokio::test]
async fn who_signs_out_for_a_client_is_led_back_by_a_page_that_looks_like_it() {
    let app = TestApp::start().await;
    let client = app.client("Magazine").await;
    dress(&app).await;
    let back = format!(r#"UPDATE clients SET post_logout_redirect_uris = '["{CALLBACK}"]'"#);
    app.database.execute(&back).await;
    let mut ada = app.customer(ADA).await;
    let to = app::routes::encode(CALLBACK);
    let asks = format!("/oauth2/v1/logout?client_id={client}&post_logout_redirect_uri={to}");
    let page = ada.get(&asks).await;
    assert_eq!(page.code(), 200, "{}", page.text());
    let page = ada.post("/logout", &[("asked", "1"), ("choice", "local")]).await;
    page.expect(200, "providers.leaving_hint");
    assert!(shows_logo(&page, client) && is_tinted(&page), "{}", page.body);
}

#[rstest]
#[case::with_a_logo(true)]
#[case::without(false)]
#[tokio::test]
async fn applications_are_listed_with_their_logos(#[case] dressed: bool) {
    let app = TestApp::start().await;
    let client = app.client("Magazine").await;
    if dressed {
        dress(&app).await;
    }
    let mut ada = app.customer(ADA).await;
    let mut tx = app.portico.database.begin().await.unwrap();
    let scopes = "openid".parse().unwrap();
    consents::give(&mut tx, ada.id, client, &scopes, app.portico.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let page = ada.get("/account/applications").await;
    page.expect(200, "consent.scope_openid");
    assert_eq!(shows_logo(&page, client), dressed, "{}", page.body);
    assert_eq!(letter(&page).is_none(), dressed);
    assert!(!is_tinted(&page), "it lists many");
}
