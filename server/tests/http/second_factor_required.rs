//! `/login/second-factor` where a second factor is required: it is set up before any session.

use crate::support::{ADDRESS, Phone, STEP, TestApp, application, recovery_codes};
use domain::{customers::CustomerStatus, settings::Demand, time::Span};

const ADA: &str = "ada@example.org";
const OVER: &str = "/login?over=1";

#[tokio::test]
async fn where_it_is_required_it_is_set_up_before_any_session() {
    let app = TestApp::start().await;
    app.insert_customer(ADA, CustomerStatus::Active).await;
    app.factor_policy(|policy| policy.factor_demand = Demand::Required)
        .await;
    let mut ada = app.half_signed_in(ADA).await;
    let page = ada.get(STEP).await;
    page.expect(200, "second_factor.choose_heading");
    assert!(!page.says("second_factor.later"));
    assert_eq!(ada.act(STEP, "later", &[]).await.location(), STEP);
    assert_eq!(ada.act(STEP, "choose_app", &[]).await.location(), STEP);
    let page = ada.get(STEP).await;
    page.expect(200, "second_factor.app_heading");
    assert!(page.body.contains("otpauth://totp/") && !page.body.contains(" style="));
    let phone = Phone::typed_from(&page);
    let again = ada
        .act(STEP, "confirm_app", &[("app_code", &phone.wrong_code(&app))])
        .await;
    again.expect(422, "faults.wrong_code");
    assert_eq!(
        Phone::typed_from(&again).code(&app),
        phone.code(&app),
        "the key stays"
    );
    assert_eq!(
        app.database
            .count("second_factors WHERE app_secret IS NOT NULL")
            .await,
        0
    );
    ada.act(STEP, "confirm_app", &[("app_code", &phone.code(&app))])
        .await
        .location();
    assert!(!ada.is_signed_in().await, "the codes are to be noted first");
    let codes = recovery_codes(&ada.get(STEP).await);
    assert_eq!(
        codes,
        recovery_codes(&ada.get(STEP).await),
        "a page that is loaded again shows them"
    );
    assert_eq!(ada.act(STEP, "done", &[]).await.location(), "/");
    assert!(ada.is_signed_in().await);
    assert_eq!(ada.get(STEP).await.location(), "/login", "never again");
    assert!(app.only_mail(ADA).await.text.contains("a second step was set up"));
    let sealed = &app.database.texts("SELECT app_secret FROM second_factors").await[0];
    assert!(sealed.starts_with("v1."), "{sealed}");
    let hashes = app.database.texts("SELECT code_hash FROM recovery_codes").await;
    assert!(hashes.len() == 10 && hashes.iter().all(|hash| hash.len() == 64));
    assert_eq!(app.database.texts("SELECT amr FROM sessions").await, ["pwd otp"]);
}

#[tokio::test]
async fn whoever_knows_the_password_alone_replaces_no_factor() {
    let app = TestApp::start().await;
    app.insert_customer(ADA, CustomerStatus::Active).await;
    app.factor_policy(|policy| policy.factor_demand = Demand::Required)
        .await;
    let (mut ada, mut other) = (app.half_signed_in(ADA).await, app.half_signed_in(ADA).await);
    other.act(STEP, "choose_app", &[]).await.location();
    let phone = Phone::typed_from(&other.get(STEP).await);
    ada.set_up_app(&app, STEP).await;
    let page = other
        .act(STEP, "confirm_app", &[("app_code", &phone.code(&app))])
        .await;
    assert_eq!(page.location(), OVER);
    assert!(!other.is_signed_in().await);
    app.mails().await;
}

#[tokio::test]
async fn before_the_day_it_may_be_put_off_and_the_days_are_counted() {
    let app = TestApp::start().await;
    app.insert_customer(ADA, CustomerStatus::Active).await;
    // The test begins on 2026-11-21 at nine.
    app.factor_policy(|policy| {
        policy.factor_demand = Demand::RequiredFrom;
        policy.factor_from = Some("2026-12-01".parse().unwrap());
    })
    .await;
    let mut ada = app.half_signed_in(ADA).await;
    let page = ada.get(STEP).await;
    page.expect(200, "second_factor.countdown");
    assert!(
        page.text().contains("from 1 December 2026 on. Days left: 10"),
        "{}",
        page.text()
    );
    assert!(!ada.is_signed_in().await);
    assert_eq!(ada.act(STEP, "later", &[]).await.location(), "/");
    assert!(ada.is_signed_in().await);

    app.time.turn(Span::days(9));
    let mut late = app.half_signed_in(ADA).await;
    app.time.turn(Span::hours(14));
    assert_eq!(late.act(STEP, "later", &[]).await.location(), OVER);
    app.time.turn(Span::hours(1));
    let mut late = app.half_signed_in(ADA).await;
    let page = late.act(STEP, "later", &[]).await;
    assert_eq!(page.location(), STEP, "the day has come");
    assert!(!late.is_signed_in().await);
}

#[tokio::test]
async fn an_activation_link_does_not_skip_what_is_required() {
    let app = TestApp::start().await;
    app.settings(|settings| settings.approval = false).await;
    app.factor_policy(|policy| policy.factor_demand = Demand::Required)
        .await;
    let mut mia = app.visitor();
    let page = mia.get("/register?next=%2Foffers%2Fyoga-course").await;
    mia.fill(&page, "/register", &application()).await.location();
    let link = app.only_mail(ADDRESS).await.link();
    assert_eq!(mia.follow_link(&link).await.location(), STEP);
    assert!(!mia.is_signed_in().await);
    let (_, _, done) = mia.set_up_app(&app, STEP).await;
    assert_eq!(done.location(), "/account/profile?next=%2Foffers%2Fyoga-course");
    assert!(mia.is_signed_in().await);
    app.mails().await;
}
