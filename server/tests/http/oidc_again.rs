//! Signing in again in the same browser: the same person's applications stay signed in, those of somebody else end.

use super::{account_logins::ada_and_north, oidc_logout::logout};
use crate::support::{
    Backend, Browser, PASSWORD, TestApp,
    oidc::{App, answer, authorize, claims},
};
use domain::{customers::CustomerStatus, time::Span};
use rstest::rstest;
use serde_json::Value;

const ADA: &str = "ada@example.org";
const COOKIE: &str = "__Host-portico";

/// Ada, signed in here and to two applications that are told of the ends of sessions.
struct Scene {
    app: TestApp,
    ada: Browser,
    magazine: App,
    weekly: App,
    /// What each was given.
    given: [Value; 2],
}

impl Scene {
    async fn new() -> Self {
        Self::on(Backend::Sqlite).await
    }

    async fn on(backend: Backend) -> Self {
        let app = TestApp::on(backend).await;
        let mut ada = app.customer(ADA).await.browser;
        let (magazine, weekly) = (app.trusted().await, app.trusted().await);
        let uri = "UPDATE clients SET back_channel_logout_uri = 'https://app.example/bye'";
        app.database.execute(uri).await;
        let mut given = Vec::new();
        for client in [&magazine, &weekly] {
            let code = client.code(&mut ada, &[]).await;
            given.push(client.redeem(&code).await);
        }
        app.time.turn(Span::minutes(14));
        Self {
            app,
            ada,
            magazine,
            weekly,
            given: given.try_into().unwrap(),
        }
    }

    /// Fails unless what both were given still opens something, or opens nothing any more and they are told.
    async fn assert_both(&self, open: bool) {
        for (client, given) in [&self.magazine, &self.weekly].into_iter().zip(&self.given) {
            let status = client.userinfo(&given["access_token"]).await.code();
            assert_eq!(status, if open { 200 } else { 401 });
        }
        let told = self.app.database.count("client_logouts").await;
        assert_eq!(told, if open { 0 } else { 2 });
    }
}

#[rstest]
#[case::the_client_wants_a_sign_in(Some(("prompt", "login")))]
#[case::the_sign_in_is_too_old_for_it(Some(("max_age", "60")))]
#[case::a_change_of_the_account_does(None)]
#[tokio::test]
async fn a_person_who_signs_in_again_stays_in_every_application(#[case] asked: Option<(&str, &str)>) {
    let mut scene = Scene::new().await;
    let old = scene.ada.cookie(COOKIE).unwrap().to_owned();
    let ada = &mut scene.ada;
    match asked {
        Some(asked) => {
            let page = ada.get(&authorize(scene.magazine.id, &[asked])).await;
            let page = ada.follow(&page).await;
            let who = [("email", ADA), ("password", PASSWORD)];
            let page = ada.fill(&page, "/login", &who).await;
            let page = ada.get(&page.location().replace("continue", "resume")).await;
            let token = scene.magazine.redeem(&answer(&page)["code"]).await;
            let (before, now) = (claims(&scene.given[0]["id_token"]), claims(&token["id_token"]));
            assert_eq!(before["sid"], now["sid"]);
            let waited = now["auth_time"].as_i64().unwrap() - before["auth_time"].as_i64().unwrap();
            assert_eq!(waited, 14 * 60);
        }
        None => assert_eq!(ada.sign_in(ADA, PASSWORD).await.location(), "/"),
    }
    assert!(ada.is_signed_in().await);
    scene.assert_both(true).await;
    assert_eq!(scene.app.database.count("sessions").await, 1);
    let mut thief = scene.app.visitor();
    thief.set_cookie(COOKIE, &old);
    assert!(!thief.is_signed_in().await, "the old token opens nothing");
    // The hint of before is still one of this session.
    let hint = scene.given[1]["id_token"].as_str().unwrap();
    let page = scene.ada.get(&logout(&[("id_token_hint", hint)])).await;
    assert_eq!((page.code(), page.location()), (303, "/signed-out"));
    scene.assert_both(false).await;
}

#[tokio::test]
async fn somebody_else_ends_what_the_person_before_was_signed_in_to() {
    let mut scene = Scene::new().await;
    let grace = "grace@example.org";
    scene.app.insert_customer(grace, CustomerStatus::Active).await;
    assert_eq!(scene.ada.sign_in(grace, PASSWORD).await.location(), "/");
    scene.assert_both(false).await;
    assert_eq!(scene.app.open_sessions().await, 1);
}

#[tokio::test]
async fn a_session_that_was_over_does_not_go_on() {
    let mut scene = Scene::new().await;
    scene.app.time.turn(Span::minutes(46));
    assert_eq!(scene.ada.sign_in(ADA, PASSWORD).await.location(), "/");
    scene.assert_both(false).await;
    assert_eq!(scene.app.open_sessions().await, 1);
    assert_eq!(scene.app.database.count("sessions").await, 2);
}

#[tokio::test]
async fn limits_begin_anew_and_as_this_sign_in_says() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    for _ in 0..13 {
        app.time.turn(Span::minutes(55));
        let keep = [("email", ADA), ("password", PASSWORD), ("keep", "on")];
        ada.post("/login", &keep).await.location();
    }
    // Twelve hours after the first sign-in, and an hour after the last.
    app.time.turn(Span::minutes(61));
    assert!(ada.is_signed_in().await);
    assert_eq!(app.database.count("sessions").await, 1);
    ada.sign_in(ADA, PASSWORD).await.location();
    app.time.turn(Span::minutes(61));
    assert!(!ada.is_signed_in().await);
}

#[tokio::test]
async fn the_last_sign_in_says_what_a_logout_at_the_provider_means() {
    let app = TestApp::start().await;
    let (mut ada, north, _) = ada_and_north(&app).await;
    let began = async || {
        let sql = "SELECT began || ' ' || COALESCE(upstream_subject, '') || ' ' || (id_token IS NOT NULL)
                   FROM sessions WHERE ended_at IS NULL";
        app.database.texts(sql).await
    };
    assert_eq!(began().await, ["password  0"]);
    ada.through(&north).await.location();
    assert_eq!(began().await, ["provider alex-1 1"]);
    ada.sign_in(ADA, PASSWORD).await.location();
    assert_eq!(began().await, ["password  0"]);
    ada.through(&north).await.location();
    let page = ada.post("/logout", &[("choice", "global")]).await;
    let links = page.all("a");
    let mut ways = links.iter().filter_map(|a| a.get("href"));
    assert!(
        ways.any(|way| way.contains("id_token_hint=ey")),
        "the ID token is sealed for this session: {}",
        page.body
    );
    assert_eq!(app.database.count("sessions").await, 1);
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sign_in_that_is_sent_several_times_at_once_leaves_one_session_and_one_token(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let mut scene = Scene::on(backend).await;
    let tasks: Vec<_> = (0..3)
        .map(|_| {
            let mut browser = scene.ada.clone();
            tokio::spawn(async move {
                let page = browser.sign_in(ADA, PASSWORD).await;
                assert_eq!(page.location(), "/");
                browser
            })
        })
        .collect();
    // All are answered before anyone looks.
    let mut browsers = Vec::new();
    for task in tasks {
        browsers.push(task.await.unwrap());
    }
    let mut signed_in = 0;
    for browser in &mut browsers {
        signed_in += usize::from(browser.is_signed_in().await);
    }
    assert_eq!(signed_in, 1, "the token that was given last");
    assert!(!scene.ada.is_signed_in().await, "the one of before");
    assert_eq!(scene.app.database.count("sessions").await, 1);
    scene.assert_both(true).await;
}

/// Ada has signed in again, and the answer is lost: her browser still brings the token of before. What the answer held.
async fn lost(scene: &Scene) -> Browser {
    let mut lost = scene.ada.clone();
    lost.sign_in(ADA, PASSWORD).await.location();
    assert!(lost.is_signed_in().await);
    lost
}

#[tokio::test]
async fn a_session_whose_token_was_lost_on_the_way_is_renewed_and_can_be_ended() {
    let mut scene = Scene::new().await;
    for _ in 0..2 {
        let mut lost = lost(&scene).await;
        scene.app.time.turn(Span::seconds(2));
        let mut again = scene.ada.clone();
        assert_eq!(again.sign_in(ADA, PASSWORD).await.location(), "/");
        assert!(again.is_signed_in().await && !lost.is_signed_in().await);
    }
    assert_eq!(scene.ada.sign_in(ADA, PASSWORD).await.location(), "/");
    assert_eq!(scene.app.database.count("sessions").await, 1);
    scene.assert_both(true).await;
    scene.ada.post("/logout", &[("choice", "local")]).await;
    scene.assert_both(false).await;
    assert_eq!(scene.app.open_sessions().await, 0);
}

#[tokio::test]
async fn somebody_else_ends_a_session_whose_token_was_lost_on_the_way() {
    let mut scene = Scene::new().await;
    let grace = "grace@example.org";
    scene.app.insert_customer(grace, CustomerStatus::Active).await;
    let mut lost = lost(&scene).await;
    assert_eq!(scene.ada.sign_in(grace, PASSWORD).await.location(), "/");
    assert!(!lost.is_signed_in().await);
    scene.assert_both(false).await;
    assert_eq!(scene.app.open_sessions().await, 1);
}

#[tokio::test]
async fn a_token_of_long_before_finds_no_session() {
    let mut scene = Scene::new().await;
    let mut other = lost(&scene).await;
    scene.app.time.turn(Span::minutes(1));
    assert_eq!(scene.ada.sign_in(ADA, PASSWORD).await.location(), "/");
    assert!(scene.ada.is_signed_in().await && other.is_signed_in().await);
    assert_eq!(scene.app.open_sessions().await, 2);
}
