//! `/office/staff`: who works here, inviting somebody, and who may not.

use crate::support::{Backend, PASSWORD, TestApp};
use app::api::{Answer, ApiError};
use domain::{staff::Role, time::Span, values::Fault};
use rstest::rstest;

pub const LIST: &str = "/office/staff";
pub const INVITE: &str = "/office/staff/invite";
pub const ROLES: &str = "/office/staff/roles";
pub const ACCESS: &str = "/office/staff/access";
pub const FACTOR: &str = "/office/staff/second-factor";
pub const SESSIONS: &str = "/office/staff/sessions";
pub const OLGA: &str = "olga@tidewater.example";

pub async fn id_of(app: &TestApp, name: &str) -> String {
    let sql = format!("SELECT id FROM staff WHERE name = '{name}'");
    app.database.texts(&sql).await.remove(0)
}

pub fn page_of(id: &str) -> String {
    format!("{LIST}/{id}")
}

pub async fn noted(app: &TestApp, action: &str) -> i64 {
    let lines = format!("history WHERE action = '{action}'");
    app.database.count(&lines).await
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
        .texts("SELECT id FROM links WHERE used_at IS NOT NULL")
        .await
        .remove(0);
    let stale = Ok(Answer::form(Fault::Stale));
    assert_eq!(anton.call("/office/staff/withdraw", &[("id", &id)]).await, stale);

    anton.post(INVITE, &auditor).await.location();
    let id = app
        .database
        .texts("SELECT id FROM links WHERE used_at IS NULL")
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
