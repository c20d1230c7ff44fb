//! The second factor of staff, and who must have one.

use crate::support::{Browser, OFFICE_SET_UP, OFFICE_STEP, PASSWORD, Phone, STEP, StaffMember, TestApp};
use app::api::Answer;
use domain::{
    settings::{Demand, SecondFactorPolicy},
    staff::{Role, Roles},
    time::Span,
    values::{Email, Fault},
};
use rstest::rstest;
use server::services::{second_factor::reset_staff, staff::invite};

const ANTON: &str = "anton@tidewater.example";
const SETTINGS: &str = "/office/settings/second-factor";

/// The rules of a new shop.
async fn as_in_a_new_shop(app: &TestApp) {
    app.factor_policy(|policy| *policy = SecondFactorPolicy::default())
        .await;
}

async fn sign_in(browser: &mut Browser, email: &str) -> crate::support::Page {
    let fields = [
        ("email", email),
        ("password", PASSWORD),
        ("next", "/office/history"),
    ];
    browser.post("/office/login", &fields).await
}

#[tokio::test]
async fn an_administrator_of_a_new_shop_sets_one_up_before_anything_opens() {
    let app = TestApp::start().await;
    as_in_a_new_shop(&app).await;
    app.insert_staff("Anton", &[Role::Administrator]).await;
    let mut anton = app.visitor().0;
    assert_eq!(sign_in(&mut anton, ANTON).await.location(), OFFICE_STEP);
    for path in [
        "/office",
        "/office/requests",
        "/office/settings",
        "/office/security",
    ] {
        let page = anton.get(path).await;
        assert!(page.location().starts_with("/office/login?"), "{path}");
    }
    let page = anton.get(OFFICE_STEP).await;
    page.expect(200, "second_factor.choose_heading");
    assert!(!page.says("second_factor.method_mail"), "an app only");
    assert_eq!(anton.act(OFFICE_STEP, "choose_mail", &[]).await.code(), 400);
    let (phone, codes, done) = anton.set_up_app(&app, OFFICE_STEP).await;
    assert_eq!(done.location(), "/office/history");
    assert!(app.only_mail(ANTON).await.text.contains("(back office)"));

    app.time.turn(Span::seconds(30));
    let mut again = app.visitor().0;
    sign_in(&mut again, ANTON).await.location();
    let code = phone.code(&app);
    let page = again.act(OFFICE_STEP, "app", &[("app_code", &code)]).await;
    assert_eq!(page.location(), "/office/history");
    let mut once = app.visitor().0;
    sign_in(&mut once, ANTON).await.location();
    let page = once.act(OFFICE_STEP, "app", &[("app_code", &code)]).await;
    page.expect(422, "faults.wrong_code");
    let fields = [("recovery_code", codes[0].as_str())];
    assert_eq!(
        once.act(OFFICE_STEP, "recovery", &fields).await.location(),
        "/office/history"
    );
    app.mails().await;
}

#[tokio::test]
async fn an_invited_administrator_sets_one_up_and_others_need_not() {
    let app = TestApp::start().await;
    as_in_a_new_shop(&app).await;
    app.insert_staff("Olga", &[Role::Operations]).await;
    let page = sign_in(&mut app.visitor(), "olga@tidewater.example").await;
    assert_eq!(page.location(), "/office/history");

    let email = Email::parse("new@tidewater.example").unwrap();
    let link = invite(&app.portico, &email, &Roles::of([Role::Administrator]))
        .await
        .unwrap();
    let mut new = app.visitor();
    let page = new.get(&link).await;
    let fields = [("name", "Nina"), ("new_password", PASSWORD)];
    let page = new.fill(&page, "/office/invitation", &fields).await;
    assert_eq!(page.location(), OFFICE_STEP);
    assert!(
        new.get("/office/requests")
            .await
            .location()
            .starts_with("/office/login")
    );
    let (_, _, done) = new.set_up_app(&app, OFFICE_STEP).await;
    assert_eq!(done.location(), "/office/requests");
    app.mails().await;
}

#[tokio::test]
async fn half_a_sign_in_of_one_side_is_nothing_on_the_other() {
    let app = TestApp::start().await;
    let (phone, _) = app.customer_with_app("ada@example.org").await;
    let mut ada = app.half_signed_in("ada@example.org").await;
    let step = ada.cookie("__Host-portico-step").unwrap().to_owned();
    ada.set_cookie("__Host-portico-office-step", &step);
    assert_eq!(ada.get(OFFICE_STEP).await.location(), "/office/login");
    let page = ada
        .act(OFFICE_STEP, "app", &[("app_code", &phone.code(&app))])
        .await;
    assert_eq!(page.location(), "/office/login?over=1");
    assert_eq!(
        ada.act(STEP, "app", &[("app_code", &phone.code(&app))])
            .await
            .location(),
        "/"
    );
    assert_eq!(app.database.count("staff_sessions").await, 0);
}

#[tokio::test]
async fn a_dismissed_member_gets_no_session_by_a_code() {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let (phone, _, _) = anton.set_up_app(&app, OFFICE_SET_UP).await;
    app.mails().await;
    app.time.turn(Span::seconds(30));
    let mut late = app.visitor().0;
    assert_eq!(sign_in(&mut late, ANTON).await.location(), OFFICE_STEP);
    app.database.execute("UPDATE staff SET active = FALSE").await;
    let page = late
        .act(OFFICE_STEP, "app", &[("app_code", &phone.code(&app))])
        .await;
    assert_eq!(page.code(), 422);
    assert!(
        late.get("/office/requests")
            .await
            .location()
            .starts_with("/office/login")
    );
}

#[tokio::test]
async fn staff_look_after_their_own() {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    let mut elsewhere = app.visitor().0;
    sign_in(&mut elsewhere, "olga@tidewater.example").await.location();
    let page = olga.get("/office/security").await;
    page.expect(200, "second_factor.card_off");
    let page = olga.fill(&page, OFFICE_SET_UP, &[("act", "choose_app")]).await;
    assert_eq!(page.location(), OFFICE_SET_UP);
    let (_, _, done) = olga.set_up_app(&app, OFFICE_SET_UP).await;
    assert_eq!(done.location(), "/office/security");
    assert!(
        elsewhere
            .get("/office/requests")
            .await
            .location()
            .starts_with("/office/login")
    );
    olga.get("/office/security")
        .await
        .expect(200, "second_factor.card_on");
    app.mails().await;
    app.time.turn(Span::minutes(11));
    let page = olga.act(OFFICE_SET_UP, "turn_off", &[]).await;
    assert_eq!(page.location(), "/office/login?again=1&next=%2Foffice%2Fsecurity");
    olga.follow(&page).await.expect(200, "login.again");
    app.factor_policy(|policy| policy.factor_roles = Roles::of([Role::Operations]))
        .await;
    let page = olga.get("/office/security").await;
    assert!(!page.says("second_factor.turn_off"));
}

#[tokio::test]
async fn the_console_takes_a_factor_away() {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    anton.set_up_app(&app, OFFICE_SET_UP).await;
    app.mails().await;
    let email = Email::parse(ANTON).unwrap();
    assert_eq!(reset_staff(&app.portico, &email).await, Ok(true));
    let told = app.only_mail(ANTON).await.text.replace('\n', " ");
    assert!(told.contains("was reset by the staff"), "{told}");
    assert!(
        anton
            .get("/office/requests")
            .await
            .location()
            .starts_with("/office/login")
    );
    assert_eq!(reset_staff(&app.portico, &email).await, Ok(false));
    let nobody = Email::parse("nobody@tidewater.example").unwrap();
    assert!(reset_staff(&app.portico, &nobody).await.is_err());
    assert_eq!(
        sign_in(&mut app.visitor(), ANTON).await.location(),
        "/office/history"
    );
    let mut olga = app.operations().await;
    let history = olga.get("/office/history").await;
    history.expect(200, "office.history_factor_reset");
    assert!(history.text().contains("Anton"), "{}", history.text());
}

#[rstest]
#[case::operations(Role::Operations, 303)]
#[case::administrator(Role::Administrator, 403)]
#[case::auditor(Role::Auditor, 403)]
#[tokio::test]
async fn a_customers_factor_is_reset_by_those_who_look_after_customers(
    #[case] role: Role,
    #[case] code: u16,
) {
    let app = TestApp::start().await;
    app.customer_with_app("ada@example.org").await;
    let id = app.database.texts("SELECT id FROM customers").await[0].clone();
    let mut member = app.staff("Sam", &[role]).await;
    let page = member
        .post("/office/customers/reset-factor", &[("id", &id)])
        .await;
    assert_eq!(page.code(), code, "{}", page.text());
    let left = app
        .database
        .count("second_factors WHERE app_secret IS NOT NULL")
        .await;
    assert_eq!(left, i64::from(code == 403));
    app.mails().await;
}

#[tokio::test]
async fn the_customers_page_offers_the_reset_while_there_is_a_factor() {
    let app = TestApp::start().await;
    app.customer_with_app("ada@example.org").await;
    let id = app.database.texts("SELECT id FROM customers").await[0].clone();
    let mut olga = app.operations().await;
    let page = olga.get(&format!("/office/customers/{id}")).await;
    page.expect(200, "second_factor.reset_text");
    let page = olga.fill(&page, "/office/customers/reset-factor", &[]).await;
    let page = olga.follow(&page).await;
    page.expect(200, "second_factor.reset_done");
    assert!(!page.has_form("/office/customers/reset-factor"));
    app.mails().await;
}

#[rstest]
#[case("not-an-id")]
#[case("0191d7a0-0000-7000-8000-000000000000")]
#[case("")]
#[tokio::test]
async fn nobody_elses_factor_is_reset(#[case] id: &str) {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    let page = olga.post("/office/customers/reset-factor", &[("id", id)]).await;
    assert_eq!(page.code(), 404);
}

async fn save(anton: &mut StaffMember, fields: &[(&str, &str)]) -> crate::support::Page {
    let page = anton.get(SETTINGS).await;
    page.expect(200, "second_factor.settings_lead");
    anton.fill(&page, SETTINGS, fields).await
}

#[tokio::test]
async fn an_administrator_says_who_must_have_one() {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let fields = [
        ("factor_demand", "required_from"),
        ("factor_from", "2027-01-31"),
        ("factor_mail", ""),
        ("factor_remember_days", "7"),
        ("role_auditor", "on"),
    ];
    assert_eq!(
        save(&mut anton, &fields).await.location(),
        "/office/settings?done=saved"
    );
    let mut conn = app.portico.database.read().await.unwrap();
    let kept = storage::policies::load::<SecondFactorPolicy>(&mut conn)
        .await
        .unwrap();
    let expected = SecondFactorPolicy {
        factor_demand: Demand::RequiredFrom,
        factor_from: Some("2027-01-31".parse().unwrap()),
        factor_mail: false,
        factor_remember_days: 7,
        factor_roles: Roles::of([Role::Auditor]),
    };
    assert_eq!(kept.policy, expected);
    let page = anton.get(SETTINGS).await;
    assert_eq!(page.value("factor_from"), "2027-01-31");
    let history = anton.get("/office/history").await;
    history.expect(200, "second_factor.demand_required_from");
    assert!(history.says("office.role_auditor"), "{}", history.text());
}

#[rstest]
#[case::a_day_is_missing(&[("factor_demand", "required_from"), ("factor_from", "")], "faults.required")]
#[case::no_day(&[("factor_from", "31.01.2027")], "faults.not_a_date")]
#[case::no_demand(&[("factor_demand", "sometimes")], "faults.unknown")]
#[case::no_number(&[("factor_remember_days", "many")], "faults.unknown")]
#[case::not_offered(&[("factor_remember_days", "8")], "faults.unknown")]
#[case::too_many(&[("factor_remember_days", "99999999")], "faults.unknown")]
#[tokio::test]
async fn what_cannot_be_meant_is_said(#[case] fields: &[(&str, &str)], #[case] fault: &str) {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    save(&mut anton, fields).await.expect(422, fault);
    assert_eq!(app.database.number("SELECT version FROM policies").await, 1);
}

#[tokio::test]
async fn others_may_look_or_not_even_that() {
    let app = TestApp::start().await;
    let mut sam = app.staff("Sam", &[Role::Auditor]).await;
    sam.get(SETTINGS).await.expect(200, "second_factor.settings_lead");
    assert_eq!(
        sam.post(
            SETTINGS,
            &[
                ("factor_demand", "off"),
                ("version", "1"),
                ("factor_remember_days", "7")
            ]
        )
        .await
        .code(),
        403
    );
    let mut olga = app.operations().await;
    assert_eq!(olga.get(SETTINGS).await.code(), 403);
    let mut anton = app.administrator().await;
    let stale = [
        ("version", "7"),
        ("factor_demand", "off"),
        ("factor_remember_days", "7"),
    ];
    assert_eq!(anton.call(SETTINGS, &stale).await, Ok(Answer::form(Fault::Stale)));
}

#[tokio::test]
async fn whoever_pauses_at_each_page_gets_on() {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    // By then it is noted again that the session is in use.
    let pause = || app.time.turn(Span::seconds(61));
    for act in ["choose_app", "back", "choose_app"] {
        pause();
        let page = olga.act(OFFICE_SET_UP, act, &[]).await;
        assert_eq!(page.code(), 303, "{act}: {}", page.text());
    }
    let phone = Phone::typed_from(&olga.get(OFFICE_SET_UP).await);
    pause();
    let code = phone.code(&app);
    let page = olga
        .act(OFFICE_SET_UP, "confirm_app", &[("app_code", &code)])
        .await;
    assert_eq!(page.location(), OFFICE_SET_UP);
    pause();
    let page = olga.act(OFFICE_SET_UP, "done", &[]).await;
    assert_eq!(page.location(), "/office/security");
    pause();
    let page = olga.act(OFFICE_SET_UP, "codes", &[]).await;
    assert_eq!(page.location(), OFFICE_SET_UP);
    app.mails().await;
}
