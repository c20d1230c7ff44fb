//! `/account/security/second-factor`: a customer sets up, changes and turns off.

use crate::support::{PASSWORD, Phone, SET_UP, STEP, TestApp, recovery_codes};
use app::api::{Answer, ApiError, second_factor::FactorCard};
use domain::{settings::Demand, time::Span, values::Fault};

const ADA: &str = "ada@example.org";
const HOME: &str = "/account/security";

/// What the page knows of the signed-in customer's factor; none where there is none to have.
async fn card(browser: &mut crate::support::Browser) -> Option<FactorCard> {
    let page = browser.get("/ui/second-factor/card?place=account").await;
    (page.code() == 200).then(|| serde_json::from_str(&page.body).unwrap())
}

#[tokio::test]
async fn setting_up_an_app_is_told_and_ends_other_sessions() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    let mut elsewhere = app.visitor();
    elsewhere.sign_in(ADA, PASSWORD).await.location();
    assert!(!card(&mut ada.browser).await.unwrap().is_on());
    let (_, _, done) = ada.set_up_app(&app, SET_UP).await;
    assert_eq!(done.location(), HOME);
    assert!(app.only_mail(ADA).await.text.contains("a second step was set up"));
    assert!(ada.is_signed_in().await && !elsewhere.is_signed_in().await);
    let card = card(&mut ada.browser).await.unwrap();
    assert_eq!(
        (card.app_since.as_deref(), card.codes_left),
        (Some("21 November 2026"), 10)
    );
    let mut olga = app.operations().await;
    olga.get("/office/history")
        .await
        .expect(200, "office.history_factor_set_up");
}

#[tokio::test]
async fn a_change_asks_for_a_recent_sign_in() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    app.time.turn(Span::minutes(11));
    for act in [
        "choose_app",
        "choose_mail",
        "codes",
        "turn_off",
        "drop_app",
        "drop_mail",
    ] {
        let page = ada.act(SET_UP, act, &[]).await;
        assert_eq!(
            page.location(),
            "/login?again=1&next=%2Faccount%2Fsecurity",
            "{act}"
        );
    }
    let page = ada.act(SET_UP, "choose_app", &[]).await;
    let page = ada.follow(&page).await;
    page.expect(200, "login.again");
    let page = ada
        .fill(&page, "/login", &[("email", ADA), ("password", PASSWORD)])
        .await;
    assert_eq!(page.location(), HOME);
    assert_eq!(ada.act(SET_UP, "choose_app", &[]).await.location(), SET_UP);
    assert!(
        app.visitor()
            .act(SET_UP, "choose_app", &[])
            .await
            .location()
            .starts_with("/login")
    );
}

#[tokio::test]
async fn what_is_not_confirmed_does_not_count() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    ada.act(SET_UP, "choose_app", &[]).await.location();
    let first = Phone::typed_from(&ada.get(SET_UP).await);
    assert_eq!(app.visitor().sign_in(ADA, PASSWORD).await.location(), "/");
    ada.act(SET_UP, "choose_app", &[]).await.location();
    let second = Phone::typed_from(&ada.get(SET_UP).await);
    let page = ada
        .act(SET_UP, "confirm_app", &[("app_code", &first.code(&app))])
        .await;
    page.expect(422, "faults.wrong_code");
    assert_eq!(ada.act(SET_UP, "back", &[]).await.location(), HOME);
    assert_eq!(ada.get(SET_UP).await.location(), HOME);
    let page = ada
        .act(SET_UP, "confirm_app", &[("app_code", &second.code(&app))])
        .await;
    assert_eq!(page.location(), HOME);
    assert!(!card(&mut ada.browser).await.unwrap().is_on());
}

#[tokio::test]
async fn new_codes_replace_the_old_ones() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    assert_eq!(
        ada.act(SET_UP, "codes", &[]).await.code(),
        404,
        "there is no factor"
    );
    let (_, old, _) = ada.set_up_app(&app, SET_UP).await;
    app.mails().await;
    assert_eq!(ada.act(SET_UP, "codes", &[]).await.location(), SET_UP);
    let new = recovery_codes(&ada.get(SET_UP).await);
    assert!(
        app.only_mail(ADA)
            .await
            .text
            .contains("new recovery codes were made")
    );
    assert_eq!(ada.act(SET_UP, "done", &[]).await.location(), HOME);
    assert_eq!(ada.get(SET_UP).await.location(), HOME, "shown once");
    let mut half = app.half_signed_in(ADA).await;
    let page = half.act(STEP, "recovery", &[("recovery_code", &old[0])]).await;
    page.expect(422, "faults.wrong_code");
    let page = half.act(STEP, "recovery", &[("recovery_code", &new[0])]).await;
    assert_eq!(page.location(), "/");
    app.mails().await;
    assert_eq!(card(&mut ada.browser).await.unwrap().codes_left, 9);
}

#[tokio::test]
async fn it_is_turned_off_only_where_it_is_not_required() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    ada.set_up_app(&app, SET_UP).await;
    app.factor_policy(|policy| policy.factor_demand = Demand::Required)
        .await;
    assert!(card(&mut ada.browser).await.unwrap().required);
    let refused = ada.call(SET_UP, &[("act", "turn_off")]).await;
    assert_eq!(refused, Ok(Answer::form(Fault::FactorRequired)));
    app.factor_policy(|policy| policy.factor_demand = Demand::Optional)
        .await;
    app.mails().await;
    assert_eq!(ada.act(SET_UP, "turn_off", &[]).await.location(), HOME);
    assert!(app.only_mail(ADA).await.text.contains("was turned off"));
    assert_eq!(app.visitor().sign_in(ADA, PASSWORD).await.location(), "/");
    assert_eq!(app.database.count("recovery_codes").await, 0);
    assert_eq!(ada.act(SET_UP, "turn_off", &[]).await.code(), 404);
}

#[tokio::test]
async fn one_of_two_methods_is_dropped_and_the_other_stays() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    ada.set_up_app(&app, SET_UP).await;
    app.mails().await;
    assert_eq!(ada.act(SET_UP, "drop_app", &[]).await.code(), 404, "the only one");
    ada.act(SET_UP, "choose_mail", &[]).await.location();
    let letter = app.only_mail(ADA).await;
    let code = letter.subject.split(' ').next().unwrap();
    let page = ada.act(SET_UP, "confirm_mail", &[("mail_code", code)]).await;
    assert_eq!(page.location(), HOME, "the recovery codes are those of before");
    let mut half = app.half_signed_in(ADA).await;
    let page = half.get(STEP).await;
    assert!(page.says("second_factor.app_code") && page.says("second_factor.mail_send"));
    app.mails().await;
    assert_eq!(ada.act(SET_UP, "drop_app", &[]).await.location(), HOME);
    assert!(app.only_mail(ADA).await.text.contains("one of the methods"));
    let card = card(&mut ada.browser).await.unwrap();
    assert!(card.app_since.is_none() && card.mail_since.is_some() && card.codes_left == 10);
}

#[tokio::test]
async fn remembered_browsers_are_listed_and_forgotten_by_their_owner_only() {
    let app = TestApp::start().await;
    let (phone, _) = app.customer_with_app(ADA).await;
    let mut ada = app.half_signed_in(ADA).await;
    let code = phone.code(&app);
    ada.act(STEP, "app", &[("app_code", &code), ("remember", "on")])
        .await
        .location();
    let listed = card(&mut ada.0).await.unwrap().browsers;
    assert!(listed.len() == 1 && listed[0].here, "{listed:?}");
    assert_eq!(listed[0].until, "21 December 2026");

    let mut grace = app.customer("grace@example.org").await;
    assert_eq!(
        grace.act(SET_UP, "forget", &[("id", &listed[0].id)]).await.code(),
        404
    );
    assert_eq!(grace.act(SET_UP, "forget", &[("id", "x\0")]).await.code(), 404);
    app.time.turn(Span::minutes(20));
    let page = ada.act(SET_UP, "forget", &[("id", &listed[0].id)]).await;
    assert_eq!(page.location(), HOME, "without signing in again");
    assert!(card(&mut ada.0).await.unwrap().browsers.is_empty());
    ada.post("/logout", &[]).await;
    assert_eq!(ada.sign_in(ADA, PASSWORD).await.location(), STEP);
}

#[tokio::test]
async fn there_is_nothing_to_have_without_a_password_or_while_it_is_off() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    ada.get(HOME).await.expect(200, "second_factor.card_off");
    app.factor_policy(|policy| policy.factor_demand = Demand::Off)
        .await;
    assert_eq!(card(&mut ada.browser).await, None);
    assert_eq!(ada.act(SET_UP, "choose_app", &[]).await.code(), 404);
    let page = ada.get(HOME).await;
    assert!(page.code() == 200 && !page.says("second_factor.card_heading"));
    app.factor_policy(|policy| policy.factor_demand = Demand::Optional)
        .await;
    let north = app.provider("north").await;
    app.switch(&north, true, true).await;
    app.settings(|settings| settings.local_sign_in = false).await;
    assert_eq!(
        card(&mut ada.browser).await,
        None,
        "nobody signs in with a password"
    );
    app.settings(|settings| settings.local_sign_in = true).await;
    app.database
        .execute("UPDATE customers SET password_hash = NULL")
        .await;
    assert_eq!(card(&mut ada.browser).await, None);
    assert_eq!(ada.act(SET_UP, "choose_app", &[]).await.code(), 404);
    let mut nobody = app.visitor();
    assert_eq!(
        nobody.get("/ui/second-factor/card?place=account").await.code(),
        401
    );
    assert_eq!(ada.get("/ui/second-factor/card?place=office").await.code(), 401);
    assert_eq!(ada.get("/ui/second-factor/card?place=nowhere").await.code(), 400);
}

#[tokio::test]
async fn new_terms_come_first() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    app.publish_texts(2).await;
    let refused = ada.call(SET_UP, &[("act", "choose_app")]).await;
    assert_eq!(refused, Err(ApiError::TermsDue));
}
