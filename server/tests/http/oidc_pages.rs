//! `/oauth2/v1/consent`, `/account` and `/continue`: what a person is asked in a flow of a client.

use crate::support::{Backend, Browser, Page, TestApp, clients::CALLBACK, page::Tag};
use app::{
    api::Answer,
    routes::{flow, with_next},
};
use axum::http::Method;
use domain::{ids::ClientId, time::Span};
use rstest::rstest;

const ADA: &str = "ada@example.org";
const CONSENT: &str = "/oauth2/v1/consent";
const ACCOUNT: &str = "/oauth2/v1/account";
const EVERYTHING: &str = "openid profile email phone offline_access";

/// A token that looks like ours and is not.
fn invented() -> String {
    "A".repeat(43)
}

fn link<'a>(page: &'a [Tag], href: &str) -> Option<&'a Tag> {
    page.iter().find(|a| a.get("href") == Some(href))
}

/// Presses the button of a page with one form, without JavaScript.
async fn press(browser: &mut Browser, path: &str) -> Page {
    let page = browser.get(path).await;
    let action = path.split('?').next().unwrap();
    browser.fill(&page, action, &[]).await
}

async fn granted(app: &TestApp) -> Vec<String> {
    app.database.texts("SELECT scopes FROM client_consents").await
}

/// The session that agreed or chose, as the request's row has it.
async fn noted(app: &TestApp, column: &str) -> Vec<String> {
    let sql = format!("SELECT {column} FROM authorize_requests WHERE {column} IS NOT NULL");
    app.database.texts(&sql).await
}

async fn switch_off(app: &TestApp, client: ClientId) {
    let mut tx = app.portico.database.begin().await.unwrap();
    let off = storage::clients::set_active(&mut tx, client, 1, false, app.portico.now()).await;
    assert!(off.unwrap());
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_page_goes_on_by_itself_and_promises_nothing() {
    let app = TestApp::start().await;
    let token = app.flow(app.client("Magazine").await, "openid").await;
    let page = app.visitor().get(&flow::go_on(&token)).await;
    page.expect(200, "providers.leaving_hint");
    // Another question may come first, or the terms.
    assert!(
        page.says("providers.moment") && !page.text().contains("Magazine"),
        "{}",
        page.text()
    );
    assert!(page.title().starts_with("One moment"), "{}", page.title());
    let to = format!("/oauth2/v1/resume?request={token}");
    let refresh = page
        .all("meta")
        .into_iter()
        .find(|meta| meta.get("http-equiv").is_some());
    assert_eq!(
        refresh.unwrap().get("content"),
        Some(format!("0; url={to}").as_str())
    );
    assert!(link(&page.all("a"), &to).is_some());
    assert!(page.body.contains("/assets/account-"), "the storefront's forms");
}

#[tokio::test]
async fn what_does_not_wait_is_explained() {
    let app = TestApp::start().await;
    let client = app.client("Magazine").await;
    let mut ada = app.customer(ADA).await;
    let pushed = app.pushed(client, "openid").await;
    let unfit = app.flow(client, "cats").await;
    for request in ["", "x", "x\0y", &invented(), &pushed, &unfit] {
        let request = app::routes::encode(request);
        for path in ["continue", "consent", "account"] {
            let page = ada.get(&format!("/oauth2/v1/{path}?request={request}")).await;
            page.expect(404, "consent.over_heading");
            assert!(link(&page.all("a"), "/").is_some(), "a way home");
        }
    }
    ada.get("/oauth2/v1/continue")
        .await
        .expect(404, "consent.over_heading");
    ada.get("/oauth2/v1/continue?request=a&request=b")
        .await
        .expect(400, "shop.malformed_heading");
    let token = app.flow(client, "openid").await;
    app.time.turn(Span::minutes(10));
    ada.get(&flow::consent(&token))
        .await
        .expect(404, "consent.over_heading");
    let token = app.flow(client, "openid").await;
    switch_off(&app, client).await;
    ada.get(&flow::consent(&token))
        .await
        .expect(404, "consent.over_heading");
    assert_eq!(ada.get(&format!("/ui/consent?request={token}")).await.code(), 404);
}

#[tokio::test]
async fn the_page_says_who_wants_to_know_what_of_whom() {
    let app = TestApp::start().await;
    let token = app.flow(app.client("Magazine").await, EVERYTHING).await;
    let mut ada = app.customer(ADA).await;
    let page = ada.get(&flow::consent(&token)).await;
    page.expect(200, "consent.revocable");
    let text = page.text();
    for told in [
        "Magazine would like to know who you are",
        "You are signed in as Ada Lovelace (ada@example.org).",
        "Afterwards you go to app.example.",
        "Until 21 December 2026 at the latest.",
    ] {
        assert!(text.contains(told), "{text}");
    }
    for scope in ["openid", "profile", "email", "phone", "offline"] {
        assert!(page.says(&format!("consent.scope_{scope}")), "{scope}: {text}");
    }
    let names: Vec<_> = page.all("bdi").into_iter().map(|tag| tag.text).collect();
    assert_eq!(
        names,
        ["Magazine", "Magazine"],
        "letters of any direction turn nothing around them"
    );
    let lines = page.all("li").len();
    let less = app.flow(app.client("Weekly").await, "openid").await;
    let less = ada.get(&flow::consent(&less)).await;
    assert_eq!(lines - less.all("li").len(), 4, "each stands by itself");
    assert!(!less.says("consent.scope_email") && !less.says("consent.offline_hint"));
    let links = page.all("a");
    let policy = link(&links, "https://app.example/privacy").unwrap();
    assert_eq!(policy.get("target"), Some("_blank"));
    assert!(link(&links, &format!("/oauth2/v1/resume?request={token}&cancel=1")).is_some());
    assert!(link(&links, &format!("/oauth2/v1/another?request={token}")).is_some());
}

#[rstest]
#[case::loopback("http://127.0.0.1:5000/callback")]
#[case::private_use("com.example.app:/callback")]
#[tokio::test]
async fn an_application_on_the_device_has_no_host(#[case] address: &str) {
    let app = TestApp::start().await;
    let token = app.flow(app.client("Magazine").await, "openid").await;
    let mut ada = app.customer(ADA).await;
    for (table, column) in [("clients", "redirect_uris"), ("authorize_requests", "parameters")] {
        let change = format!("UPDATE {table} SET {column} = REPLACE({column}, '{CALLBACK}', '{address}')");
        app.database.execute(&change).await;
    }
    let page = ada.get(&flow::consent(&token)).await;
    page.expect(200, "consent.afterwards_device");
}

#[rstest]
#[tokio::test]
async fn every_language_asks(#[values("en", "de", "el")] language: &'static str) {
    let app = TestApp::start().await;
    let token = app.flow(app.client("Magazine").await, EVERYTHING).await;
    let mut ada = app.customer(ADA).await;
    ada.set_cookie("portico-language", language);
    for (path, key) in [
        (flow::consent(&token), "consent.allow"),
        (flow::account(&token), "consent.account_heading"),
        (flow::go_on(&token), "providers.leaving_hint"),
    ] {
        let page = ada.get(&path).await;
        assert!(
            page.code() == 200 && page.says_in(language, key),
            "{}",
            page.text()
        );
    }
}

#[tokio::test]
async fn to_allow_is_noted_for_this_session_and_kept() {
    let app = TestApp::start().await;
    let client = app.client("Magazine").await;
    let mut ada = app.customer(ADA).await;
    let session = app.database.texts("SELECT id FROM sessions").await;
    let token = app.flow(client, "openid profile").await;
    let page = press(&mut ada, &flow::consent(&token)).await;
    assert_eq!(page.location(), flow::go_on(&token));
    assert_eq!(noted(&app, "agreed_session").await, session);
    assert!(noted(&app, "chosen_session").await.is_empty());
    assert_eq!(granted(&app).await, ["openid profile"]);
    ada.follow(&page).await.expect(200, "providers.leaving_hint");

    app.time.turn(Span::seconds(1));
    let more = app.flow(client, "openid email").await;
    let customer = ada.id.to_string();
    let form = [("request", more.as_str()), ("customer", &customer)];
    let answer = ada.call(CONSENT, &form).await;
    assert_eq!(answer, Ok(Answer::go(flow::go_on(&more))));
    assert_eq!(
        granted(&app).await,
        ["openid profile email"],
        "beside what was agreed to"
    );
    let again = app.flow(client, "openid").await;
    press(&mut ada, &flow::consent(&again)).await.location();
    let history = "SELECT new_value FROM history WHERE action = 'consent.given' ORDER BY id";
    assert_eq!(
        app.database.texts(history).await,
        [
            r#"{"client":"Magazine","scopes":"openid profile"}"#,
            r#"{"client":"Magazine","scopes":"openid profile email"}"#,
        ],
        "nothing new is no entry"
    );
}

#[tokio::test]
async fn who_is_not_signed_in_agrees_to_nothing() {
    let app = TestApp::start().await;
    let token = app.flow(app.client("Magazine").await, "openid").await;
    let mut visitor = app.visitor();
    for path in [CONSENT, ACCOUNT] {
        let page = visitor.get(&format!("{path}?request={token}")).await;
        assert_eq!(page.location(), flow::resume(&token));
        let page = visitor.post(path, &[("request", &token)]).await;
        assert_eq!(page.location(), flow::go_on(&token), "by a page, as every form");
    }
    let asked = visitor.get(&format!("/ui/consent?request={token}")).await;
    assert_eq!(asked.code(), 401);
    assert!(granted(&app).await.is_empty() && noted(&app, "agreed_session").await.is_empty());
}

#[tokio::test]
async fn the_terms_come_first() {
    let app = TestApp::start().await;
    let token = app.flow(app.client("Magazine").await, "openid").await;
    let mut ada = app.customer(ADA).await;
    app.publish_texts(2).await;
    let profile = with_next("/account/profile", Some(&flow::go_on(&token)));
    for path in [CONSENT, ACCOUNT] {
        let page = ada.get(&format!("{path}?request={token}")).await;
        assert_eq!(page.location(), profile);
        assert_eq!(ada.post(path, &[("request", &token)]).await.location(), profile);
    }
    assert!(granted(&app).await.is_empty() && noted(&app, "chosen_session").await.is_empty());
    let page = ada.get(&profile).await;
    let page = ada
        .fill(&page, "/account/profile", &[("accept_terms", "2")])
        .await;
    assert_eq!(page.location(), flow::go_on(&token));
}

#[tokio::test]
async fn an_answer_to_what_does_not_wait_changes_nothing() {
    let app = TestApp::start().await;
    let client = app.client("Magazine").await;
    let mut ada = app.customer(ADA).await;
    let over = app.flow(client, "openid").await;
    let pushed = app.pushed(client, "openid").await;
    let page = ada.get(&flow::consent(&over)).await;
    app.time.turn(Span::minutes(10));
    assert_eq!(ada.fill(&page, CONSENT, &[]).await.location(), flow::go_on(&over));
    let long = "A".repeat(5000);
    for request in ["", "x\0y", &invented(), &pushed, &long] {
        for path in [CONSENT, ACCOUNT] {
            let page = ada.post(path, &[("request", request)]).await;
            assert_eq!(page.location(), flow::go_on(request));
            ada.follow(&page).await.expect(404, "consent.over_heading");
        }
    }
    let page = ada.post(CONSENT, &[("request", "a"), ("request", "b")]).await;
    page.assert_client_error();
    assert_eq!(
        ada.call(CONSENT, &[]).await,
        Ok(Answer::go("/oauth2/v1/continue"))
    );
    assert!(granted(&app).await.is_empty());
    assert_eq!(
        app.database.count("history WHERE action LIKE 'consent%'").await,
        0
    );
}

#[rstest]
#[tokio::test]
async fn of_two_answers_at_once_the_second_adds_to_the_first(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let app = TestApp::on(backend).await;
    let client = app.client("Magazine").await;
    let mut ada = app.customer(ADA).await;
    let customer = ada.id.to_string();
    let mut tab = ada.browser.clone();
    for _ in 0..5 {
        app.database.execute("DELETE FROM client_consents").await;
        let (one, two) = (
            app.flow(client, "openid email").await,
            app.flow(client, "openid phone").await,
        );
        let form = |request| [("request", request), ("customer", customer.as_str())];
        let (first, second) = (form(one.as_str()), form(two.as_str()));
        let (first, second) = tokio::join!(ada.post(CONSENT, &first), tab.post(CONSENT, &second));
        assert_eq!((first.code(), second.code()), (303, 303));
        assert_eq!(granted(&app).await, ["openid email phone"]);
    }
}

#[tokio::test]
async fn an_account_is_chosen_for_this_session() {
    let app = TestApp::start().await;
    let token = app.flow(app.client("Magazine").await, "openid").await;
    let mut ada = app.customer(ADA).await;
    let page = ada.get(&flow::account(&token)).await;
    page.expect(200, "consent.account_heading");
    assert!(
        page.text().contains("Go on as Ada Lovelace (ada@example.org)"),
        "{}",
        page.text()
    );
    assert!(link(&page.all("a"), &flow::cancel(&token)).is_some());
    let page = ada.fill(&page, ACCOUNT, &[]).await;
    assert_eq!(page.location(), flow::go_on(&token));
    let session = app.database.texts("SELECT id FROM sessions").await;
    assert_eq!(noted(&app, "chosen_session").await, session);
    assert!(granted(&app).await.is_empty(), "nothing is agreed to by it");
}

#[tokio::test]
async fn a_shop_without_accounts_has_no_flows() {
    let app = TestApp::start().await;
    let token = app.flow(app.client("Magazine").await, "openid").await;
    let mut ada = app.customer(ADA).await;
    app.settings(|settings| settings.customer_accounts = false).await;
    for path in [flow::consent(&token), flow::account(&token)] {
        ada.get(&path).await.expect(404, "shop.not_found_heading");
    }
    let answer = ada.call(CONSENT, &[("request", &token)]).await;
    assert_eq!(answer, Ok(Answer::go(flow::go_on(&token))));
    assert!(granted(&app).await.is_empty());
}

#[tokio::test]
async fn a_form_of_another_site_is_refused() {
    let app = TestApp::start().await;
    let token = app.flow(app.client("Magazine").await, "openid").await;
    let mut ada = app.customer(ADA).await;
    for path in [CONSENT, ACCOUNT] {
        let request = ada
            .request(Method::POST, path)
            .header("sec-fetch-site", "cross-site")
            .header("content-type", "application/x-www-form-urlencoded");
        let page = ada.send(request, format!("request={token}")).await;
        assert_eq!(page.code(), 403);
    }
    assert!(granted(&app).await.is_empty());
}
