//! What ends everything that a client was given, at once: access tokens, refresh tokens, and codes under way.

use super::office_clients::SAVE;
use crate::support::{Customer, PASSWORD, SET_UP, TestApp, oidc::App};
use domain::time::Span;
use rstest::rstest;
use serde_json::{Value, json};
use storage::clients::consents;

const ADA: &str = "ada@example.org";
const NEW: &str = "another lantern 77";

/// A client with a secret, to which Ada is connected, and a code of hers that it has not brought yet.
struct Scene {
    app: TestApp,
    magazine: App,
    ada: Customer,
    access: Value,
    renewed: Value,
    refresh: Value,
    pending: String,
}

impl Scene {
    async fn new() -> Self {
        let app = TestApp::start().await;
        let ada = app.customer(ADA).await;
        Self::of(app, ada).await
    }

    /// The same, with the session of this browser.
    async fn of(app: TestApp, mut ada: Customer) -> Self {
        let magazine = app.confidential().await;
        let scope = [("scope", "openid offline_access")];
        let code = magazine.code(&mut ada.browser, &scope).await;
        let first = magazine.redeem(&code).await;
        let second = magazine.renew(&first["refresh_token"]).await.json();
        let pending = magazine.code(&mut ada.browser, &scope).await;
        Self {
            app,
            magazine,
            ada,
            access: first["access_token"].clone(),
            renewed: second["access_token"].clone(),
            refresh: second["refresh_token"].clone(),
            pending,
        }
    }

    /// Whether introspection calls it active.
    async fn is_active(&self, token: &Value) -> bool {
        let fields = [("token", token.as_str().unwrap())];
        self.magazine.post("introspect", &fields).await.json()["active"] == json!(true)
    }

    /// Everything still works, but for the code, which would be used up.
    async fn assert_open(&self) {
        for token in [&self.access, &self.renewed] {
            assert_eq!(self.magazine.userinfo(token).await.code(), 200);
            assert!(self.is_active(token).await);
        }
        assert!(self.is_active(&self.refresh).await);
    }

    /// Nothing works any more, and the client hears why in the form of the standard.
    async fn assert_ended(&self, (status, error): (u16, &str)) {
        for token in [&self.access, &self.renewed] {
            let page = self.magazine.userinfo(token).await;
            assert_eq!(page.code(), 401);
            assert_eq!(page.header("www-authenticate"), "Bearer error=\"invalid_token\"");
        }
        let pending = self.magazine.redeeming(&self.pending);
        self.magazine
            .post("token", &pending)
            .await
            .expect_error(status, error);
        self.magazine
            .renew(&self.refresh)
            .await
            .expect_error(status, error);
        for token in [&self.access, &self.renewed, &self.refresh] {
            let fields = [("token", token.as_str().unwrap())];
            let page = self.magazine.post("introspect", &fields).await;
            match status {
                401 => page.expect_error(401, error),
                _ => assert_eq!(page.json(), json!({ "active": false })),
            }
        }
    }
}

/// Sets a new password by the link of a mail, in another browser.
async fn reset(app: &TestApp) {
    let link = app.only_mail(ADA).await.link();
    let mut phone = app.visitor();
    let page = phone.get(&link).await;
    let page = phone.fill(&page, "/reset", &[("new_password", NEW)]).await;
    assert_eq!(page.location(), "/login?done=password");
}

/// Staff fill in a form of a customer's page.
async fn by_staff(scene: &Scene, form: &str, fields: &[(&str, &str)]) {
    let mut olga = scene.app.operations().await;
    let page = olga.get(&format!("/office/customers/{}", scene.ada.id)).await;
    olga.fill(&page, form, fields).await.location();
}

/// An administrator fills in a form of the client's page.
async fn by_administrator(scene: &Scene, form: &str, fields: &[(&str, &str)]) {
    let mut anton = scene.app.administrator().await;
    let page = anton.get(&format!("/office/clients/{}", scene.magazine.id)).await;
    anton.fill(&page, form, fields).await.location();
}

/// Writes what Ada agreed to: a client that is trusted asks nobody.
async fn agree(scene: &Scene) {
    let scopes = "openid offline_access".parse().unwrap();
    let (customer, client) = (scene.ada.id, scene.magazine.id);
    let mut tx = scene.app.portico.database.begin().await.unwrap();
    consents::give(&mut tx, customer, client, &scopes, scene.app.portico.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

/// What ends it all.
#[derive(Clone, Copy, Debug)]
enum Ending {
    CustomerDisabled,
    SessionsEndedByStaff,
    PasswordChanged,
    PasswordReset,
    PasswordResetByStaff,
    PasswordRemoved,
    ClientOff,
    ClientDeleted,
    ClientMayKnowLess,
    ClientHasToAsk,
    ConsentTakenBack,
}

#[rstest]
#[case::the_customer_is_disabled(Ending::CustomerDisabled)]
#[case::staff_end_all_sessions(Ending::SessionsEndedByStaff)]
#[case::the_password_is_changed(Ending::PasswordChanged)]
#[case::the_password_is_reset_by_mail(Ending::PasswordReset)]
#[case::staff_have_the_password_reset(Ending::PasswordResetByStaff)]
#[case::the_password_is_taken_away(Ending::PasswordRemoved)]
#[case::the_client_is_switched_off(Ending::ClientOff)]
#[case::the_client_is_deleted(Ending::ClientDeleted)]
#[case::the_client_may_know_less(Ending::ClientMayKnowLess)]
#[case::the_client_is_trusted_no_more(Ending::ClientHasToAsk)]
#[case::the_person_takes_the_consent_back(Ending::ConsentTakenBack)]
#[tokio::test]
async fn everything_ends_at_once_when(#[case] ending: Ending) {
    let mut scene = Scene::new().await;
    scene.assert_open().await;
    match ending {
        Ending::CustomerDisabled => {
            by_staff(&scene, "/office/customers/status", &[("switch", "disable")]).await;
        }
        Ending::SessionsEndedByStaff => {
            let id = scene.ada.id.to_string();
            let all = [("id", id.as_str()), ("session", "")];
            let mut olga = scene.app.operations().await;
            olga.call("/office/customers/sessions", &all).await.unwrap();
        }
        Ending::PasswordChanged => {
            let page = scene.ada.get("/account/security").await;
            let fields = [("current_password", PASSWORD), ("new_password", NEW)];
            let page = scene.ada.fill(&page, "/account/security/password", &fields).await;
            assert_eq!(page.code(), 303, "{}", page.text());
            assert!(scene.ada.is_signed_in().await, "this session goes on");
        }
        Ending::PasswordReset => {
            scene.app.visitor().post("/forgot", &[("email", ADA)]).await;
            reset(&scene.app).await;
        }
        Ending::PasswordResetByStaff => {
            by_staff(&scene, "/office/customers/link", &[]).await;
            reset(&scene.app).await;
        }
        Ending::PasswordRemoved => {
            let north = scene.app.provider("north").await;
            scene.ada.connect(&north).await.location();
            let page = scene.ada.post("/account/logins/remove-password", &[]).await;
            assert_eq!(page.location(), "/signed-out");
        }
        Ending::ClientOff => by_administrator(&scene, "/office/clients/switch", &[("switch", "off")]).await,
        Ending::ClientDeleted => by_administrator(&scene, "/office/clients/delete", &[]).await,
        Ending::ClientMayKnowLess => by_administrator(&scene, SAVE, &[("scope_email", "")]).await,
        Ending::ClientHasToAsk => by_administrator(&scene, SAVE, &[("trusted", "")]).await,
        Ending::ConsentTakenBack => {
            let id = scene.magazine.id.to_string();
            let fields = [("client", id.as_str())];
            agree(&scene).await;
            scene
                .ada
                .call("/account/applications/revoke", &fields)
                .await
                .unwrap();
        }
    }
    let heard = match ending {
        Ending::ClientOff | Ending::ClientDeleted => (401, "invalid_client"),
        _ => (400, "invalid_grant"),
    };
    scene.assert_ended(heard).await;
    scene.app.mails().await;
}

#[tokio::test]
async fn another_change_of_a_client_ends_nothing() {
    let scene = Scene::new().await;
    let narrow = "UPDATE clients SET scopes = 'openid offline_access', trusted = FALSE";
    scene.app.database.execute(narrow).await;
    let changed = [("name", "Weekly"), ("scope_email", "on"), ("trusted", "on")];
    by_administrator(&scene, SAVE, &changed).await;
    scene.assert_open().await;
}

/// Who shuts Ada's session, from elsewhere.
#[derive(Clone, Copy, Debug)]
enum Shut {
    ByHerself,
    ByHerselfWithAllOthers,
    ByStaff,
    SecondFactorSetUp,
    ProviderDisabled,
    LoginDisconnected,
}

#[rstest]
#[case::she_ends_it(Shut::ByHerself)]
#[case::she_ends_all_others(Shut::ByHerselfWithAllOthers)]
#[case::staff_end_it(Shut::ByStaff)]
#[case::she_sets_a_second_factor_up(Shut::SecondFactorSetUp)]
#[case::its_provider_is_disabled(Shut::ProviderDisabled)]
#[case::its_login_is_disconnected(Shut::LoginDisconnected)]
#[tokio::test]
async fn what_was_given_in_a_session_ends_with_it_when(#[case] shut: Shut) {
    let app = TestApp::start().await;
    let north = app.provider("north").await;
    let mut home = app.customer(ADA).await;
    home.connect(&north).await.location();
    let browser = app.visitor().0;
    let mut ada = Customer { id: home.id, browser };
    ada.through(&north).await.location();
    assert!(ada.is_signed_in().await);
    let session = app
        .database
        .texts("SELECT id FROM sessions WHERE provider_id IS NOT NULL")
        .await;
    let mut scene = Scene::of(app, ada).await;
    let at_home = scene.magazine.code(&mut home, &[]).await;
    let at_home = scene.magazine.redeem(&at_home).await;
    scene.assert_open().await;
    match shut {
        Shut::ByHerself => {
            let page = home.post("/account/sessions/end", &[("id", &session[0])]).await;
            assert_eq!(page.location(), "/account/sessions?done=one");
        }
        Shut::ByHerselfWithAllOthers => {
            let page = home.post("/account/sessions/end-others", &[]).await;
            assert_eq!(page.location(), "/account/sessions?done=others");
        }
        Shut::ByStaff => {
            let id = home.id.to_string();
            let one = [("id", id.as_str()), ("session", &session[0])];
            let mut olga = scene.app.operations().await;
            olga.call("/office/customers/sessions", &one).await.unwrap();
        }
        Shut::SecondFactorSetUp => {
            let (_, _, done) = home.set_up_app(&scene.app, SET_UP).await;
            assert_eq!(done.location(), "/account/security");
        }
        Shut::ProviderDisabled => {
            let mut anton = scene.app.administrator().await;
            super::office_lockout::press(&scene.app, &mut anton, "north", "disable")
                .await
                .location();
        }
        Shut::LoginDisconnected => {
            let identity = super::account_logins::identities(&scene.app).await;
            let page = home.disconnect(&identity[0]).await;
            assert_eq!(page.location(), "/account/logins?done=disconnected");
        }
    }
    assert!(!scene.ada.is_signed_in().await && home.is_signed_in().await);
    scene.assert_ended((400, "invalid_grant")).await;
    let page = scene.magazine.userinfo(&at_home["access_token"]).await;
    assert_eq!(page.code(), 200, "what was given in another session stays");
    scene.app.mails().await;
}

#[tokio::test]
async fn an_application_stays_connected_after_a_logout() {
    let mut scene = Scene::new().await;
    scene.ada.post("/logout", &[("choice", "local")]).await;
    assert_eq!(scene.magazine.userinfo(&scene.access).await.code(), 401);
    assert_eq!(scene.magazine.userinfo(&scene.renewed).await.code(), 200);
    assert_eq!(scene.magazine.renew(&scene.refresh).await.code(), 200);
}

#[tokio::test]
async fn a_family_of_refresh_tokens_ends_on_its_day() {
    let Scene {
        app,
        magazine,
        refresh,
        ..
    } = Scene::new().await;
    app.time.turn(Span::days(29));
    let page = magazine.renew(&refresh).await;
    assert_eq!(page.code(), 200, "{}", page.body);
    // The client's settings say 30 days, and the code had a minute.
    app.time.turn(Span::days(1));
    app.time.turn(Span::seconds(61));
    let late = magazine.renew(&page.json()["refresh_token"]).await;
    late.expect_error(400, "invalid_grant");
}

#[tokio::test]
async fn an_access_token_does_not_outlive_its_family() {
    let Scene {
        app,
        magazine,
        refresh,
        ..
    } = Scene::new().await;
    // A minute for the code and thirty days, but for ten minutes.
    app.time.turn(Span::days(30));
    app.time.turn(Span::seconds(60 - 600));
    let last = magazine.renew(&refresh).await.json();
    assert_eq!(last["expires_in"], 600);
    assert_eq!(magazine.userinfo(&last["access_token"]).await.code(), 200);
    app.time.turn(Span::minutes(10));
    assert_eq!(magazine.userinfo(&last["access_token"]).await.code(), 401);
}
