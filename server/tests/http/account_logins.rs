//! Login options: connect, disconnect, and the last way in stays.

use crate::support::{Backend, Browser, PASSWORD, Page, Provider, Quirk, TestApp};
use domain::{customers::CustomerStatus, time::Span};
use rstest::rstest;
use serde_json::json;
use url::Url;

pub(super) const ADDRESS: &str = "ada@example.org";
const PAGE: &str = "/account/logins";

impl Browser {
    /// Presses the button that connects a provider, as far as the page that leads out.
    pub(super) async fn press_connect(&mut self, provider: &Provider) -> Page {
        let page = self.get(PAGE).await;
        assert_eq!(page.code(), 200, "{}", page.text());
        assert!(page.has_form("/account/logins/connect"), "{}", page.text());
        self.post("/account/logins/connect", &[("provider", &provider.slug)])
            .await
    }

    /// Presses the button that connects a provider and goes through it. Gives the answer of our callback.
    pub(super) async fn connect(&mut self, provider: &Provider) -> Page {
        let page = self.press_connect(provider).await;
        let leave = self.follow(&page).await;
        let callback = provider.browse(&way_out(&leave, provider));
        self.get(callback.as_str()).await
    }

    pub(super) async fn disconnect(&mut self, identity: &str) -> Page {
        self.post("/account/logins/disconnect", &[("identity", identity)])
            .await
    }
}

/// The provider's address on the page that leads out of the shop.
pub(super) fn way_out(page: &Page, provider: &Provider) -> Url {
    assert_eq!(page.code(), 200, "a form leads out by a page: {}", page.text());
    let links = page.all("a");
    let mut ways = links.iter().filter_map(|a| a.get("href"));
    let out = ways.find(|href| href.starts_with(provider.issuer()));
    Url::parse(out.unwrap_or_else(|| panic!("no way out: {}", page.text()))).unwrap()
}

pub(super) async fn identities(app: &TestApp) -> Vec<String> {
    app.database.texts("SELECT id FROM identities ORDER BY id").await
}

/// Ada, signed in with her password, and connected with north.
pub(super) async fn ada_and_north(app: &TestApp) -> (Browser, Provider, String) {
    let north = app.provider("north").await;
    let mut ada = app.customer(ADDRESS).await.browser;
    let page = ada.connect(&north).await;
    assert_eq!(page.location(), "/account/logins?done=connected");
    app.mails().await;
    let id = identities(app).await.pop().unwrap();
    (ada, north, id)
}

#[tokio::test]
async fn every_visible_provider_and_the_password_are_listed() {
    let app = TestApp::start().await;
    let (north, south) = (app.provider("north").await, app.provider("south").await);
    app.switch(&south, true, false).await;
    let mut ada = app.customer(ADDRESS).await.browser;
    let page = ada.get(PAGE).await;
    page.expect(200, "identities.logins_lead");
    assert!(page.text().contains("Connect north"), "{}", page.text());
    assert!(!page.text().contains("south"), "a hidden provider is not offered");
    assert!(
        page.says("identities.logins_last"),
        "the password is the last way in"
    );
    app.settings(|settings| settings.local_sign_in = false).await;
    let page = ada.get(PAGE).await;
    assert!(!page.text().contains("Password"), "{}", page.text());
    assert!(page.text().contains(&north.slug));
}

#[tokio::test]
async fn a_visitor_is_sent_to_sign_in_and_terms_come_first() {
    let app = TestApp::start().await;
    app.provider("north").await;
    let mut visitor = app.visitor();
    assert!(visitor.get(PAGE).await.location().starts_with("/login?next="));
    let page = visitor
        .post("/account/logins/connect", &[("provider", "north")])
        .await;
    assert!(page.location().starts_with("/login"));
    let mut ada = app.customer(ADDRESS).await.browser;
    app.publish_texts(2).await;
    for form in ["connect", "disconnect", "remove-password", "ask-for-password"] {
        let page = ada
            .post(&format!("/account/logins/{form}"), &[("identity", ADDRESS)])
            .await;
        assert_eq!(page.location(), "/account/profile", "{form}");
    }
}

#[tokio::test]
async fn a_link_leads_to_the_options_where_there_are_any() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADDRESS).await.browser;
    let linked = |page: Page| page.all("a").iter().any(|a| a.get("href") == Some(PAGE));
    let page = ada.get("/account/sessions").await;
    assert!(!linked(page), "a password alone leaves nothing to choose");
    let north = app.provider("north").await;
    assert!(linked(ada.get("/account/sessions").await));
    app.switch(&north, true, false).await;
    assert!(
        !linked(ada.get("/account/sessions").await),
        "a hidden one is not on offer"
    );
}

#[tokio::test]
async fn an_identity_is_connected_and_signs_in_from_then_on() {
    let app = TestApp::start().await;
    let north = app.provider("north").await;
    let mut ada = app.customer(ADDRESS).await.browser;
    let page = ada.connect(&north).await;
    assert_eq!(page.location(), "/account/logins?done=connected");
    assert_eq!(north.last_authorize()["prompt"], "login");
    let told = app.only_mail(ADDRESS).await;
    assert!(told.subject.contains("north"), "{}", told.subject);
    let page = ada.follow(&page).await;
    page.expect(200, "identities.logins_connected");
    assert!(page.text().contains("Connected since"));
    let mut elsewhere = app.visitor();
    elsewhere.through(&north).await.location();
    assert!(elsewhere.get("/").await.text().contains("Ada Lovelace"));
    assert_eq!(app.status_of(ADDRESS).await, "active");
    assert_eq!(app.database.count("customers").await, 1);
}

#[tokio::test]
async fn connecting_asks_for_a_recent_sign_in() {
    let app = TestApp::start().await;
    let north = app.provider("north").await;
    let mut ada = app.customer(ADDRESS).await.browser;
    app.time.turn(Span::minutes(11));
    let again = "/login?again=1&next=%2Faccount%2Flogins";
    assert_eq!(ada.press_connect(&north).await.location(), again);
    assert_eq!(app.database.count("attempts").await, 0);
    ada.post(
        "/login",
        &[("email", ADDRESS), ("password", PASSWORD), ("next", PAGE)],
    )
    .await
    .location();
    assert!(
        ada.press_connect(&north)
            .await
            .location()
            .starts_with("/providers/north/start?token=")
    );
}

#[tokio::test]
async fn the_way_out_opens_once_in_its_own_browser_to_its_own_provider() {
    let app = TestApp::start().await;
    let (north, _south) = (app.provider("north").await, app.provider("south").await);
    let mut ada = app.customer(ADDRESS).await.browser;
    let out = ada.press_connect(&north).await.location().to_owned();
    app.visitor()
        .get(&out)
        .await
        .expect(400, "providers.expired_heading");
    way_out(&ada.get(&out).await, &north);
    ada.get(&out).await.expect(400, "providers.expired_heading");
    let again = ada
        .press_connect(&north)
        .await
        .location()
        .replace("north", "south");
    ada.get(&again).await.expect(400, "providers.expired_heading");
    ada.get("/providers/north/start?token=invented")
        .await
        .expect(400, "providers.expired_heading");
}

#[tokio::test]
async fn an_identity_of_somebody_else_is_refused() {
    let app = TestApp::start().await;
    let north = app.provider("north").await;
    app.settings(|settings| settings.approval = false).await;
    app.visitor().through(&north).await.location();
    let mut ada = app.customer(ADDRESS).await.browser;
    ada.connect(&north).await.expect(403, "providers.taken_heading");
    assert_eq!(identities(&app).await.len(), 1);
    assert!(
        ada.get("/").await.text().contains("Ada Lovelace"),
        "she stays who she is"
    );
}

#[tokio::test]
async fn who_signs_in_meanwhile_gets_nothing_of_it() {
    let app = TestApp::start().await;
    let north = app.provider("north").await;
    let mut shared = app.customer(ADDRESS).await.browser;
    app.insert_customer("grace@example.org", CustomerStatus::Active)
        .await;
    let page = shared.press_connect(&north).await;
    let callback = north.browse(&way_out(&shared.follow(&page).await, &north));
    shared.sign_in("grace@example.org", PASSWORD).await.location();
    shared
        .get(callback.as_str())
        .await
        .expect(400, "providers.expired_heading");
    assert!(identities(&app).await.is_empty());
}

#[rstest]
#[case::denied(Quirk::Error("access_denied"), 403, "providers.denied_heading")]
#[case::wrong_nonce(Quirk::Claim("nonce", Some(json!("x"))), 502, "providers.distrusted_heading")]
#[tokio::test]
async fn an_answer_that_is_no_good_connects_nothing(
    #[case] quirk: Quirk,
    #[case] code: u16,
    #[case] heading: &str,
) {
    let app = TestApp::start().await;
    let north = app.provider("north").await;
    let mut ada = app.customer(ADDRESS).await.browser;
    north.quirk(quirk);
    ada.connect(&north).await.expect(code, heading);
    assert!(identities(&app).await.is_empty());
    assert!(ada.is_signed_in().await);
}

#[tokio::test]
async fn disconnecting_ends_the_sessions_that_began_with_it() {
    let app = TestApp::start().await;
    let (mut ada, north, id) = ada_and_north(&app).await;
    let mut phone = app.visitor();
    phone.through(&north).await.location();
    assert!(phone.is_signed_in().await);
    let page = ada.disconnect(&id).await;
    assert_eq!(page.location(), "/account/logins?done=disconnected");
    ada.follow(&page)
        .await
        .expect(200, "identities.logins_disconnected");
    assert!(!phone.is_signed_in().await);
    assert!(ada.is_signed_in().await);
    let told = app.only_mail(ADDRESS).await;
    assert!(
        told.text.contains("no longer connected with north"),
        "{}",
        told.text
    );
    phone.through(&north).await;
    assert!(!phone.is_signed_in().await);
    app.mails().await;
    assert_eq!(ada.disconnect(&id).await.code(), 404, "the second time");
}

#[tokio::test]
async fn who_disconnects_what_the_session_began_with_is_signed_out() {
    let app = TestApp::start().await;
    let (_, north, id) = ada_and_north(&app).await;
    let mut phone = app.visitor();
    phone.through(&north).await.location();
    phone.get(PAGE).await.expect(200, "identities.logins_signs_out");
    assert_eq!(phone.disconnect(&id).await.location(), "/signed-out");
    assert!(!phone.is_signed_in().await);
    app.mails().await;
}

#[rstest]
#[case::local_sign_in_off("UPDATE settings SET local_sign_in = FALSE")]
#[case::no_password("UPDATE customers SET password_hash = NULL")]
#[tokio::test]
async fn the_last_provider_stays(#[case] change: &str) {
    let app = TestApp::start().await;
    let (mut ada, _north, id) = ada_and_north(&app).await;
    app.database.execute(change).await;
    ada.get(PAGE).await.expect(200, "identities.logins_last");
    ada.disconnect(&id).await.expect(422, "faults.last_way_in");
    assert_eq!(identities(&app).await.len(), 1);
}

#[tokio::test]
async fn a_disabled_or_hidden_provider_is_no_way_in() {
    let app = TestApp::start().await;
    let (mut ada, north, _) = ada_and_north(&app).await;
    for (enabled, visible) in [(true, false), (false, true)] {
        app.switch(&north, enabled, visible).await;
        ada.post("/account/logins/remove-password", &[])
            .await
            .expect(422, "faults.last_way_in");
    }
    ada.get(PAGE).await.expect(200, "identities.logins_off");
    assert_eq!(
        app.database.count("customers WHERE password_hash IS NULL").await,
        0
    );
}

#[rstest]
#[tokio::test]
async fn of_two_who_take_the_last_two_away_one_is_told(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let app = TestApp::on(backend).await;
    let (mut ada, north, id) = ada_and_north(&app).await;
    let mut phone = app.visitor().0;
    phone.through(&north).await.location();
    let (first, second) = tokio::join!(
        ada.disconnect(&id),
        phone.post("/account/logins/remove-password", &[])
    );
    let mut codes = [first.code(), second.code()];
    codes.sort_unstable();
    // The winner may have ended the loser's session before it was looked at.
    let loser = if first.code() == 303 && !first.location().starts_with("/login") {
        second
    } else {
        first
    };
    let told = loser.code() == 422 || (loser.code() == 303 && loser.location().starts_with("/login"));
    assert!(told, "{codes:?} {}", loser.text());
    let left = app.database.count("identities").await
        + app
            .database
            .count("customers WHERE password_hash IS NOT NULL")
            .await;
    assert_eq!(left, 1);
    app.mails().await;
}

#[tokio::test]
async fn nobody_disconnects_what_is_somebody_elses() {
    let app = TestApp::start().await;
    let (_ada, _north, id) = ada_and_north(&app).await;
    let mut grace = app.customer("grace@example.org").await.browser;
    for id in [id.as_str(), "", "x\0y", "00000000-0000-0000-0000-000000000000"] {
        assert_eq!(grace.disconnect(id).await.code(), 404, "{id:?}");
    }
    assert_eq!(identities(&app).await.len(), 1);
}

#[tokio::test]
async fn a_password_is_removed_and_chosen_again_by_a_link() {
    let app = TestApp::start().await;
    let (mut ada, north, _) = ada_and_north(&app).await;
    let mut phone = app.visitor();
    phone.through(&north).await.location();
    assert_eq!(
        ada.post("/account/logins/remove-password", &[]).await.location(),
        "/signed-out"
    );
    assert!(!ada.is_signed_in().await, "its sessions end");
    assert!(phone.is_signed_in().await);
    app.only_mail(ADDRESS).await;
    ada.sign_in(ADDRESS, PASSWORD)
        .await
        .expect(422, "faults.wrong_credentials");

    phone
        .get(PAGE)
        .await
        .expect(200, "identities.logins_password_none");
    let page = phone.post("/account/logins/ask-for-password", &[]).await;
    assert_eq!(page.location(), "/account/logins?done=sent");
    let link = app.only_mail(ADDRESS).await.link();
    assert!(link.starts_with("/reset?token="));
    let page = ada.get(&link).await;
    ada.fill(&page, "/reset", &[("new_password", "lantern harbour 52")])
        .await
        .location();
    app.mails().await;
    assert_eq!(ada.sign_in(ADDRESS, "lantern harbour 52").await.location(), "/");
}

#[tokio::test]
async fn no_password_is_asked_for_while_nobody_signs_in_with_one() {
    let app = TestApp::start().await;
    let (mut ada, _north, _) = ada_and_north(&app).await;
    app.settings(|settings| settings.local_sign_in = false).await;
    ada.post("/account/logins/ask-for-password", &[])
        .await
        .expect(422, "faults.local_sign_in_off");
    assert!(app.mails().await.is_empty());
}

#[rstest]
#[tokio::test]
async fn a_provider_that_is_not_offered_connects_nothing(
    #[values("", "nobody", "x\0y", "south")] slug: &str,
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let app = TestApp::on(backend).await;
    let south = app.provider("south").await;
    app.switch(&south, true, false).await;
    let mut ada = app.customer(ADDRESS).await.browser;
    ada.post("/account/logins/connect", &[("provider", slug)])
        .await
        .expect(422, "faults.unknown");
}
