//! `/office/settings/sessions`: how long customers stay signed in.

use crate::support::{PASSWORD, StaffMember, TestApp};
use app::api::{Answer, ApiError};
use domain::{customers::CustomerStatus, staff::Role, time::Span, values::Fault};
use rstest::rstest;

const PAGE: &str = "/office/settings/sessions";
const ADA: &str = "ada@example.org";

async fn save(anton: &mut StaffMember, changes: &[(&str, &str)]) -> crate::support::Page {
    let page = anton.get(PAGE).await;
    anton.fill(&page, PAGE, changes).await
}

#[tokio::test]
async fn the_page_shows_the_defaults_and_what_was_saved() {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let page = anton.get(PAGE).await;
    let shown = |page: &crate::support::Page| {
        [
            "idle_minutes",
            "absolute_hours",
            "kept_idle_days",
            "kept_absolute_days",
        ]
        .map(|name| page.value(name))
    };
    assert_eq!(shown(&page), ["60", "12", "14", "30"]);
    save(&mut anton, &[("idle_minutes", "15"), ("kept_idle_days", "7")])
        .await
        .location();
    assert_eq!(shown(&anton.get(PAGE).await), ["15", "12", "7", "30"]);
    let history = app
        .database
        .texts("SELECT new_value FROM history WHERE action = 'settings.changed'")
        .await;
    assert!(history[0].contains(r#""idle_minutes":15"#), "{history:?}");
}

#[rstest]
#[case::idle("", &[("idle_minutes", "5")], Span::minutes(5))]
#[case::kept_idle("on", &[("kept_idle_days", "1")], Span::days(1))]
#[tokio::test]
async fn an_idle_limit_holds_from_the_next_request_on(
    #[case] keep: &str,
    #[case] changes: &[(&str, &str)],
    #[case] limit: Span,
) {
    let app = TestApp::start().await;
    app.insert_customer(ADA, CustomerStatus::Active).await;
    let mut ada = app.visitor();
    let page = ada.get("/login").await;
    let fields = [("email", ADA), ("password", PASSWORD), ("keep", keep)];
    ada.fill(&page, "/login", &fields).await.location();
    let mut anton = app.administrator().await;
    save(&mut anton, changes).await.location();
    let mut replica = ada.at(app.replica());
    app.time.turn(limit);
    assert!(
        !replica.is_signed_in().await,
        "a session that had begun, on another replica"
    );
}

#[rstest]
#[case::usual("", &[("absolute_hours", "1"), ("idle_minutes", "60")], Span::hours(1))]
#[case::kept("on", &[("kept_absolute_days", "2"), ("kept_idle_days", "2")], Span::days(2))]
#[tokio::test]
async fn an_absolute_limit_holds_although_the_session_is_in_use(
    #[case] keep: &str,
    #[case] changes: &[(&str, &str)],
    #[case] limit: Span,
) {
    let app = TestApp::start().await;
    app.insert_customer(ADA, CustomerStatus::Active).await;
    let mut anton = app.administrator().await;
    save(&mut anton, changes).await.location();
    let mut ada = app.visitor();
    let page = ada.get("/login").await;
    let fields = [("email", ADA), ("password", PASSWORD), ("keep", keep)];
    let page = ada.fill(&page, "/login", &fields).await;
    let age = page.headers.get_all("set-cookie").iter();
    let age = age
        .map(|line| line.to_str().unwrap())
        .find(|line| line.starts_with("__Host-portico="))
        .unwrap();
    let kept = format!("Max-Age={}", limit.as_secs());
    assert_eq!(age.contains(&kept), keep == "on", "{age}");
    let half = Span::millis(limit.as_millis() / 2);
    app.time.turn(half);
    assert!(ada.is_signed_in().await);
    app.time.turn(half);
    assert!(!ada.is_signed_in().await);
}

#[rstest]
#[case::too_short("idle_minutes", "4", Fault::OutOfRange { min: 5, max: 720 })]
#[case::longer_than_the_session("idle_minutes", "721", Fault::OutOfRange { min: 5, max: 720 })]
#[case::nothing("absolute_hours", "", Fault::Required)]
#[case::too_long("absolute_hours", "169", Fault::OutOfRange { min: 1, max: 168 })]
#[case::no_number("kept_idle_days", "ten", Fault::OutOfRange { min: 1, max: 30 })]
#[case::for_ever("kept_absolute_days", "91", Fault::OutOfRange { min: 1, max: 90 })]
#[tokio::test]
async fn each_fault_stands_beside_its_field(#[case] field: &str, #[case] value: &str, #[case] fault: Fault) {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let mut fields = anton.get(PAGE).await.form(PAGE);
    for (name, own) in &mut fields {
        if name == field {
            value.clone_into(own);
        }
    }
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let answer = anton.call(PAGE, &fields).await;
    assert_eq!(answer, Ok(Answer::field(field, fault)));
    let page = anton.post(PAGE, &fields).await;
    assert_eq!((page.code(), page.value(field).as_str()), (422, value));
    assert_eq!(app.database.count("policies WHERE name = 'sessions'").await, 0);
}

#[tokio::test]
async fn a_form_from_before_somebody_elses_change_is_refused() {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let stale = anton.get(PAGE).await;
    save(&mut anton, &[("idle_minutes", "30")]).await.location();
    anton
        .fill(&stale, PAGE, &[("idle_minutes", "20")])
        .await
        .expect(422, "faults.stale");
}

#[tokio::test]
async fn only_administrators_change_it() {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    assert_eq!(olga.get(PAGE).await.code(), 403);
    let mut audrey = app.staff("Audrey", &[Role::Auditor]).await;
    let page = audrey.get(PAGE).await;
    assert!(page.field("idle_minutes").unwrap().get("readonly").is_some());
    for member in [&mut olga, &mut audrey] {
        let answer = member.call(PAGE, &[("idle_minutes", "x")]).await;
        assert_eq!(answer, Err(ApiError::Forbidden), "{}", member.name);
    }
    let answer = app.visitor().call(PAGE, &[]).await;
    assert_eq!(answer, Err(ApiError::SignInNeeded));
}
