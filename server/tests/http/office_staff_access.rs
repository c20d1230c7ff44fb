//! `/office/staff/{id}`: changing somebody else's access, ending their sessions, and an administrator who stays.

use super::office_staff::{ACCESS, FACTOR, INVITE, LIST, OLGA, ROLES, SESSIONS, id_of, noted, page_of};
use crate::support::{Backend, OFFICE_SET_UP, PASSWORD, StaffMember, TestApp};
use app::api::{Answer, ApiError, Problems};
use domain::{staff::Role, time::Span, values::Fault};
use rstest::rstest;

async fn is_signed_in(member: &mut StaffMember) -> bool {
    member.get("/office/requests").await.code() == 200
}

async fn administrators(app: &TestApp) -> i64 {
    app.database
        .count("staff WHERE active AND roles LIKE '%administrator%'")
        .await
}

#[tokio::test]
async fn other_roles_count_at_once_and_are_told() {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    let mut anton = app.administrator().await;
    let path = page_of(&id_of(&app, "Olga").await);
    let page = anton.get(&path).await;
    let none = [("id", &path[LIST.len() + 1..]), ("version", "1")];
    let required = Problems::default().with("role_operations", Fault::Required);
    assert_eq!(anton.call(ROLES, &none).await, Ok(Answer::Problems(required)));
    let page = anton.fill(&page, ROLES, &[("role_administrator", "on")]).await;
    anton.follow(&page).await.expect(200, "staff.done_roles");
    assert!(
        !is_signed_in(&mut olga).await,
        "a role may ask for a second factor"
    );
    let mail = app.only_mail(OLGA).await;
    assert!(mail.text.contains("Anton gave you other roles"), "{mail:?}");
    assert!(mail.text.contains("administrator"), "{mail:?}");
    let fields = [("email", OLGA), ("password", PASSWORD)];
    olga.post("/office/login", &fields).await.location();
    assert_eq!(olga.get("/office/settings").await.code(), 200);
    let history = anton.get("/office/history").await;
    assert!(history.says("staff.history_roles") && history.says("office.role_operations"));
}

#[tokio::test]
async fn a_page_that_is_out_of_date_changes_nothing() {
    let app = TestApp::start().await;
    app.operations().await;
    let mut anton = app.administrator().await;
    let path = page_of(&id_of(&app, "Olga").await);
    let page = anton.get(&path).await;
    anton
        .fill(&page, ROLES, &[("role_auditor", "on")])
        .await
        .location();
    app.only_mail(OLGA).await;
    let again = anton.fill(&page, ACCESS, &[("switch", "close")]).await;
    again.expect(422, "faults.stale");
    let twice = anton.fill(&again, ACCESS, &[("switch", "open")]).await;
    twice.expect(422, "faults.stale");
    let active = app.database.count("staff WHERE active").await;
    assert_eq!(active, 2);
}

#[tokio::test]
async fn closed_access_is_out_at_once_and_back_when_opened() {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    let mut anton = app.administrator().await;
    let path = page_of(&id_of(&app, "Olga").await);
    let page = anton.get(&path).await;
    let page = anton.fill(&page, ACCESS, &[("switch", "close")]).await;
    let page = anton.follow(&page).await;
    page.expect(200, "staff.done_closed");
    assert!(page.says("staff.closed") && page.says("staff.history_closed"));
    assert!(!is_signed_in(&mut olga).await);
    assert!(app.only_mail(OLGA).await.text.contains("closed your access"));
    let fields = [("email", OLGA), ("password", PASSWORD)];
    olga.post("/office/login", &fields)
        .await
        .expect(422, "faults.wrong_credentials");
    let page = anton.fill(&page, ACCESS, &[("switch", "open")]).await;
    anton.follow(&page).await.expect(200, "staff.done_opened");
    assert!(app.only_mail(OLGA).await.text.contains("opened your access"));
    assert_eq!(
        olga.post("/office/login", &fields).await.location(),
        "/office/requests"
    );
}

#[tokio::test]
async fn a_second_factor_is_taken_away_after_a_recent_sign_in() {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    olga.set_up_app(&app, OFFICE_SET_UP).await;
    app.only_mail(OLGA).await;
    let mut anton = app.administrator().await;
    let path = page_of(&id_of(&app, "Olga").await);
    let page = anton.get(&path).await;
    app.time.turn(Span::minutes(11));
    let asked = anton.fill(&page, FACTOR, &[]).await;
    let again = format!("/office/login?again=1&next={}", path.replace('/', "%2F"));
    assert_eq!(asked.location(), again);
    assert_eq!(
        app.database.count("second_factors").await,
        1,
        "nothing is done before"
    );
    let fields = [
        ("email", "anton@tidewater.example"),
        ("password", PASSWORD),
        ("next", &path),
    ];
    assert_eq!(anton.post("/office/login", &fields).await.location(), path);
    let page = anton.get(&path).await;
    let page = anton.fill(&page, FACTOR, &[]).await;
    let page = anton.follow(&page).await;
    page.expect(200, "second_factor.reset_done");
    assert!(!page.has_form(FACTOR) && page.says("office.history_factor_reset"));
    assert!(!is_signed_in(&mut olga).await);
    let told = app.only_mail(OLGA).await.text.replace('\n', " ");
    assert!(told.contains("reset by the staff"), "{told}");
    let id = id_of(&app, "Olga").await;
    let stale = Ok(Answer::form(Fault::Stale));
    assert_eq!(anton.call(FACTOR, &[("id", &id)]).await, stale);
    assert_eq!(noted(&app, "second_factor.reset").await, 1);
}

#[rstest]
#[case::an_invitation(INVITE, true)]
#[case::other_roles(ROLES, true)]
#[case::access_again("/office/staff/access?open", true)]
#[case::no_access(ACCESS, false)]
#[case::the_end_of_sessions(SESSIONS, false)]
#[tokio::test]
async fn what_gives_access_asks_for_a_recent_sign_in(#[case] form: &str, #[case] asks: bool) {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    app.time.turn(Span::minutes(11));
    app.operations().await;
    let id = id_of(&app, "Olga").await;
    let (form, switch) = form.split_once('?').unwrap_or((form, "close"));
    if switch == "open" {
        app.database
            .execute("UPDATE staff SET active = FALSE WHERE name = 'Olga'")
            .await;
    }
    let fields = [
        ("id", id.as_str()),
        ("version", "1"),
        ("email", "nora@tidewater.example"),
        ("language", "en"),
        ("role_auditor", "on"),
        ("switch", switch),
    ];
    let answer = anton.call(form, &fields).await;
    let Ok(Answer::Go(path)) = answer else {
        panic!("{answer:?}");
    };
    assert_eq!(path.starts_with("/office/login?again=1"), asks, "{path}");
    assert_eq!(app.mails().await.len(), usize::from(!asks));
}

#[tokio::test]
async fn one_session_is_ended_or_all() {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    let mut phone = app.visitor();
    app.time.turn(Span::minutes(1));
    let fields = [("email", OLGA), ("password", PASSWORD)];
    phone.post("/office/login", &fields).await.location();
    let mut anton = app.administrator().await;
    let id = id_of(&app, "Olga").await;
    let page = anton.get(&page_of(&id)).await;
    // The first form is the one of the session that was used last.
    let page = anton.fill(&page, SESSIONS, &[]).await;
    anton.follow(&page).await.expect(200, "customers.done_sessions");
    assert_eq!(phone.get("/office/requests").await.code(), 303);
    assert!(is_signed_in(&mut olga).await);
    assert!(app.only_mail(OLGA).await.text.contains("ended sessions of yours"));

    let own = app
        .database
        .texts("SELECT id FROM staff_sessions ORDER BY id DESC")
        .await
        .remove(0);
    let stale = Ok(Answer::form(Fault::Stale));
    let foreign = [("id", id.as_str()), ("session", own.as_str())];
    assert_eq!(anton.call(SESSIONS, &foreign).await, stale, "another's session");
    let all = [("id", id.as_str()), ("session", "")];
    assert!(matches!(anton.call(SESSIONS, &all).await, Ok(Answer::Go(_))));
    app.only_mail(OLGA).await;
    assert!(!is_signed_in(&mut olga).await && is_signed_in(&mut anton).await);
    assert_eq!(anton.call(SESSIONS, &all).await, stale);
    assert_eq!(noted(&app, "staff.sessions_ended").await, 2);
}

#[tokio::test]
async fn nobody_changes_their_own_access() {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let id = id_of(&app, "Anton").await;
    let page = anton.get(&page_of(&id)).await;
    page.expect(200, "staff.own_text");
    let fields = [
        ("id", id.as_str()),
        ("version", "1"),
        ("role_auditor", "on"),
        ("switch", "close"),
    ];
    for form in [ROLES, ACCESS, FACTOR, SESSIONS] {
        assert!(!page.has_form(form), "{form}");
        assert_eq!(
            anton.call(form, &fields).await,
            Ok(Answer::form(Fault::Oneself)),
            "{form}"
        );
        anton.post(form, &fields).await.expect(422, "faults.oneself");
    }
    assert!(is_signed_in(&mut anton).await);
    assert_eq!(administrators(&app).await, 1);
}

/// Each of these people does it to the next one, all at the same moment.
async fn around(app: &TestApp, names: &[&str], form: &'static str) -> usize {
    let mut people = Vec::new();
    for name in names {
        people.push((
            app.staff(name, &[Role::Administrator]).await,
            id_of(app, name).await,
        ));
    }
    let tasks: Vec<_> = (0..people.len())
        .map(|n| {
            let mut browser = people[n].0.browser.clone();
            let id = people[(n + 1) % people.len()].1.clone();
            tokio::spawn(async move {
                let fields = [
                    ("id", id.as_str()),
                    ("version", "1"),
                    ("role_operations", "on"),
                    ("switch", "close"),
                ];
                browser.call(form, &fields).await
            })
        })
        .collect();
    let mut won = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(Answer::Go(_)) => won += 1,
            Ok(answer) => assert_eq!(answer, Answer::form(Fault::LastAdministrator)),
            Err(error) => assert!(
                matches!(error, ApiError::Forbidden | ApiError::SignInNeeded),
                "{error}"
            ),
        }
    }
    won
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_administrator_is_left_whoever_acts_at_the_same_moment(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
    #[values(ROLES, ACCESS)] form: &'static str,
    #[values(&["Anton", "Berta"], &["Anton", "Berta", "Cem", "Dora"])] names: &[&str],
) {
    let app = TestApp::on(backend).await;
    let won = around(&app, names, form).await;
    let left = administrators(&app).await;
    assert!(won >= 1 && left >= 1, "{won} {left}");
    assert_eq!(left, i64::try_from(names.len() - won).unwrap());
    assert_eq!(app.mails().await.len(), won);
}
