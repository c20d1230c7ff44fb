//! `/office/mails`: what became of a mail, and sending it again, never what opens something.

use super::office_mails_list::{closed, give_up, newest, search};
use crate::support::{ADDRESS, Backend, TestApp};
use app::api::{Answer, ApiError};
use domain::{customers::CustomerStatus, staff::Role, values::Fault};
use rstest::rstest;

const LIST: &str = "/office/mails";
const AGAIN: &str = "/office/mails/again";

async fn status_of(app: &TestApp, id: &str) -> String {
    let sql = format!("SELECT status FROM mails WHERE id = '{id}'");
    app.database.texts(&sql).await.remove(0)
}

#[tokio::test]
async fn one_page_tells_all_about_a_mail_but_what_opens_something() {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    let id = app
        .insert_customer("ada@example.org", CustomerStatus::Active)
        .await;
    app.visitor()
        .post("/forgot", &[("email", "ada@example.org")])
        .await
        .location();
    let letter = app.only_mail("ada@example.org").await;
    let mail = newest(&app, "reset").await;
    give_up(&app, &mail).await;
    let page = olga.get(&format!("{LIST}/{mail}")).await;
    page.expect(200, "mails.link_once");
    for text in [letter.subject.as_str(), "ada@example.org", "no such user", "…"] {
        assert!(page.text().contains(text), "{text}: {}", page.text());
    }
    assert!(page.says("mails.meaning_no_mailbox") && page.says("mails.template_reset"));
    assert!(!page.body.contains(&letter.token()), "links are never shown");
    assert!(page.body.contains(&format!("/office/customers/{id}")));

    // A link is never repeated, but a new one is sent by the same button as on the customer's page.
    assert!(!page.has_form(AGAIN));
    let stale = Ok(Answer::form(Fault::Stale));
    assert_eq!(olga.call(AGAIN, &[("id", &mail)]).await, stale);
    let page = olga.fill(&page, "/office/customers/link", &[]).await;
    olga.follow(&page).await.expect(200, "customers.done_link");
    let another = app.only_mail("ada@example.org").await;
    assert_ne!(another.token(), letter.token());
    assert_eq!(status_of(&app, &mail).await, "failed");
}

#[tokio::test]
async fn a_code_is_never_shown_nor_sent_again() {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    let id = closed(&app, &mut olga, "ada@example.org").await;
    app.database
        .execute("UPDATE mails SET template = 'second_factor_code', params = '{\"name\":\"Ada\"}'")
        .await;
    let page = olga.get(&format!("{LIST}/{id}")).await;
    page.expect(200, "mails.not_again_code");
    let digits = |text: &str| text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit());
    assert!(!page.text().split_whitespace().any(digits), "{}", page.text());
    assert!(!page.has_form(AGAIN));
    let stale = Ok(Answer::form(Fault::Stale));
    assert_eq!(olga.call(AGAIN, &[("id", &id)]).await, stale);
}

#[tokio::test]
async fn what_was_given_up_waits_again_and_leaves() {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    let id = closed(&app, &mut olga, "ada@example.org").await;
    give_up(&app, &id).await;
    let page = olga.get(&format!("{LIST}/{id}")).await;
    let page = olga.fill(&page, AGAIN, &[]).await;
    assert_eq!(page.location(), format!("{LIST}/{id}?done=again"));
    let page = olga.follow(&page).await;
    page.expect(200, "mails.done_again");
    assert!(page.says("mails.not_again_under_way"));
    let letter = app.only_mail("ada@example.org").await;
    assert!(letter.subject.contains("was closed"), "{letter:?}");
    assert_eq!(status_of(&app, &id).await, "sent");
    let noted =
        "history WHERE action = 'mail.sent_again' AND subject_kind = 'customer' AND actor_name = 'Olga'";
    assert_eq!(app.database.count(noted).await, 1);
    let history = olga.get("/office/history").await;
    assert!(history.says("mails.history_sent_again") && history.text().contains("ada@example.org"));
}

#[tokio::test]
async fn of_what_left_a_copy_leaves_once() {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    let id = closed(&app, &mut olga, "ada@example.org").await;
    let page = olga.get(&format!("{LIST}/{id}")).await;
    let page = olga.fill(&page, AGAIN, &[]).await;
    let copy = newest(&app, "account_closed").await;
    assert_ne!(copy, id);
    assert_eq!(page.location(), format!("{LIST}/{copy}?done=again"));
    app.only_mail("ada@example.org").await;
    let names = app.database.texts("SELECT DISTINCT message_id FROM mails").await;
    assert_eq!(names.len(), 2, "mail servers drop a second mail of the same name");
    let page = olga.get(&format!("{LIST}/{id}")).await;
    page.expect(200, "mails.not_again_copied");
    assert!(page.body.contains(&format!("{LIST}/{copy}")) && !page.has_form(AGAIN));
    assert!(olga.get(&format!("{LIST}/{copy}")).await.has_form(AGAIN));
}

#[rstest]
#[case::news_that_are_over("UPDATE customers SET status = 'active'", "mails.not_again_outdated")]
#[case::a_former_address(
    "UPDATE customers SET email = 'ada@new.example'",
    "mails.not_again_other_address"
)]
#[case::another_version("UPDATE mails SET template = 'birthday'", "mails.unknown")]
#[tokio::test]
async fn what_would_mislead_is_not_sent_again(#[case] meanwhile: &str, #[case] key: &str) {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    let id = closed(&app, &mut olga, "ada@example.org").await;
    let page = olga.get(&format!("{LIST}/{id}")).await;
    app.database.execute(meanwhile).await;
    let page = olga.fill(&page, AGAIN, &[]).await;
    page.expect(422, "faults.stale");
    assert!(page.says(key), "{}", page.text());
    assert_eq!(app.mails().await.len(), 0);
}

#[tokio::test]
async fn a_rejection_that_was_undone_is_not_sent_again() {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    app.waiting().await;
    olga.decide(&[("decision", "reject"), ("reason", "No.")])
        .await
        .location();
    app.only_mail(ADDRESS).await;
    let id = newest(&app, "rejected").await;
    let page = olga.get(&format!("{LIST}/{id}")).await;
    assert!(page.has_form(AGAIN) && !page.body.contains("/register/status/"));
    let request = app.database.texts("SELECT id FROM registration_requests").await;
    olga.post("/office/requests/undo", &[("id", &request[0])])
        .await
        .location();
    let page = olga.fill(&page, AGAIN, &[]).await;
    page.expect(422, "faults.stale");
    assert!(page.says("mails.not_again_outdated"));
}

#[rstest]
#[case::that_was_given_up(true)]
#[case::that_left(false)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_several_who_send_a_mail_again_one_does(
    #[case] given_up: bool,
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let app = TestApp::on(backend).await;
    let mut olga = app.operations().await;
    let id = closed(&app, &mut olga, "ada@example.org").await;
    if given_up {
        give_up(&app, &id).await;
    }
    let tasks: Vec<_> = (0..4)
        .map(|_| {
            let (mut browser, id) = (olga.browser.clone(), id.clone());
            tokio::spawn(async move { browser.call(AGAIN, &[("id", &id)]).await })
        })
        .collect();
    let mut won = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(Answer::Go(_)) => won += 1,
            other => assert_eq!(other, Ok(Answer::form(Fault::Stale))),
        }
    }
    assert_eq!(won, 1);
    app.only_mail("ada@example.org").await;
    assert_eq!(
        app.database
            .count("history WHERE action = 'mail.sent_again'")
            .await,
        1
    );
}

#[tokio::test]
async fn a_mailbox_is_not_flooded() {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    closed(&app, &mut olga, "ada@example.org").await;
    let mut answers = Vec::new();
    for _ in 0..11 {
        let id = newest(&app, "account_closed").await;
        answers.push(olga.call(AGAIN, &[("id", &id)]).await);
        app.mails().await;
    }
    assert_eq!(answers.pop(), Some(Ok(Answer::form(Fault::TooManyTries))));
    assert!(answers.iter().all(|answer| matches!(answer, Ok(Answer::Go(_)))));
}

#[tokio::test]
async fn an_auditor_looks_and_sends_nothing() {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    let id = closed(&app, &mut olga, "ada@example.org").await;
    let mut iris = app.staff("Iris", &[Role::Auditor]).await;
    assert_eq!(search(&mut iris, "").await, ["ada@example.org"]);
    let page = iris.get(&format!("{LIST}/{id}")).await;
    page.expect(200, "mails.not_yours");
    assert!(!page.has_form(AGAIN));
    let fields = [("id", id.as_str())];
    assert_eq!(iris.call(AGAIN, &fields).await, Err(ApiError::Forbidden));
    assert_eq!(
        app.visitor().call(AGAIN, &fields).await,
        Err(ApiError::SignInNeeded)
    );
    let mut ada = app.customer("eve@example.org").await;
    assert_eq!(ada.call(AGAIN, &fields).await, Err(ApiError::SignInNeeded));
    assert_eq!(app.mails().await.len(), 0);
}

#[tokio::test]
async fn ids_that_are_none_lead_nowhere() {
    let app = TestApp::start().await;
    let mut olga = app.operations().await;
    app.visitor()
        .post("/forgot", &[("email", "nobody@example.org")])
        .await
        .location();
    let blank = newest(&app, "blank").await;
    for id in [
        blank.as_str(),
        "01890a5d-ac96-774b-bcce-b302099a8057",
        "again",
        "1",
        "%00",
        "..%2F..",
    ] {
        assert_eq!(olga.get(&format!("{LIST}/{id}")).await.code(), 404, "{id}");
    }
    for id in ["", "1", "01890a5d-ac96-774b-bcce-b302099a8057"] {
        assert_eq!(
            olga.call(AGAIN, &[("id", id)]).await,
            Err(ApiError::NotFound),
            "{id}"
        );
    }
}
