//! Providers are looked after while the shop runs: refreshed in turn, warned about on their page, told to operations
//! once.

use crate::support::{Canned, Endpoint, Quirk, Signing, TestApp};
use domain::time::Span;
use serde_json::json;

const OPERATIONS: &str = "operations@tidewater.example";

#[tokio::test]
async fn metadata_is_refreshed_in_turn_for_enabled_providers() {
    let app = TestApp::start().await;
    let (north, off) = (app.provider("north").await, app.provider("off").await);
    app.switch(&off, false, false).await;
    app.jobs().await;
    app.jobs().await;
    assert_eq!(north.calls().discovery, 1, "once in a turn, whoever looks");
    assert_eq!(off.calls().discovery, 0);
    app.time.turn(Span::minutes(15));
    north.quirk(Quirk::Document("end_session_endpoint", None));
    app.jobs().await;
    assert_eq!((north.calls().discovery, north.calls().keys), (2, 2));
    let offers = "providers WHERE slug = 'north' AND offers_logout";
    assert_eq!(
        app.database.count(offers).await,
        0,
        "what discovery says now is known"
    );
}

#[tokio::test]
async fn a_failure_is_shown_at_once_and_told_once_when_it_lasts() {
    let app = TestApp::start().await;
    let north = app.provider("north").await;
    let mut anton = app.administrator().await;
    let path = format!("/office/providers/{}", north.id);
    app.jobs().await;
    assert!(!anton.get(&path).await.body.contains("notice warning"));
    north.quirk(Quirk::Answer(Endpoint::Discovery, Canned::Status(500)));
    north.quirk(Quirk::Answer(Endpoint::Keys, Canned::Garbage));
    app.time.turn(Span::minutes(15));
    app.jobs().await;
    for page in [&path, "/office/providers"] {
        let page = anton.get(page).await;
        assert!(
            page.text()
                .contains("The discovery document has not been in order"),
            "{}",
            page.text()
        );
        assert!(page.text().contains("cannot be fetched or used"));
    }
    assert!(app.mails().await.is_empty(), "a restart is no news");
    for _ in 0..8 {
        app.time.turn(Span::minutes(15));
        app.jobs().await;
    }
    let letters = app.mails().await;
    assert_eq!(letters.len(), 2, "one about each: {letters:#?}");
    assert!(
        letters
            .iter()
            .all(|letter| letter.to == OPERATIONS && letter.text.contains(&path))
    );
    north.behave();
    app.time.turn(Span::minutes(15));
    app.jobs().await;
    assert!(!anton.get(&path).await.text().contains("has not been in order"));
    assert_eq!(
        app.database.count("provider_warnings").await,
        0,
        "what is over is forgotten"
    );
}

#[tokio::test]
async fn a_secret_is_warned_about_thirty_days_before() {
    let app = TestApp::start().await;
    let north = app.provider("north").await;
    let mut anton = app.administrator().await;
    let path = format!("/office/providers/{}", north.id);
    let page = anton.get(&path).await;
    let day = app.portico.now().plus(Span::days(32)).to_day();
    anton
        .fill(&page, "/office/providers/save", &[("secret_expires_on", &day)])
        .await
        .location();
    app.jobs().await;
    assert!(app.mails().await.is_empty());
    app.time.turn(Span::days(3));
    app.jobs().await;
    app.time.turn(Span::days(1));
    app.jobs().await;
    let letter = app.only_mail(OPERATIONS).await;
    assert!(letter.text.contains(&day), "{}", letter.text);
    let mut anton = app.staff("Berta", &[domain::staff::Role::Administrator]).await;
    assert!(
        anton
            .get("/office/providers")
            .await
            .text()
            .contains("The client secret expires on")
    );
    app.time.turn(Span::days(40));
    app.jobs().await;
    assert!(app.only_mail(OPERATIONS).await.text.contains("expired on"));
}

#[tokio::test]
async fn keys_that_stopped_verifying_are_noticed_at_a_sign_in_and_forgotten_at_the_next_good_one() {
    let app = TestApp::start().await;
    let north = app.provider("north").await;
    app.settings(|settings| settings.approval = false).await;
    north.quirk(Quirk::Signing(Signing::Stranger));
    assert_eq!(app.visitor().through(&north).await.code(), 502);
    let failing = "providers WHERE signatures_failing_since IS NOT NULL";
    assert_eq!(app.database.count(failing).await, 1);
    let mut anton = app.administrator().await;
    let page = anton.get("/office/providers").await;
    assert!(
        page.text().contains("have not verified its sign-ins"),
        "{}",
        page.text()
    );
    north.behave();
    north.quirk(Quirk::Claim("nonce", Some(json!("another"))));
    app.visitor().through(&north).await;
    assert_eq!(
        app.database.count(failing).await,
        1,
        "no other fault says anything about the keys"
    );
    north.behave();
    assert_eq!(app.visitor().through(&north).await.location(), "/account/profile");
    assert_eq!(app.database.count(failing).await, 0);
}
