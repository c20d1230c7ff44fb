//! `/office/invitation`: the first administrator, and everybody who is invited later.

use crate::support::{Backend, PASSWORD, TestApp};
use app::api::{Answer, Problems};
use domain::{
    staff::{Role, Roles},
    time::Span,
    values::{Email, Fault},
};
use rstest::rstest;
use server::services::staff;

const ANTON: [(&str, &str); 3] = [
    ("name", "Anton"),
    ("email", "anton@tidewater.example"),
    ("new_password", PASSWORD),
];

#[tokio::test]
async fn the_first_administrator_comes_in_by_a_one_time_link() {
    let app = TestApp::start().await;
    let link = staff::first_link(&app.portico).await.unwrap().unwrap();
    let mut anton = app.visitor();
    let page = anton.get(&link).await;
    page.expect(200, "office.first_heading");
    let again = anton
        .fill(
            &page,
            "/office/invitation",
            &[("name", "Anton"), ("email", "x"), ("new_password", "y")],
        )
        .await;
    again.expect(422, "faults.not_an_email");
    assert_eq!(
        (again.value("name").as_str(), again.value("new_password").as_str()),
        ("Anton", "")
    );
    let page = anton.fill(&again, "/office/invitation", &ANTON).await;
    assert_eq!(page.location(), "/office/requests");
    assert_eq!(anton.follow(&page).await.code(), 200);
    assert_eq!(anton.get("/office/settings").await.code(), 200);

    assert_eq!(
        staff::first_link(&app.portico).await.unwrap(),
        None,
        "never again"
    );
    app.visitor()
        .get(&link)
        .await
        .expect(200, "office.first_spent_heading");
    let token = link.split_once("token=").unwrap().1;
    let answer = app
        .visitor()
        .call("/office/invitation", &[&ANTON[..], &[("token", token)]].concat())
        .await;
    assert_eq!(answer, Ok(Answer::form(Fault::LinkSpent)));
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_first_administrators_at_the_same_moment_one_wins(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let app = TestApp::on(backend).await;
    let mut tasks = Vec::new();
    let mut links = Vec::new();
    for _ in 0..3 {
        links.push(staff::first_link(&app.portico).await.unwrap().unwrap());
    }
    for (n, link) in links.into_iter().enumerate() {
        let token = link.split_once("token=").unwrap().1.to_owned();
        let mut browser = app.visitor().0;
        tasks.push(tokio::spawn(async move {
            let email = format!("n{n}@tidewater.example");
            let fields = [
                ("token", token.as_str()),
                ("name", "N"),
                ("email", &email),
                ("new_password", PASSWORD),
            ];
            browser.call("/office/invitation", &fields).await
        }));
    }
    let mut won = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(Answer::Go(_)) => won += 1,
            other => assert_eq!(other, Ok(Answer::form(Fault::LinkSpent))),
        }
    }
    assert_eq!((won, app.database.count("staff").await), (1, 1));
}

#[tokio::test]
async fn an_invited_person_gets_the_roles_of_the_link_and_its_address() {
    let app = TestApp::start().await;
    let email = Email::parse("olga@tidewater.example").unwrap();
    let link = staff::invite(&app.portico, &email, &Roles::of([Role::Operations]))
        .await
        .unwrap();
    let mut olga = app.visitor();
    let page = olga.get(&link).await;
    assert_eq!(page.value("email"), "olga@tidewater.example");
    let fields = [
        ("name", "Olga"),
        ("email", "eve@evil.example"),
        ("new_password", PASSWORD),
        ("roles", "administrator"),
    ];
    assert_eq!(
        olga.fill(&page, "/office/invitation", &fields).await.location(),
        "/office/requests"
    );
    let staff = app
        .database
        .texts("SELECT email || ' ' || roles FROM staff")
        .await;
    assert_eq!(staff, ["olga@tidewater.example operations"]);
    assert!(
        staff::invite(&app.portico, &email, &Roles::of([Role::Operations]))
            .await
            .is_err()
    );
}

#[tokio::test]
async fn a_link_expires_and_an_invented_one_opens_nothing() {
    let app = TestApp::start().await;
    let link = staff::first_link(&app.portico).await.unwrap().unwrap();
    app.time.turn(Span::hours(24));
    for path in [
        link.as_str(),
        "/office/invitation",
        "/office/invitation?token=x",
        "/office/invitation?token=%00",
    ] {
        let page = app.visitor().get(path).await;
        assert!(
            page.says("office.first_spent_heading") && !page.has_form("/office/invitation"),
            "{path} {}",
            page.text()
        );
    }
    let token = link.split_once("token=").unwrap().1;
    let answer = app
        .visitor()
        .call("/office/invitation", &[&ANTON[..], &[("token", token)]].concat())
        .await;
    assert_eq!(answer, Ok(Answer::form(Fault::LinkExpired)));
    assert_eq!(app.database.count("staff").await, 0);
}

#[tokio::test]
async fn a_weak_password_uses_nothing_up() {
    let app = TestApp::start().await;
    let link = staff::first_link(&app.portico).await.unwrap().unwrap();
    let token = link.split_once("token=").unwrap().1;
    let fields = [
        ("token", token),
        ("name", "Anton"),
        ("email", "anton@tidewater.example"),
        ("new_password", "short"),
    ];
    let answer = app.visitor().call("/office/invitation", &fields).await;
    let problems = Problems::default().with("new_password", Fault::TooShort { min: 10 });
    assert_eq!(answer, Ok(Answer::Problems(problems)));
    assert!(app.visitor().get(&link).await.has_form("/office/invitation"));
}
