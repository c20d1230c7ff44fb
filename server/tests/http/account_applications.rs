//! `/account/applications`: what a customer lets clients know, and taking it back.

use crate::support::{Backend, Browser, Customer, TestApp, clients::CALLBACK};
use app::api::{Answer, ApiError};
use domain::{
    clients::{Claims, Scopes},
    ids::{ClientId, GrantId, SessionId},
    time::Span,
};
use rstest::rstest;
use storage::{
    clients::consents,
    grants::{self, NewGrant},
};

const ADA: &str = "ada@example.org";
const PAGE: &str = "/account/applications";
const REVOKE: &str = "/account/applications/revoke";

/// What a customer agreed to a moment ago, and a grant that came of it.
async fn agreed(app: &TestApp, customer: &Customer, client: ClientId, scopes: &str) {
    let scopes: Scopes = scopes.parse().unwrap();
    let now = app.portico.now();
    let id = GrantId::new(now, app.portico.random());
    let mut tx = app.portico.database.begin().await.unwrap();
    consents::give(&mut tx, customer.id, client, &scopes, now)
        .await
        .unwrap();
    let grant = NewGrant {
        id,
        client_id: client,
        customer_id: customer.id,
        session_id: SessionId::new(now, app.portico.random()),
        scopes: &scopes,
        claims: &Claims::default(),
        auth_time: now,
        amr: "pwd",
        nonce: None,
        redirect_uri: CALLBACK,
        challenge: None,
        code_hash: &id.to_string(),
        code_expires_at: now.plus(Span::minutes(1)),
        now,
        expires_at: now.plus(Span::days(30)),
    };
    grants::insert(&mut tx, &grant).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn nothing_is_said_where_nothing_was_allowed() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    let page = ada.get(PAGE).await;
    page.expect(200, "consent.none_text");
    assert!(!page.has_form(REVOKE));
}

#[tokio::test]
async fn the_page_is_linked_where_there_are_applications() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    let mut eve = app.customer("eve@example.org").await;
    let linked = async |browser: &mut Browser| {
        let links = browser.get("/account/sessions").await.all("a");
        links.iter().any(|a| a.get("href") == Some(PAGE))
    };
    assert!(!linked(&mut ada).await, "a shop without clients");
    let client = app.client("Magazine").await;
    assert!(linked(&mut ada).await, "beside the others");
    agreed(&app, &ada, client, "openid").await;
    app.database.execute("UPDATE clients SET active = FALSE").await;
    assert!(
        linked(&mut ada).await && !linked(&mut eve).await,
        "who agreed to something"
    );
}

#[tokio::test]
async fn what_was_allowed_is_listed_in_words_the_latest_first() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    let eve = app.customer("eve@example.org").await;
    agreed(
        &app,
        &ada,
        app.client("Magazine").await,
        "openid email offline_access",
    )
    .await;
    agreed(&app, &eve, app.client("Somebody else's").await, "openid").await;
    app.time.turn(Span::days(1));
    let mut ada_again = app.visitor().0;
    ada_again.sign_in(ADA, crate::support::PASSWORD).await.location();
    ada.browser = ada_again;
    agreed(&app, &ada, app.client("Weekly").await, "openid").await;
    let page = ada.get(PAGE).await;
    page.expect(200, "consent.scope_email");
    assert!(page.says("consent.scope_offline") && !page.says("consent.scope_phone"));
    let text = page.text();
    let (weekly, magazine) = (text.find("Weekly").unwrap(), text.find("Magazine").unwrap());
    assert!(weekly < magazine, "{text}");
    for told in [
        "Allowed since 21 November 2026",
        "Last sign-in on 22 November 2026",
    ] {
        assert!(text.contains(told), "{text}");
    }
    assert!(!text.contains("Somebody else's"), "{text}");
    app.database.execute("DELETE FROM grants").await;
    assert!(!ada.get(PAGE).await.says("consent.last"), "not known any more");
}

#[tokio::test]
async fn what_is_taken_back_ends_at_once() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    let eve = app.customer("eve@example.org").await;
    let (magazine, weekly) = (app.client("Magazine").await, app.client("Weekly").await);
    agreed(&app, &ada, magazine, "openid email").await;
    agreed(&app, &eve, magazine, "openid").await;
    let page = ada.get(PAGE).await;
    let page = ada.fill(&page, REVOKE, &[]).await;
    let done = |client: ClientId| format!("/account/applications?done=revoked&client={client}");
    assert_eq!(page.location(), done(magazine));
    let page = ada.follow(&page).await;
    page.expect(200, "consent.revoked");
    assert!(
        page.text().contains("Magazine has no access any more."),
        "{}",
        page.text()
    );
    assert!(page.says("consent.none_heading"), "{}", page.text());
    let ended = "SELECT customer_id FROM grants WHERE ended_at IS NOT NULL";
    assert_eq!(app.database.texts(ended).await, [ada.id.to_string()]);
    assert_eq!(app.database.count("client_consents").await, 1, "hers stays");
    let letter = app.only_mail(ADA).await;
    assert!(
        letter.subject.contains("Magazine") && letter.text.contains(PAGE),
        "{letter:?}"
    );
    let history = "SELECT old_value FROM history WHERE action = 'consent.taken_back'";
    assert_eq!(
        app.database.texts(history).await,
        [r#"{"client":"Magazine","scopes":"openid email"}"#]
    );

    agreed(&app, &ada, weekly, "openid").await;
    let id = weekly.to_string();
    let answer = ada.call(REVOKE, &[("client", &id)]).await;
    assert_eq!(answer, Ok(Answer::go(done(weekly))));
    app.mails().await;
}

#[tokio::test]
async fn what_the_shops_own_applications_hold_is_listed_and_ends() {
    let app = TestApp::start().await;
    let magazine = app.trusted().await;
    let mut ada = app.customer(ADA).await;
    let offline = [("scope", "openid email offline_access")];
    let code = magazine.code(&mut ada, &offline).await;
    let given = magazine.redeem(&code).await;
    magazine.code(&mut ada, &[("scope", "openid phone")]).await;
    let page = ada.get(PAGE).await;
    page.expect(200, "consent.own");
    for told in ["offline", "email", "phone"] {
        assert!(page.says(&format!("consent.scope_{told}")), "{}", page.text());
    }
    assert!(
        page.says("consent.last") && !page.says("consent.since"),
        "nobody was asked"
    );
    assert_eq!(
        page.text().matches("Magazine").count(),
        2,
        "once, and for its button"
    );
    let page = ada.fill(&page, REVOKE, &[]).await;
    ada.follow(&page).await.expect(200, "consent.none_heading");
    magazine
        .renew(&given["refresh_token"])
        .await
        .expect_error(400, "invalid_grant");
    let again = ada.post(REVOKE, &[("client", &magazine.id.to_string())]).await;
    assert_eq!(again.code(), 404);
    let history = "SELECT old_value FROM history WHERE action = 'consent.taken_back'";
    assert_eq!(
        app.database.texts(history).await,
        [r#"{"client":"Magazine","scopes":"openid email phone offline_access"}"#]
    );
    app.only_mail(ADA).await;
}

#[tokio::test]
async fn nobody_takes_back_what_is_not_theirs_to_give() {
    let app = TestApp::start().await;
    let (ada, mut eve) = (app.customer(ADA).await, app.customer("eve@example.org").await);
    let client = app.client("Magazine").await;
    agreed(&app, &ada, client, "openid").await;
    let theirs = client.to_string();
    let long = "a".repeat(5000);
    let nobody = "00000000-0000-0000-0000-000000000000";
    for id in [theirs.as_str(), "", "x", "x\0y", "../1", nobody, &long] {
        let page = eve.post(REVOKE, &[("client", id)]).await;
        assert_eq!(page.code(), 404, "{id:?}");
    }
    let mut visitor = app.visitor();
    assert!(visitor.get(PAGE).await.location().starts_with("/login?next="));
    let answer = visitor.call(REVOKE, &[("client", &theirs)]).await;
    assert_eq!(answer, Err(ApiError::SignInNeeded));
    assert_eq!(visitor.get("/ui/applications").await.code(), 401);
    app.publish_texts(2).await;
    assert_eq!(
        eve.post(REVOKE, &[("client", &theirs)]).await.location(),
        "/account/profile"
    );
    assert_eq!(app.database.count("client_consents").await, 1);
    assert_eq!(app.database.count("grants WHERE ended_at IS NULL").await, 1);
}

#[rstest]
#[tokio::test]
async fn of_two_who_take_it_back_one_is_told_that_nothing_is_there(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let app = TestApp::on(backend).await;
    let mut ada = app.customer(ADA).await;
    let mut tab = ada.browser.clone();
    let client = app.client("Magazine").await;
    agreed(&app, &ada, client, "openid").await;
    let id = client.to_string();
    let form = [("client", id.as_str())];
    let (first, second) = tokio::join!(ada.post(REVOKE, &form), tab.post(REVOKE, &form));
    let mut codes = [first.code(), second.code()];
    codes.sort_unstable();
    assert_eq!(codes, [303, 404]);
    app.only_mail(ADA).await;
}
