//! `/login/second-factor`: the second step of a customer's sign-in, which nothing skips.

use crate::support::{Backend, PASSWORD, Page, STEP, TestApp, Visitor};
use domain::{customers::CustomerStatus, settings::Demand, time::Span};
use rstest::rstest;

const ADA: &str = "ada@example.org";
const OVER: &str = "/login?over=1";

async fn with_code(visitor: &mut Visitor, code: &str) -> Page {
    visitor.act(STEP, "app", &[("app_code", code)]).await
}

async fn with_recovery(visitor: &mut Visitor, code: &str) -> Page {
    visitor.act(STEP, "recovery", &[("recovery_code", code)]).await
}

#[tokio::test]
async fn the_code_of_the_app_lets_in_and_what_was_wanted_survives() {
    let app = TestApp::start().await;
    let (phone, _) = app.customer_with_app(ADA).await;
    let mut ada = app.visitor();
    let fields = [
        ("email", ADA),
        ("password", PASSWORD),
        ("keep", "on"),
        ("next", "/offers/yoga-course"),
    ];
    let page = ada.post("/login", &fields).await;
    assert_eq!(page.location(), STEP);
    let page = ada.follow(&page).await;
    page.expect(200, "second_factor.ask_heading");
    let page = ada.fill(&page, STEP, &[("app_code", &phone.code(&app))]).await;
    assert_eq!(page.location(), "/offers/yoga-course");
    assert!(ada.is_signed_in().await);
    assert!(ada.cookie("__Host-portico-step").is_none(), "it is over");
    let kept = "SELECT amr FROM sessions WHERE keep AND ended_at IS NULL";
    assert_eq!(app.database.texts(kept).await, ["pwd otp"]);
}

#[tokio::test]
async fn the_page_speaks_the_browsers_language() {
    let app = TestApp::start().await;
    let (phone, _) = app.customer_with_app(ADA).await;
    let mut ada = app.visitor();
    ada.language = "de";
    ada.sign_in(ADA, PASSWORD).await;
    let page = ada.get(STEP).await;
    assert!(page.says_in("de", "second_factor.ask_lead"), "{}", page.text());
    let page = with_code(&mut ada, &phone.wrong_code(&app)).await;
    assert!(page.says_in("de", "faults.wrong_code"), "{}", page.text());
}

#[tokio::test]
async fn a_second_tab_does_not_skip_the_step() {
    let app = TestApp::start().await;
    let (phone, _) = app.customer_with_app(ADA).await;
    let mut ada = app.half_signed_in(ADA).await;
    // The second tab has the same cookies.
    let mut tab = ada.0.clone();
    for path in ["/account", "/account/profile", "/account/security/second-factor"] {
        assert!(tab.get(path).await.location().contains("/login"), "{path}");
    }
    assert!(tab.cookie("__Host-portico").is_none());
    for act in [
        "done",
        "later",
        "choose_app",
        "confirm_app",
        "back",
        "turn_off",
        "",
        "session",
    ] {
        let page = tab.act(STEP, act, &[("app_code", "000000")]).await;
        assert!(page.status.is_client_error(), "{act}: {}", page.status);
    }
    let step = tab.cookie("__Host-portico-step").unwrap().to_owned();
    tab.set_cookie("__Host-portico", &step);
    assert!(!tab.is_signed_in().await, "half a sign-in is no session");
    assert_eq!(app.open_sessions().await, 0);
    // The step itself is as it was.
    assert_eq!(with_code(&mut ada, &phone.code(&app)).await.location(), "/");
}

#[tokio::test]
async fn a_step_belongs_to_its_browser() {
    let app = TestApp::start().await;
    let (phone, _) = app.customer_with_app(ADA).await;
    let _half = app.half_signed_in(ADA).await;
    let mut other = app.visitor();
    assert_eq!(other.get(STEP).await.location(), "/login");
    assert_eq!(with_code(&mut other, &phone.code(&app)).await.location(), OVER);
    other.set_cookie("__Host-portico-step", "not-a-token");
    assert_eq!(other.get(STEP).await.location(), "/login");
    assert!(!other.is_signed_in().await);
    assert!(other.get(OVER).await.says("login.step_over"));
}

#[tokio::test]
async fn a_code_of_the_app_works_once() {
    let app = TestApp::start().await;
    let (phone, _) = app.customer_with_app(ADA).await;
    let code = phone.code(&app);
    let mut one = app.half_signed_in(ADA).await;
    assert_eq!(with_code(&mut one, &code).await.location(), "/");
    let mut other = app.half_signed_in(ADA).await;
    with_code(&mut other, &code)
        .await
        .expect(422, "faults.wrong_code");
    with_code(&mut other, &phone.code_in(&app, -1))
        .await
        .expect(422, "faults.wrong_code");
    // The next one is another one, and may come a step early.
    assert_eq!(
        with_code(&mut other, &phone.code_in(&app, 1)).await.location(),
        "/"
    );
}

#[tokio::test]
async fn a_recovery_code_works_once_and_is_told() {
    let app = TestApp::start().await;
    let (_, codes) = app.customer_with_app(ADA).await;
    let mut one = app.half_signed_in(ADA).await;
    let typed = codes[3].to_uppercase().replace('-', " ");
    assert_eq!(with_recovery(&mut one, &typed).await.location(), "/");
    let letter = app.only_mail(ADA).await;
    assert!(
        letter.subject.starts_with("A recovery code was used"),
        "{letter:?}"
    );
    let mut other = app.half_signed_in(ADA).await;
    with_recovery(&mut other, &codes[3])
        .await
        .expect(422, "faults.wrong_code");
    with_recovery(&mut other, "nonsense")
        .await
        .expect(422, "faults.wrong_code");
    with_recovery(&mut other, "").await.expect(422, "faults.required");
    assert_eq!(with_recovery(&mut other, &codes[4]).await.location(), "/");
    app.mails().await;
    let mut olga = app.operations().await;
    let history = olga.get("/office/history").await;
    history.expect(200, "office.history_factor_code_used");
}

/// Sends the same code from two browsers at the same moment, and gives how many got in.
async fn at_once(app: &TestApp, act: &'static str, field: &'static str, code: &str) -> usize {
    let (one, other) = (app.half_signed_in(ADA).await, app.half_signed_in(ADA).await);
    let send = |mut who: Visitor, code: String| {
        tokio::spawn(async move { who.act(STEP, act, &[(field, &code)]).await })
    };
    let (one, other) = (send(one, code.to_owned()), send(other, code.to_owned()));
    let pages = [one.await.unwrap(), other.await.unwrap()];
    let entered = pages
        .iter()
        .filter(|page| page.code() == 303 && page.location() == "/");
    let refused = pages.iter().filter(|page| page.code() == 422);
    assert_eq!(refused.count(), 1, "{} {}", pages[0].status, pages[1].status);
    entered.count()
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_at_the_same_moment_exactly_one_gets_in(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let app = TestApp::on(backend).await;
    let (phone, codes) = app.customer_with_app(ADA).await;
    for (round, recovery) in codes.iter().take(3).enumerate() {
        assert_eq!(
            at_once(&app, "recovery", "recovery_code", recovery).await,
            1,
            "{round}"
        );
        let code = phone.code(&app);
        assert_eq!(at_once(&app, "app", "app_code", &code).await, 1, "{round}");
        app.time.turn(Span::seconds(30));
    }
    assert_eq!(app.open_sessions().await, 6);
    app.mails().await;
}

#[tokio::test]
async fn wrong_codes_end_the_step_and_then_the_hour() {
    let app = TestApp::start().await;
    let (phone, _) = app.customer_with_app(ADA).await;
    let wrong = phone.wrong_code(&app);
    let mut ada = app.half_signed_in(ADA).await;
    for _ in 0..4 {
        with_code(&mut ada, &wrong).await.expect(422, "faults.wrong_code");
    }
    let page = ada.get(STEP).await;
    assert!(page.value("app_code").is_empty(), "a code is not shown again");
    assert_eq!(with_code(&mut ada, &wrong).await.location(), OVER, "the fifth");
    assert_eq!(with_code(&mut ada, &phone.code(&app)).await.location(), OVER);

    let mut ada = app.half_signed_in(ADA).await;
    for _ in 0..4 {
        with_code(&mut ada, &wrong).await.expect(422, "faults.wrong_code");
    }
    assert_eq!(
        with_code(&mut ada, &phone.code(&app)).await.location(),
        "/",
        "the last try counts"
    );

    // Ten in an hour, from wherever.
    for _ in 0..2 {
        let mut ada = app.half_signed_in(ADA).await;
        for _ in 0..5 {
            with_code(&mut ada, &wrong).await;
        }
    }
    let mut ada = app.half_signed_in(ADA).await;
    ada.address = ([198, 51, 100, 9], 40_000).into();
    let page = with_code(&mut ada, &phone.code_in(&app, 1)).await;
    page.expect(429, "faults.too_many_tries");
    app.time.turn(Span::hours(1));
    let mut ada = app.half_signed_in(ADA).await;
    assert_eq!(with_code(&mut ada, &phone.code(&app)).await.location(), "/");
}

#[tokio::test]
async fn a_step_lasts_ten_minutes() {
    let app = TestApp::start().await;
    let (phone, _) = app.customer_with_app(ADA).await;
    let mut ada = app.half_signed_in(ADA).await;
    app.time.turn(Span::minutes(10));
    assert_eq!(with_code(&mut ada, &phone.code(&app)).await.location(), OVER);
    app.time.turn(Span::days(1));
    app.jobs().await;
    assert_eq!(app.database.count("factor_steps").await, 0, "and is forgotten");
}

#[tokio::test]
async fn a_new_password_does_not_get_around_the_factor() {
    let app = TestApp::start().await;
    let (phone, _) = app.customer_with_app(ADA).await;
    let mut half = app.half_signed_in(ADA).await;
    let mut ada = app.visitor();
    ada.post("/forgot", &[("email", ADA)]).await.location();
    let link = app.only_mail(ADA).await.link();
    let page = ada.get(&link).await;
    let page = ada
        .fill(&page, "/reset", &[("new_password", "anchor lantern 42")])
        .await;
    assert_eq!(page.location(), "/login?done=password");
    app.mails().await;
    assert_eq!(
        with_code(&mut half, &phone.code(&app)).await.location(),
        OVER,
        "begun with the old one"
    );
    assert_eq!(ada.sign_in(ADA, "anchor lantern 42").await.location(), STEP);
    assert!(!ada.is_signed_in().await);
    assert_eq!(with_code(&mut ada, &phone.code(&app)).await.location(), "/");
}

#[tokio::test]
async fn a_closed_account_gets_no_session_by_a_code() {
    let app = TestApp::start().await;
    let (phone, codes) = app.customer_with_app(ADA).await;
    let mut ada = app.half_signed_in(ADA).await;
    let id = app.database.texts("SELECT id FROM customers").await[0]
        .parse()
        .unwrap();
    app.set_status(id, CustomerStatus::Active, CustomerStatus::Disabled)
        .await;
    assert_eq!(with_code(&mut ada, &phone.code(&app)).await.code(), 422);
    assert_eq!(with_recovery(&mut ada, &codes[0]).await.code(), 422);
    assert_eq!(app.open_sessions().await, 0);
    app.set_status(id, CustomerStatus::Disabled, CustomerStatus::Active)
        .await;
    app.settings(|settings| settings.local_sign_in = false).await;
    assert_eq!(with_code(&mut ada, &phone.code(&app)).await.code(), 422);
    assert_eq!(app.open_sessions().await, 0);
}

#[tokio::test]
async fn where_the_shop_asks_nobody_the_password_is_enough() {
    let app = TestApp::start().await;
    app.customer_with_app(ADA).await;
    app.factor_policy(|policy| policy.factor_demand = Demand::Off)
        .await;
    assert_eq!(app.visitor().sign_in(ADA, PASSWORD).await.location(), "/");
    assert_eq!(
        app.database
            .texts("SELECT amr FROM sessions WHERE ended_at IS NULL")
            .await,
        ["pwd"]
    );
}
