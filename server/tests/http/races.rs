//! The same single-use thing used several times at the same moment, on both databases: exactly one wins.

use crate::support::{ADDRESS, Backend, Browser, TestApp};
use app::api::{Answer, Reply};
use domain::{customers::CustomerStatus, staff::Role, values::Fault};
use rstest::rstest;

/// How many try it at the same moment.
const TRIES: usize = 6;

/// Posts the same form from several browsers at the same moment.
async fn all_at_once(
    app: &TestApp,
    path: &'static str,
    fields: &[(&'static str, &str)],
) -> Vec<Reply<Answer>> {
    let fields: Vec<(&'static str, String)> = fields
        .iter()
        .map(|(name, value)| (*name, (*value).to_owned()))
        .collect();
    let tasks: Vec<_> = (0..TRIES)
        .map(|_| {
            let (mut browser, fields) = (app.visitor().0, fields.clone());
            tokio::spawn(async move {
                let fields: Vec<_> = fields
                    .iter()
                    .map(|(name, value)| (*name, value.as_str()))
                    .collect();
                browser.call(path, &fields).await
            })
        })
        .collect();
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.unwrap());
    }
    answers
}

/// Fails unless one went on to `path` and everybody else was told that the link is used.
fn one_wins(answers: &[Reply<Answer>], path: &str) {
    let won = answers
        .iter()
        .filter(|answer| **answer == Ok(Answer::go(path)))
        .count();
    let told = answers
        .iter()
        .filter(|answer| **answer == Ok(Answer::form(Fault::LinkSpent)))
        .count();
    assert_eq!((won, told), (1, TRIES - 1), "{answers:?}");
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_activation_link(#[values(Backend::Sqlite, Backend::Postgres)] backend: Backend) {
    let app = TestApp::on(backend).await;
    app.settings(|settings| settings.approval = false).await;
    app.visitor().register().await;
    let token = app.only_mail(ADDRESS).await.token();
    one_wins(
        &all_at_once(&app, "/activate", &[("token", &token)]).await,
        "/account/profile",
    );
    assert_eq!(app.open_sessions().await, 1);
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_activation_link_that_leads_to_a_request(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let app = TestApp::on(backend).await;
    app.visitor().register().await;
    let token = app.only_mail(ADDRESS).await.token();
    let answers = all_at_once(&app, "/activate", &[("token", &token)]).await;
    let won = answers
        .iter()
        .filter(|answer| matches!(answer, Ok(Answer::Go(_))))
        .count();
    assert_eq!(won, 1, "{answers:?}");
    assert_eq!(
        app.mails().await.len(),
        2,
        "the person and operations are told once"
    );
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reset_link(#[values(Backend::Sqlite, Backend::Postgres)] backend: Backend) {
    let app = TestApp::on(backend).await;
    app.insert_customer(ADDRESS, CustomerStatus::Active).await;
    app.visitor()
        .post("/forgot", &[("email", ADDRESS)])
        .await
        .location();
    let token = app.only_mail(ADDRESS).await.token();
    let fields = [("token", token.as_str()), ("new_password", "another lantern 77")];
    one_wins(
        &all_at_once(&app, "/reset", &fields).await,
        "/login?done=password",
    );
    app.only_mail(ADDRESS).await;
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_approval_link_followed_by_different_people(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let app = TestApp::on(backend).await;
    let north = app.provider("north").await;
    app.settings(|settings| settings.local_sign_in = false).await;
    let mut olga = app.operations().await;
    let status = app.another_waits(&[]).await;
    olga.approve().await.location();
    let first = app.only_mail(ADDRESS).await.link();
    // The mail sent again carries another link to the same end.
    let mut mia = app.visitor();
    let page = mia.get(&status).await;
    mia.fill(&page, "/register/status/mail", &[]).await.location();
    let second = app.only_mail(ADDRESS).await.link();
    let mut ready = Vec::new();
    for n in 0..4 {
        let mut browser: Browser = app.visitor().0;
        let link = if n % 2 == 0 { &first } else { &second };
        let start = browser.follow_link(link).await.location().to_owned();
        north.person(serde_json::json!({
            "sub": format!("mia-{n}"), "email": format!("mia{n}@corp.example"), "email_verified": true,
        }));
        let authorize = browser.start(&start).await;
        let callback = north.browse(&authorize);
        ready.push((browser, callback));
    }
    let tasks: Vec<_> = ready
        .into_iter()
        .map(|(mut browser, callback)| tokio::spawn(async move { browser.get(callback.as_str()).await }))
        .collect();
    let mut won = 0;
    for task in tasks {
        let page = task.await.unwrap();
        assert!(page.code() < 500, "{} {}", page.status, page.text());
        won += usize::from(page.status.is_redirection());
    }
    assert_eq!((won, app.open_sessions().await), (1, 1));
    assert_eq!(app.database.count("identities").await, 1);
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_decision(#[values(Backend::Sqlite, Backend::Postgres)] backend: Backend) {
    let app = TestApp::on(backend).await;
    let mut members = Vec::new();
    for name in ["Olga", "Otto", "Ova", "Odo"] {
        members.push(app.staff(name, &[Role::Operations]).await);
    }
    app.waiting().await;
    let id = app
        .database
        .texts("SELECT id FROM registration_requests")
        .await
        .remove(0);
    let tasks: Vec<_> = members
        .into_iter()
        .enumerate()
        .map(|(n, mut member)| {
            let id = id.clone();
            tokio::spawn(async move {
                let decision = if n % 2 == 0 { "approve" } else { "reject" };
                let fields = [
                    ("id", id.as_str()),
                    ("decision", decision),
                    ("reason", "No room."),
                ];
                let answer = member.call("/office/requests/decision", &fields).await;
                (member.name.clone(), decision, answer)
            })
        })
        .collect();
    let (mut winners, mut told) = (Vec::new(), Vec::new());
    for task in tasks {
        match task.await.unwrap() {
            (name, decision, Ok(Answer::Go(_))) => winners.push((name, decision)),
            (_, _, Ok(Answer::Problems(problems))) => {
                assert_eq!(problems.form, Some(Fault::AlreadyDecided));
                told.push(problems.detail.unwrap());
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((winners.len(), told.len()), (1, 3), "{winners:?} {told:?}");
    let (winner, decision) = &winners[0];
    let named = format!("({winner},");
    assert!(
        told.iter().all(|detail| detail.starts_with(&named)),
        "{winner} {told:?}"
    );
    let (request, customer) = if *decision == "approve" {
        ("approved", "active")
    } else {
        ("rejected", "rejected")
    };
    let statuses = app
        .database
        .texts("SELECT status FROM registration_requests")
        .await;
    assert_eq!(
        (statuses[0].as_str(), app.status_of(ADDRESS).await.as_str()),
        (request, customer)
    );
    let actors = app
        .database
        .texts("SELECT actor_name FROM history WHERE action LIKE 'request.%ed' AND actor_kind = 'staff'")
        .await;
    assert_eq!(actors, [winner.as_str()]);
    app.only_mail(ADDRESS).await;
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_undo(#[values(Backend::Sqlite, Backend::Postgres)] backend: Backend) {
    let app = TestApp::on(backend).await;
    let mut olga = app.operations().await;
    app.waiting().await;
    let id = olga
        .queue()
        .await
        .remove(0)
        .rsplit('/')
        .next()
        .unwrap()
        .to_owned();
    olga.decide(&[("decision", "reject"), ("reason", "No.")])
        .await
        .location();
    app.mails().await;
    let tasks: Vec<_> = (0..4)
        .map(|_| {
            let (mut browser, id) = (olga.browser.clone(), id.clone());
            tokio::spawn(async move { browser.call("/office/requests/undo", &[("id", &id)]).await })
        })
        .collect();
    let mut won = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(Answer::Go(_)) => won += 1,
            Ok(Answer::Problems(problems)) => assert_eq!(problems.form, Some(Fault::NotDecided)),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(won, 1);
    assert_eq!(app.status_of(ADDRESS).await, "waiting");
}
