//! `/providers/…`: from an unknown person to a customer, and back again.

use crate::support::{Backend, TestApp};
use domain::time::Span;
use rstest::rstest;
use serde_json::json;
use url::Url;

const ALEX: &str = "alex@corp.example";

#[rstest]
#[tokio::test]
async fn an_unknown_person_waits_is_approved_and_accepts_the_terms(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let app = TestApp::on(backend).await;
    let provider = app.provider("north").await;
    let mut olga = app.operations().await;
    let mut alex = app.visitor();

    let page = alex.through_to(&provider, "/offers/yoga-course").await;
    page.expect(200, "registration.waiting_heading");
    assert_eq!(
        (app.status_of(ALEX).await.as_str(), app.open_sessions().await),
        ("waiting", 0)
    );
    let links = page
        .all("a")
        .into_iter()
        .filter_map(|a| a.get("href").map(str::to_owned));
    let status = links
        .into_iter()
        .find(|href| href.starts_with("/register/status/"))
        .unwrap();
    alex.get(&status).await.expect(200, "registration.status_waiting");
    let mails = app.mails().await;
    assert_eq!(mails.len(), 2, "the person and operations are told: {mails:#?}");

    alex.through(&provider)
        .await
        .expect(200, "registration.waiting_heading");
    assert_eq!(
        app.database.count("registration_requests").await,
        1,
        "asking again makes no second request"
    );

    let queue = olga.queue().await;
    let detail = olga.get(&queue[0]).await;
    assert!(
        detail.text().contains("Alex Reed") && detail.text().contains("alex-1"),
        "{}",
        detail.text()
    );
    let page = olga.approve().await;
    olga.follow(&page).await.expect(200, "office.approved_done");
    assert!(
        app.only_mail(ALEX)
            .await
            .text
            .contains("http://localhost:3000/login")
    );

    let page = alex.through_to(&provider, "/offers/yoga-course").await;
    assert_eq!(page.location(), "/account/profile?next=%2Foffers%2Fyoga-course");
    let page = alex.follow(&page).await;
    page.expect(200, "profile.welcome_heading");
    let refused = alex.fill(&page, "/account/profile", &[]).await;
    refused.expect(422, "faults.must_accept");
    let page = alex
        .fill(&page, "/account/profile", &[("accept_terms", "1")])
        .await;
    assert_eq!(page.location(), "/offers/yoga-course");
    alex.follow(&page).await.expect(200, "shop.member_price_yours");
    assert_eq!(app.database.count("consents").await, 1);
    assert_eq!(
        alex.through(&provider).await.location(),
        "/",
        "from now on straight in"
    );
}

#[tokio::test]
async fn without_approval_a_new_person_is_in_at_once() {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    app.settings(|settings| settings.approval = false).await;
    let mut alex = app.visitor();
    assert_eq!(alex.through(&provider).await.location(), "/account/profile");
    assert_eq!(app.status_of(ALEX).await, "active");
    let session = app
        .database
        .texts("SELECT began || ' ' || amr FROM sessions")
        .await;
    assert!(session[0].starts_with("provider"), "{session:?}");
    assert!(app.mails().await.is_empty());
}

#[tokio::test]
async fn a_known_identity_signs_its_own_customer_in_whatever_its_address_says_today() {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    app.settings(|settings| settings.approval = false).await;
    app.visitor().through(&provider).await.location();
    app.customer("ada@example.org").await;
    provider.person(json!({ "sub": "alex-1", "email": "ada@example.org", "email_verified": true }));
    let mut alex = app.visitor();
    alex.through(&provider).await.location();
    let home = alex.get("/").await;
    assert!(home.text().contains("Alex Reed") && !home.text().contains("Ada"));
    assert_eq!(app.database.count("customers").await, 2);
    app.only_mail("operations@tidewater.example").await;
}

#[tokio::test]
async fn a_subject_is_compared_exactly() {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    app.settings(|settings| settings.approval = false).await;
    for (n, subject) in ["alex-1", "ALEX-1", "alex-1 "].into_iter().enumerate() {
        provider
            .person(json!({ "sub": subject, "email": format!("n{n}@corp.example"), "email_verified": true }));
        app.visitor().through(&provider).await;
    }
    assert_eq!(app.database.count("identities").await, 3);
    app.mails().await;
}

#[tokio::test]
async fn the_authorization_request_is_bound_to_browser_state_nonce_and_proof_key() {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    let mut alex = app.visitor();
    let url = alex.start("/providers/north/start?next=//evil.example").await;
    provider.browse(&url);
    let sent = provider.last_authorize();
    assert_eq!(
        sent["redirect_uri"],
        "http://localhost:3000/providers/north/callback"
    );
    assert_eq!(sent["code_challenge_method"], "S256");
    assert_eq!(sent["response_type"], "code");
    assert_eq!(sent["response_mode"], "query");
    assert!(sent["state"].len() >= 43 && sent["nonce"].len() >= 43);
    assert!(sent["scope"].split(' ').any(|scope| scope == "openid"));
    assert_eq!(alex.cookie("__Host-portico-flow").map(str::len), Some(43));
    let stored = app
        .database
        .texts("SELECT state_hash || ' ' || verifier || ' ' || return_to FROM attempts")
        .await;
    assert!(
        !stored[0].contains(&sent["state"]) && stored[0].contains(" v1."),
        "{stored:?}"
    );
    assert!(stored[0].ends_with(" /"), "the way back is a path of ours");
}

#[tokio::test]
async fn disabling_a_provider_ends_its_sessions_at_once_and_no_other() {
    let app = TestApp::start().await;
    let (north, south) = (app.provider("north").await, app.provider("south").await);
    app.settings(|settings| settings.approval = false).await;
    let (mut alex, mut kim) = (app.visitor(), app.visitor());
    alex.through(&north).await.location();
    south.person(json!({ "sub": "kim-1", "email": "kim@corp.example", "email_verified": true }));
    kim.through(&south).await.location();
    let mut ada = app.customer("ada@example.org").await;
    let mut anton = app.administrator().await;

    let list = anton.get("/office/providers").await;
    let version = app
        .database
        .number("SELECT version FROM providers WHERE slug = 'north'")
        .await
        .to_string();
    let form = [
        ("id", north.id.to_string()),
        ("version", version),
        ("switch", "disable".to_owned()),
    ];
    let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert!(list.text().contains("north"));
    let seen = anton.post("/office/providers", &form).await;
    let seen = anton.follow(&seen).await;
    anton.fill(&seen, "/office/providers", &[]).await.location();

    assert!(!alex.is_signed_in().await);
    assert!(kim.is_signed_in().await && ada.is_signed_in().await);
    let because = app
        .database
        .texts("SELECT ended_because FROM sessions WHERE ended_at IS NOT NULL")
        .await;
    assert_eq!(because, ["provider_disabled"]);
    alex.get("/providers/north/start")
        .await
        .expect(404, "providers.gone_heading");
}

#[tokio::test]
async fn a_provider_that_is_disabled_while_the_person_is_there_signs_nobody_in() {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    app.settings(|settings| settings.approval = false).await;
    let mut alex = app.visitor();
    let callback = provider.browse(&alex.start("/providers/north/start").await);
    app.switch(&provider, false, true).await;
    let before = app.people().await;
    alex.get(callback.as_str())
        .await
        .expect(404, "providers.gone_heading");
    assert_eq!(app.people().await, before);
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_first_sign_ins_of_one_person_at_the_same_moment_make_one_customer(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let app = TestApp::on(backend).await;
    let provider = app.provider("north").await;
    app.settings(|settings| settings.approval = false).await;
    let mut browsers = Vec::new();
    for _ in 0..4 {
        let mut browser = app.visitor().0;
        let callback = provider.browse(&browser.start("/providers/north/start").await);
        browsers.push((browser, callback));
    }
    let tasks: Vec<_> = browsers
        .into_iter()
        .map(|(mut browser, callback)| tokio::spawn(async move { browser.get(callback.as_str()).await }))
        .collect();
    for task in tasks {
        assert_eq!(task.await.unwrap().location(), "/account/profile");
    }
    assert_eq!(
        (
            app.database.count("customers").await,
            app.database.count("identities").await
        ),
        (1, 1)
    );
    assert_eq!(app.open_sessions().await, 4);
}

#[tokio::test]
async fn an_attempt_expires_after_ten_minutes() {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    app.settings(|settings| settings.approval = false).await;
    let mut alex = app.visitor();
    let callback = provider.browse(&alex.start("/providers/north/start").await);
    app.time.turn(Span::minutes(10));
    alex.get(callback.as_str())
        .await
        .expect(400, "providers.expired_heading");
    assert_eq!(provider.calls().token, 0);
}

#[tokio::test]
async fn two_tabs_do_not_disturb_each_other() {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    app.settings(|settings| settings.approval = false).await;
    let mut alex = app.visitor();
    let first: Url = alex
        .start("/providers/north/start?next=/offers/yoga-course")
        .await;
    let second = alex
        .start("/providers/north/start?next=/offers/bicycle-service")
        .await;
    let (first, second) = (provider.browse(&first), provider.browse(&second));
    let page = alex.get(second.as_str()).await;
    assert_eq!(
        page.location(),
        "/account/profile?next=%2Foffers%2Fbicycle-service"
    );
    let page = alex.get(first.as_str()).await;
    assert_eq!(page.location(), "/account/profile?next=%2Foffers%2Fyoga-course");
    assert_eq!(
        app.open_sessions().await,
        1,
        "the later one replaces the earlier one"
    );
}
