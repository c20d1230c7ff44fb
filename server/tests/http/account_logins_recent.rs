//! Login options: what is added or taken away rests on this moment, here and at the provider.

use super::account_logins::{ADDRESS, ada_and_north, identities, way_out};
use crate::support::{Backend, Browser, Provider, Quirk, TestApp};
use domain::time::Span;
use rstest::rstest;
use serde_json::{Value, json};

#[rstest]
#[case::long_ago(Some(json!(1_000_000_000)))]
#[case::not_told(None)]
#[tokio::test]
async fn connecting_rests_on_a_sign_in_there_of_this_moment(#[case] auth_time: Option<Value>) {
    let app = TestApp::start().await;
    let north = app.provider("north").await;
    let mut ada = app.customer(ADDRESS).await.browser;
    north.quirk(Quirk::Claim("auth_time", auth_time));
    ada.connect(&north)
        .await
        .expect(502, "providers.distrusted_heading");
    assert_eq!(north.last_authorize()["max_age"], "0");
    assert!(identities(&app).await.is_empty());
}

#[tokio::test]
async fn who_authenticates_there_may_take_their_time_with_the_rest() {
    let app = TestApp::start().await;
    let north = app.provider("north").await;
    let mut ada = app.customer(ADDRESS).await.browser;
    let page = ada.press_connect(&north).await;
    let leave = ada.follow(&page).await;
    let now = app.portico.now().as_secs();
    north.quirk(Quirk::Claim("auth_time", Some(json!(now))));
    app.time.turn(Span::minutes(8));
    let callback = north.browse(&way_out(&leave, &north));
    let page = ada.get(callback.as_str()).await;
    assert_eq!(page.location(), "/account/logins?done=connected");
    app.mails().await;
}

/// The provider doesn't say when the person signed in there.
const SILENT: Quirk = Quirk::Claim("auth_time", None);

/// Two providers, and a customer who signed in through the first of them.
async fn alex_at_north(quirk: Option<Quirk>) -> (TestApp, Provider, Provider, Browser) {
    let app = TestApp::start().await;
    app.settings(|settings| settings.approval = false).await;
    let (north, south) = (app.provider("north").await, app.provider("south").await);
    if let Some(quirk) = quirk {
        north.quirk(quirk);
    }
    let mut alex = app.visitor().0;
    alex.through(&north).await.location();
    app.database
        .execute("UPDATE customers SET terms_version = 1")
        .await;
    (app, north, south, alex)
}

#[tokio::test]
async fn a_session_of_the_providers_own_is_no_recent_sign_in() {
    let (app, north, south, mut alex) = alex_at_north(None).await;
    app.time.turn(Span::minutes(11));
    let page = alex.press_connect(&south).await;
    assert!(page.location().starts_with("/login?again=1"));
    let begun = app.portico.now().minus(Span::minutes(11)).as_secs();
    north.quirk(Quirk::Claim("auth_time", Some(json!(begun))));
    alex.through(&north)
        .await
        .expect(502, "providers.distrusted_heading");
    assert!(
        alex.press_connect(&south)
            .await
            .location()
            .starts_with("/login?again=1")
    );
    north.behave();
    alex.through(&north).await.location();
    let page = alex.press_connect(&south).await;
    assert!(page.location().starts_with("/providers/south/start?token="));
}

#[tokio::test]
async fn a_provider_that_does_not_tell_is_asked_anew_before_it_is_believed() {
    let (app, north, south, mut alex) = alex_at_north(Some(SILENT)).await;
    assert!(!north.last_authorize().contains_key("max_age"));
    let again = alex.press_connect(&south).await;
    assert!(
        again.location().starts_with("/login?again=1"),
        "a session there may be old"
    );

    alex.through(&north).await.location();
    let asked = north.last_authorize();
    assert_eq!((&*asked["max_age"], &*asked["prompt"]), ("0", "login"));
    let page = alex.press_connect(&south).await;
    assert!(
        page.location().starts_with("/providers/south/start?token="),
        "no dead end"
    );
    app.time.turn(Span::minutes(11));
    let again = alex.press_connect(&south).await;
    assert!(again.location().starts_with("/login?again=1"), "for ten minutes");
}

#[tokio::test]
async fn a_provider_that_has_told_before_is_held_to_it() {
    let (app, north, south, mut alex) = alex_at_north(None).await;
    app.time.turn(Span::minutes(11));
    alex.press_connect(&south).await;
    // As it answers when somebody takes `prompt` and `max_age` out of the address on the way there.
    north.quirk(SILENT);
    alex.through(&north)
        .await
        .expect(502, "providers.distrusted_heading");
    let again = alex.press_connect(&south).await;
    assert!(again.location().starts_with("/login?again=1"));
}

#[tokio::test]
async fn a_plain_sign_in_afterwards_counts_no_more() {
    let (_app, north, south, mut alex) = alex_at_north(Some(SILENT)).await;
    alex.press_connect(&south).await;
    alex.through(&north).await.location();
    alex.through(&north).await.location();
    assert!(!north.last_authorize().contains_key("max_age"));
    let again = alex.press_connect(&south).await;
    assert!(again.location().starts_with("/login?again=1"));
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_takes_away_what_is_left_when_passwords_end_at_this_moment(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let app = TestApp::on(backend).await;
    let (mut ada, _north, id) = ada_and_north(&app).await;
    let mut tx = app.portico.database.begin().await.unwrap();
    let ways_in = storage::settings::guard(&mut tx).await.unwrap();
    let mut shop = ways_in.settings.shop;
    shop.local_sign_in = false;
    assert!(
        storage::settings::save(&mut tx, &shop, ways_in.settings.version)
            .await
            .unwrap()
    );
    let disconnect = tokio::spawn(async move { ada.disconnect(&id).await });
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    tx.commit().await.unwrap();
    disconnect.await.unwrap().expect(422, "faults.last_way_in");
    assert_eq!(identities(&app).await.len(), 1);
}

#[tokio::test]
async fn a_provider_stands_there_with_its_logo() {
    let app = TestApp::start().await;
    app.provider("north").await;
    let mut ada = app.customer(ADDRESS).await.browser;
    app.database.execute("UPDATE providers SET logo = 'abc'").await;
    let page = ada.get("/account/logins").await;
    let logos = page.all("img");
    assert!(
        logos
            .iter()
            .any(|img| img.get("src") == Some("/providers/north/logo/abc"))
    );
}
