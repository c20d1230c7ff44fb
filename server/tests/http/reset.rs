//! `/reset`: a new password, a proven address, and no session left.

use crate::support::{ADDRESS, PASSWORD, TestApp, application};
use app::api::Answer;
use domain::{customers::CustomerStatus, time::Span, values::Fault};
use rstest::rstest;

const ADA: &str = "ada@example.org";
const NEW: &str = "another lantern 77";

/// Asks for a link and takes it out of the mail.
async fn link(app: &TestApp, email: &str) -> String {
    app.visitor().post("/forgot", &[("email", email)]).await;
    app.only_mail(email).await.link()
}

#[tokio::test]
async fn a_reset_sets_the_password_and_ends_every_session() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    let link = link(&app, ADA).await;
    let mut phone = app.visitor();
    let page = phone.get(&link).await;
    let page = phone.fill(&page, "/reset", &[("new_password", NEW)]).await;
    assert_eq!(page.location(), "/login?done=password");
    phone.follow(&page).await.expect(200, "login.password_changed");
    assert!(!ada.is_signed_in().await, "whoever was signed in is out");
    assert!(!phone.is_signed_in().await, "and nobody is in");
    ada.sign_in(ADA, PASSWORD)
        .await
        .expect(422, "faults.wrong_credentials");
    assert_eq!(ada.sign_in(ADA, NEW).await.location(), "/");
    let told = app.only_mail(ADA).await;
    assert!(
        !told.text.contains("token="),
        "the owner is told: {}",
        told.subject
    );
}

#[tokio::test]
async fn who_wanted_to_go_somewhere_is_led_there() {
    let app = TestApp::start().await;
    app.insert_customer(ADA, CustomerStatus::Active).await;
    let mut ada = app.visitor();
    let page = ada.get("/login?next=%2Foffers%2Fyoga-course").await;
    let links = page.all("a").into_iter();
    let forgot = links.filter_map(|a| a.get("href").map(str::to_owned));
    let forgot = forgot
        .into_iter()
        .find(|href| href.starts_with("/forgot"))
        .unwrap();
    let page = ada.get(&forgot).await;
    let page = ada.fill(&page, "/forgot", &[("email", "ada")]).await;
    page.expect(422, "faults.not_an_email");
    let page = ada.fill(&page, "/forgot", &[("email", ADA)]).await;
    assert_eq!(page.location(), "/forgot?next=%2Foffers%2Fyoga-course&sent=1");
    ada.follow(&page).await.expect(200, "links.forgot_sent_heading");
    let link = app.only_mail(ADA).await.link();
    let page = ada.get(&link).await;
    let page = ada.fill(&page, "/reset", &[("new_password", NEW)]).await;
    assert_eq!(
        page.location(),
        "/login?next=%2Foffers%2Fyoga-course&done=password"
    );
    let page = ada.follow(&page).await;
    page.expect(200, "login.password_changed");
    let page = ada
        .fill(&page, "/login", &[("email", ADA), ("password", NEW)])
        .await;
    assert_eq!(page.location(), "/offers/yoga-course");
    app.mails().await;

    ada.post("/forgot", &[("email", ADA), ("next", "//evil.example")])
        .await;
    let link = app.only_mail(ADA).await.link();
    let page = ada.get(&link).await;
    let page = ada.fill(&page, "/reset", &[("new_password", PASSWORD)]).await;
    assert_eq!(page.location(), "/login?done=password");
    app.mails().await;
}

#[tokio::test]
async fn the_link_works_once_and_takes_the_others_with_it() {
    let app = TestApp::start().await;
    app.insert_customer(ADA, CustomerStatus::Active).await;
    let (first, second) = (link(&app, ADA).await, link(&app, ADA).await);
    let mut ada = app.visitor();
    let page = ada.get(&second).await;
    ada.fill(&page, "/reset", &[("new_password", NEW)]).await;
    app.mails().await;
    for link in [first, second] {
        ada.follow_link_is_dead(&link).await;
    }
    assert_eq!(ada.sign_in(ADA, NEW).await.location(), "/");
}

#[tokio::test]
async fn the_link_expires_after_an_hour_and_a_new_one_is_offered() {
    let app = TestApp::start().await;
    app.insert_customer(ADA, CustomerStatus::Active).await;
    let link = link(&app, ADA).await;
    let mut ada = app.visitor();
    let page = ada.get(&link).await;
    app.time.turn(Span::hours(1));
    let late = ada.fill(&page, "/reset", &[("new_password", NEW)]).await;
    assert!(matches!(late.code(), 410 | 422));
    let page = ada.get(&link).await;
    page.expect(410, "links.expired_heading");
    assert!(page.all("a").iter().any(|a| a.get("href") == Some("/forgot")));
    assert_eq!(ada.sign_in(ADA, PASSWORD).await.location(), "/");
}

#[rstest]
#[case("", Fault::Required)]
#[case("short", Fault::TooShort { min: 10 })]
#[case("ada@example.org", Fault::PasswordPersonal)]
#[tokio::test]
async fn a_password_that_breaks_a_rule_uses_nothing_up(#[case] password: &str, #[case] fault: Fault) {
    let app = TestApp::start().await;
    app.insert_customer(ADA, CustomerStatus::Active).await;
    let link = link(&app, ADA).await;
    let token = link.split_once("token=").unwrap().1;
    let fields = [("token", token), ("new_password", password)];
    assert_eq!(
        app.visitor().call("/reset", &fields).await,
        Ok(Answer::field("new_password", fault))
    );
    let page = app.visitor().post("/reset", &fields).await;
    assert_eq!(
        (page.code(), page.value("token").as_str()),
        (422, token),
        "the form goes on working"
    );
    assert_eq!(app.visitor().get(&link).await.code(), 200);
}

#[tokio::test]
async fn a_reset_proves_the_address_like_an_activation() {
    let app = TestApp::start().await;
    app.settings(|settings| settings.approval = false).await;
    app.visitor().register().await;
    app.only_mail(ADDRESS).await;
    let link = link(&app, ADDRESS).await;
    let mut mia = app.visitor();
    let page = mia.get(&link).await;
    mia.fill(&page, "/reset", &[("new_password", NEW)]).await;
    app.mails().await;
    assert_eq!(app.status_of(ADDRESS).await, "active");
    assert_eq!(mia.sign_in(ADDRESS, NEW).await.code(), 303);
}

#[tokio::test]
async fn a_reset_drops_what_somebody_had_typed_who_never_proved_the_address() {
    let app = TestApp::start().await;
    app.settings(|settings| settings.approval = false).await;
    let mut stranger = app.visitor();
    let page = stranger.get("/register").await;
    let mut fields = application();
    fields.extend([("phone", "+30 210 555 0142"), ("company", "Not hers")]);
    stranger.fill(&page, "/register", &fields).await;
    app.only_mail(ADDRESS).await;
    let link = link(&app, ADDRESS).await;
    let mut mia = app.visitor();
    let page = mia.get(&link).await;
    mia.fill(&page, "/reset", &[("new_password", NEW)]).await;
    app.mails().await;
    let kept = "customers WHERE phone IS NOT NULL OR terms_version IS NOT NULL";
    assert_eq!(app.database.count(kept).await, 0);
    assert_eq!(
        app.database
            .count("registration_requests WHERE company IS NOT NULL")
            .await,
        0
    );
    assert_eq!(
        app.database
            .texts("SELECT name || ', ' || kind FROM accounts")
            .await,
        ["Mia Vogel, personal"],
        "her account bears her name"
    );
    assert_eq!(
        mia.sign_in(ADDRESS, NEW).await.location(),
        "/account/profile",
        "she accepts the terms herself"
    );
}

#[tokio::test]
async fn a_reset_skips_no_approval() {
    let app = TestApp::start().await;
    app.visitor().register().await;
    app.only_mail(ADDRESS).await;
    let link = link(&app, ADDRESS).await;
    let mut mia = app.visitor();
    let page = mia.get(&link).await;
    mia.fill(&page, "/reset", &[("new_password", NEW)]).await;
    app.mails().await;
    assert_eq!(app.status_of(ADDRESS).await, "waiting");
    mia.sign_in(ADDRESS, NEW)
        .await
        .expect(422, "faults.awaiting_approval");
}

#[tokio::test]
async fn a_customer_who_was_closed_meanwhile_gets_no_way_in() {
    let app = TestApp::start().await;
    let id = app.insert_customer(ADA, CustomerStatus::Active).await;
    let link = link(&app, ADA).await;
    app.set_status(id, CustomerStatus::Active, CustomerStatus::Disabled)
        .await;
    let mut ada = app.visitor();
    let page = ada.get(&link).await;
    ada.fill(&page, "/reset", &[("new_password", NEW)]).await;
    app.mails().await;
    assert_eq!(app.status_of(ADA).await, "disabled");
    assert_eq!(ada.sign_in(ADA, NEW).await.code(), 422);
    assert_eq!(app.open_sessions().await, 0);
}
