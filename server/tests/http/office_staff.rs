//! `/office/staff`: who works here, inviting somebody, and changing somebody else's access.

use crate::support::{Backend, OFFICE_SET_UP, PASSWORD, StaffMember, TestApp};
use app::api::{Answer, ApiError, Problems};
use domain::{staff::Role, time::Span, values::Fault};
use rstest::rstest;

const LIST: &str = "/office/staff";
const INVITE: &str = "/office/staff/invite";
const ROLES: &str = "/office/staff/roles";
const ACCESS: &str = "/office/staff/access";
const FACTOR: &str = "/office/staff/second-factor";
const SESSIONS: &str = "/office/staff/sessions";
const OLGA: &str = "olga@tidewater.example";

async fn id_of(app: &TestApp, name: &str) -> String {
    let sql = format!("SELECT id FROM staff WHERE name = '{name}'");
    app.database.texts(&sql).await.remove(0)
}

fn page_of(id: &str) -> String {
    format!("{LIST}/{id}")
}

async fn is_signed_in(member: &mut StaffMember) -> bool {
    member.get("/office/requests").await.code() == 200
}

async fn noted(app: &TestApp, action: &str) -> i64 {
    let lines = format!("history WHERE action = '{action}'");
    app.database.count(&lines).await
}

async fn administrators(app: &TestApp) -> i64 {
    app.database
        .count("staff WHERE active AND roles LIKE '%administrator%'")
        .await
}

#[tokio::test]
async fn the_list_tells_who_works_here() {
    let app = TestApp::start().await;
    app.insert_staff("Nora", &[Role::Auditor]).await;
    app.operations().await;
    let mut anton = app.administrator().await;
    let page = anton.get(LIST).await;
    page.expect(200, "staff.lead");
    for text in ["Nora", OLGA, "anton@tidewater.example", "21 November 2026"] {
        assert!(
            page.text().replace('\u{a0}', " ").contains(text),
            "{text}: {}",
            page.text()
        );
    }
    for key in ["office.role_auditor", "staff.own", "staff.never", "common.off"] {
        assert!(page.says(key), "{key}: {}", page.text());
    }
    assert!(page.has_form(INVITE));
    let page = anton.get(&page_of(&id_of(&app, "Olga").await)).await;
    page.expect(200, "staff.access");
    assert!(page.text().contains("Test/1.0") || page.says("customers.session_unknown"));
    assert!(page.text().contains("203.0.113.7") && page.says("office.history_staff_signed_in"));
    for form in [ROLES, ACCESS, SESSIONS] {
        assert!(page.has_form(form), "{form}");
    }
    assert!(!page.has_form(FACTOR), "there is none to take away");
}

#[tokio::test]
async fn an_invitation_goes_by_mail_and_is_used_once() {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let page = anton.get(LIST).await;
    let again = anton
        .fill(&page, INVITE, &[("email", "olga"), ("language", "de")])
        .await;
    again.expect(422, "faults.not_an_email");
    assert!(again.says("faults.required"), "no role: {}", again.text());
    assert_eq!(again.value("email"), "olga");
    let fields = [("email", OLGA), ("language", "de"), ("role_operations", "on")];
    let page = anton.fill(&again, INVITE, &fields).await;
    let page = anton.follow(&page).await;
    page.expect(200, "staff.done_invited");
    assert!(page.says("staff.invited") && page.text().contains(OLGA));
    let mail = app.only_mail(OLGA).await;
    assert!(mail.subject.starts_with("Ihr Zugang"), "{mail:?}");
    let shown = anton.get(LIST).await;
    assert!(
        !shown.body.contains(&mail.token()),
        "the link is its reader's alone"
    );

    let mut olga = app.visitor();
    let page = olga.get(&mail.link()).await;
    assert_eq!(page.value("email"), OLGA);
    let fields = [
        ("name", "Olga"),
        ("new_password", PASSWORD),
        ("role_administrator", "on"),
    ];
    let page = olga.fill(&page, "/office/invitation", &fields).await;
    assert_eq!(page.location(), "/office/requests");
    let roles = app
        .database
        .texts("SELECT roles FROM staff WHERE name = 'Olga'")
        .await;
    assert_eq!(roles, ["operations"]);
    let page = app.visitor().get(&mail.link()).await;
    page.expect(200, "office.first_spent_heading");
    assert!(
        !anton.get(LIST).await.says("staff.withdraw"),
        "nobody is invited any more"
    );
    let fields = [
        ("email", "OLGA@tidewater.example"),
        ("language", "en"),
        ("role_auditor", "on"),
    ];
    assert_eq!(
        anton.call(INVITE, &fields).await,
        Ok(Answer::field("email", Fault::AddressTaken))
    );
    assert_eq!(noted(&app, "staff.invited").await, 1);
}

#[tokio::test]
async fn another_invitation_replaces_the_first_and_one_is_withdrawn() {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let operations = [("email", OLGA), ("language", "en"), ("role_operations", "on")];
    anton.post(INVITE, &operations).await.location();
    let first = app.only_mail(OLGA).await.link();
    let auditor = [("email", OLGA), ("language", "en"), ("role_auditor", "on")];
    // Of two mails that have not left yet, the first stays.
    anton.post(INVITE, &operations).await.location();
    anton.post(INVITE, &auditor).await.location();
    let last = app.only_mail(OLGA).await.link();
    app.visitor()
        .get(&first)
        .await
        .expect(200, "office.first_spent_heading");
    assert!(app.visitor().get(&last).await.has_form("/office/invitation"));

    let page = anton.get(LIST).await;
    assert!(page.says("office.role_auditor") && page.says("staff.withdraw"));
    let page = anton.fill(&page, "/office/staff/withdraw", &[]).await;
    anton.follow(&page).await.expect(200, "staff.done_withdrawn");
    app.visitor()
        .get(&last)
        .await
        .expect(200, "office.first_spent_heading");
    assert_eq!(noted(&app, "staff.invitation_withdrawn").await, 1);
    let id = app
        .database
        .texts("SELECT id FROM links ORDER BY id DESC")
        .await
        .remove(0);
    let stale = Ok(Answer::form(Fault::Stale));
    assert_eq!(anton.call("/office/staff/withdraw", &[("id", &id)]).await, stale);

    anton.post(INVITE, &auditor).await.location();
    let id = app
        .database
        .texts("SELECT id FROM links ORDER BY id DESC")
        .await
        .remove(0);
    anton
        .post("/office/staff/withdraw", &[("id", &id)])
        .await
        .location();
    assert_eq!(app.mails().await.len(), 0, "a mail that has not left stays");

    anton.post(INVITE, &auditor).await.location();
    app.only_mail(OLGA).await;
    app.time.turn(Span::days(7));
    let mut anton = app.staff("Arne", &[Role::Administrator]).await;
    let page = anton.get(LIST).await;
    assert!(
        page.text().contains("The invitation ended on") && !page.says("staff.withdraw"),
        "{}",
        page.text()
    );
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_several_invitations_at_the_same_moment_one_stays(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let app = TestApp::on(backend).await;
    let anton = app.administrator().await;
    let tasks: Vec<_> = (0..4)
        .map(|_| {
            let mut browser = anton.browser.clone();
            tokio::spawn(async move {
                let fields = [("email", OLGA), ("language", "en"), ("role_operations", "on")];
                browser.call(INVITE, &fields).await
            })
        })
        .collect();
    for task in tasks {
        assert_eq!(task.await.unwrap(), Ok(Answer::go("/office/staff?done=invited")));
    }
    app.only_mail(OLGA).await;
    assert_eq!(app.database.count("links WHERE used_at IS NULL").await, 1);
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
    assert!(app.only_mail(OLGA).await.text.contains("reset by the staff"));
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

#[rstest]
#[case::operations(Role::Operations, 403)]
#[case::an_auditor(Role::Auditor, 200)]
#[tokio::test]
async fn who_may_not_edit_staff_does_not(#[case] role: Role, #[case] code: u16) {
    let app = TestApp::start().await;
    app.insert_staff("Anton", &[Role::Administrator]).await;
    let mut iris = app.staff("Iris", &[role]).await;
    let id = id_of(&app, "Anton").await;
    let page = iris.get(LIST).await;
    assert_eq!((page.code(), page.has_form(INVITE)), (code, false));
    let page = iris.get(&page_of(&id)).await;
    assert_eq!(page.code(), code);
    let fields = [
        ("id", id.as_str()),
        ("version", "1"),
        ("email", "nora@tidewater.example"),
        ("language", "en"),
        ("role_auditor", "on"),
        ("switch", "close"),
    ];
    for form in [INVITE, "/office/staff/withdraw", ROLES, ACCESS, FACTOR, SESSIONS] {
        assert!(!page.has_form(form), "{form}");
        assert_eq!(iris.call(form, &fields).await, Err(ApiError::Forbidden), "{form}");
        let visitor = app.visitor().call(form, &fields).await;
        assert_eq!(visitor, Err(ApiError::SignInNeeded), "{form}");
    }
    assert_eq!(app.mails().await.len(), 0);
}

#[tokio::test]
async fn ids_and_words_that_are_none_lead_nowhere() {
    let app = TestApp::start().await;
    app.operations().await;
    let mut anton = app.administrator().await;
    let nobody = "01890a5d-ac96-774b-bcce-b302099a8057";
    for id in [nobody, "roles", "1", "%00", "..%2F.."] {
        assert_eq!(anton.get(&page_of(id)).await.code(), 404, "{id}");
    }
    for form in ["/office/staff/withdraw", ROLES, ACCESS, FACTOR, SESSIONS] {
        for id in ["", "1", nobody] {
            let fields = [
                ("id", id),
                ("version", "1"),
                ("switch", "close"),
                ("role_auditor", "on"),
            ];
            assert_eq!(
                anton.call(form, &fields).await,
                Err(ApiError::NotFound),
                "{form} {id}"
            );
        }
    }
    let id = id_of(&app, "Olga").await;
    let fields = [("id", id.as_str()), ("version", "1"), ("switch", "erase")];
    assert_eq!(anton.call(ACCESS, &fields).await, Err(ApiError::Malformed));
    let fields = [
        ("email", "n\u{0}ora@x.example"),
        ("language", "xx"),
        ("role_auditor", "on"),
    ];
    let answer = anton.call(INVITE, &fields).await;
    let Ok(Answer::Problems(problems)) = answer else {
        panic!("{answer:?}");
    };
    assert_eq!(problems.of("language"), Some(Fault::Unknown));
    assert!(problems.of("email").is_some());
}
