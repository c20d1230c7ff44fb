//! What ends at the very moment at which a client is answered gives it nothing, on both databases; and while somebody
//! writes, nobody waits for them with a code or a token that there is not.

use crate::support::{
    Backend, Customer, Page, TestApp,
    oidc::{App, answer, authorize, claims},
};
use app::routes::flow;
use domain::{
    clients::{Scope, Scopes, Settings},
    ids::{ClientId, SessionId},
};
use rstest::rstest;
use serde_json::json;
use server::{
    crypto::Token,
    services::clients::{change, settings_of},
    state::Portico,
};
use std::time::Duration;
use storage::{
    Tx, authorize_requests, clients,
    sessions::{self, EndedBecause},
};
use tokio::task::JoinHandle;

const ADA: &str = "ada@example.org";

/// Waits until nothing is asked of the database any more: whoever asked waits for us.
async fn stands_still(portico: &Portico) {
    let mut before = portico.database.statements();
    loop {
        tokio::time::sleep(Duration::from_millis(700)).await;
        let now = portico.database.statements();
        if now == before {
            return;
        }
        before = now;
    }
}

/// Begins something that asks the database, and comes to where it waits for us.
async fn waiting<T: Send + 'static>(
    portico: &Portico,
    doing: impl Future<Output = T> + Send + 'static,
) -> JoinHandle<T> {
    let begun = portico.database.statements();
    let task = tokio::spawn(doing);
    while portico.database.statements() == begun {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    stands_still(portico).await;
    assert!(!task.is_finished(), "it waits");
    task
}

/// Switches a client off, as its page does.
async fn switch_off(portico: &Portico, tx: &mut Tx, id: ClientId) {
    let client = clients::by_id(tx, id).await.unwrap().unwrap();
    let off = change::switch(portico, tx, &client, (client.version, false)).await;
    assert!(off.unwrap().is_ok());
}

/// What somebody else commits between the decision and the answer.
#[derive(Clone, Copy, Debug)]
enum Meanwhile {
    SignedOut,
    ClientOff,
    ClientMayKnowLess,
    ClientHasToAsk,
}

/// Ada, who is signed in, and a client that was given something.
struct Scene {
    app: TestApp,
    magazine: App,
    ada: Customer,
    session: SessionId,
}

impl Scene {
    async fn on(backend: Backend) -> Self {
        let app = TestApp::on(backend).await;
        let magazine = app.trusted().await;
        let mut ada = app.customer(ADA).await;
        // The first code of all makes the keys.
        magazine.code(&mut ada.browser, &[]).await;
        let session = app.database.texts("SELECT id FROM sessions").await;
        Self {
            session: session[0].parse().unwrap(),
            app,
            magazine,
            ada,
        }
    }

    /// Saves the client, as its page does.
    async fn save(&self, tx: &mut Tx, change: fn(&mut Settings)) {
        let client = clients::by_id(tx, self.magazine.id).await.unwrap().unwrap();
        let mut settings = settings_of(&client).unwrap();
        change(&mut settings);
        let saved = change::put(&self.app.portico, tx, Some(&client), settings).await;
        assert!(saved.unwrap().is_ok());
    }

    async fn carry_out(&self, tx: &mut Tx, meanwhile: Meanwhile) {
        let portico = &self.app.portico;
        match meanwhile {
            Meanwhile::SignedOut => {
                let because = EndedBecause::SignedOutLocally;
                let ended = sessions::end(tx, self.session, because, portico.now()).await;
                assert!(ended.unwrap());
            }
            Meanwhile::ClientOff => switch_off(portico, tx, self.magazine.id).await,
            Meanwhile::ClientMayKnowLess => {
                let less = |settings: &mut Settings| settings.scopes = Scopes::new([Scope::Openid]);
                self.save(tx, less).await;
            }
            Meanwhile::ClientHasToAsk => self.save(tx, |settings| settings.trusted = false).await,
        }
    }

    /// What Ada's browser gets at a path, decided before something is committed and carried out after it.
    async fn answered(&self, path: &str, meanwhile: Meanwhile) -> Page {
        let portico = &self.app.portico;
        let mut tx = portico.database.begin().await.unwrap();
        self.carry_out(&mut tx, meanwhile).await;
        let (mut browser, path) = (self.ada.browser.clone(), path.to_owned());
        let page = waiting(portico, async move { browser.get(&path).await }).await;
        tx.commit().await.unwrap();
        page.await.unwrap()
    }

    async fn assert_nothing_given(&self) {
        let grants = self.app.database.count("grants").await;
        assert_eq!(grants, 1, "that of before");
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_ends_gives_nothing(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
    #[values("", "none")] prompt: &str,
) {
    let scene = Scene::on(backend).await;
    let path = authorize(scene.magazine.id, &[("prompt", prompt)]);
    let page = scene.answered(&path, Meanwhile::SignedOut).await;
    match prompt {
        "none" => assert_eq!(answer(&page)["error"], "login_required"),
        _ => assert!(
            page.location()
                .starts_with("/login?next=%2Foauth2%2Fv1%2Fauthorize"),
            "{}",
            page.location()
        ),
    }
    scene.assert_nothing_given().await;
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_is_switched_off_gets_nothing(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let scene = Scene::on(backend).await;
    let path = authorize(scene.magazine.id, &[]);
    let page = scene.answered(&path, Meanwhile::ClientOff).await;
    page.expect(400, "consent.fault_heading");
    scene.assert_nothing_given().await;
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_may_have_less_is_not_given_what_it_might_before(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
    #[values(Meanwhile::ClientMayKnowLess, Meanwhile::ClientHasToAsk)] meanwhile: Meanwhile,
) {
    let scene = Scene::on(backend).await;
    let path = authorize(scene.magazine.id, &[("scope", "openid email")]);
    let page = scene.answered(&path, meanwhile).await;
    let error = match meanwhile {
        Meanwhile::ClientMayKnowLess => "invalid_scope",
        _ => "consent_required",
    };
    assert_eq!(answer(&page)["error"], error);
    scene.assert_nothing_given().await;
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_claim_that_a_client_may_not_know_any_more_is_not_told(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let scene = Scene::on(backend).await;
    let wish = r#"{"id_token":{"email":null},"userinfo":{"email":null}}"#;
    let path = authorize(scene.magazine.id, &[("claims", wish)]);
    let page = scene.answered(&path, Meanwhile::ClientMayKnowLess).await;
    let given = scene.magazine.redeem(&answer(&page)["code"]).await;
    assert_eq!(claims(&given["id_token"]).get("email"), None);
    let userinfo = scene.magazine.userinfo(&given["access_token"]).await.json();
    assert_eq!(userinfo.get("email"), None);
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_that_waited_and_is_refused_at_that_moment_is_over(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let mut scene = Scene::on(backend).await;
    let token = scene.app.flow(scene.magazine.id, "openid").await;
    let resume = flow::resume(&token);
    let page = scene.answered(&resume, Meanwhile::ClientHasToAsk).await;
    assert_eq!(answer(&page)["error"], "consent_required");
    let again = scene.ada.get(&resume).await;
    again.expect(404, "consent.over_heading");
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_client_is_given_just_before_it_is_switched_off_ends_with_the_rest(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let Scene {
        app,
        magazine,
        ada,
        session,
    } = Scene::on(backend).await;
    let portico = &app.portico;
    let token = app.flow(magazine.id, "openid").await;
    let hash = Token::parse(&token).unwrap().hash();
    let mut tx = portico.database.begin().await.unwrap();
    // Whoever answers has read by then what the client may have, and has not written the grant.
    assert!(authorize_requests::choose(&mut tx, &hash, session).await.unwrap());
    let (mut browser, path) = (ada.browser.clone(), flow::resume(&token));
    let page = waiting(portico, async move { browser.get(&path).await }).await;
    let (other, id) = (portico.clone(), magazine.id);
    let switching = tokio::spawn(async move {
        let mut tx = other.database.begin().await.unwrap();
        switch_off(&other, &mut tx, id).await;
        tx.commit().await.unwrap();
    });
    stands_still(portico).await;
    assert!(!switching.is_finished(), "the answer comes first");
    tx.commit().await.unwrap();
    let code = answer(&page.await.unwrap()).remove("code").unwrap();
    switching.await.unwrap();

    let open = "SELECT id FROM grants WHERE ended_at IS NULL";
    assert!(app.database.texts(open).await.is_empty());
    let on = "UPDATE clients SET active = TRUE";
    app.database.execute(on).await;
    magazine
        .post("token", &magazine.redeeming(&code))
        .await
        .expect_error(400, "invalid_grant");
}

/// Both hold the client before its grants: neither waits for the other without end.
#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_that_is_redeemed_while_its_client_is_switched_off_gives_nothing(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let Scene {
        app,
        magazine,
        mut ada,
        ..
    } = Scene::on(backend).await;
    let portico = &app.portico;
    let code = magazine.code(&mut ada.browser, &[]).await;
    let long_ago = "UPDATE clients SET last_used_at = NULL";
    app.database.execute(long_ago).await;
    let (now, id) = (portico.now(), magazine.id);
    let mut tx = portico.database.begin().await.unwrap();
    let off = clients::set_active(&mut tx, id, 1, false, now).await;
    assert!(off.unwrap());
    let redeeming = async move { magazine.post("token", &magazine.redeeming(&code)).await };
    let page = waiting(portico, redeeming).await;
    clients::end_all(&mut tx, id, now).await.unwrap();
    tx.commit().await.unwrap();
    page.await.unwrap().expect_error(400, "invalid_grant");
}

#[tokio::test]
async fn what_there_is_not_takes_no_turn_to_write() {
    let app = TestApp::start().await;
    let magazine = app.trusted().await;
    let mut ada = app.customer(ADA).await.browser;
    let code = magazine.code(&mut ada, &[]).await;
    magazine.redeem(&code).await;

    let writing = app.portico.database.begin().await.unwrap();
    let invented = app.portico.entropy.token();
    let invented = invented.expose();
    magazine
        .post("token", &magazine.redeeming(invented))
        .await
        .expect_error(400, "invalid_grant");
    magazine
        .renew(&json!(invented))
        .await
        .expect_error(400, "invalid_grant");
    let revoked = magazine.post("revoke", &[("token", invented)]).await;
    assert_eq!(revoked.code(), 200, "{}", revoked.body);
    let id = magazine.id.to_string();
    let request_uri = format!("urn:ietf:params:oauth:request_uri:{invented}");
    let pushed = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("client_id", &id)
        .append_pair("request_uri", &request_uri)
        .finish();
    let page = ada.get(&format!("/oauth2/v1/authorize?{pushed}")).await;
    page.expect(400, "consent.fault_heading");
    writing.rollback().await.unwrap();
}
