//! `/account/security`: changing the address through a link to the new one.

use crate::support::{Backend, Customer, PASSWORD, Page, TestApp};
use app::api::{Answer, ApiError};
use domain::{customers::CustomerStatus, providers::Rule, time::Span, values::Fault};
use rstest::rstest;

const ADA: &str = "ada@example.org";
const NEW: &str = "ada@new.example";
const SECURITY: &str = "/account/security";
const CHANGE: &str = "/account/security/address";

async fn ask(ada: &mut Customer, email: &str) -> Page {
    let page = ada.get(SECURITY).await;
    ada.fill(&page, CHANGE, &[("email", email)]).await
}

/// The link to a new address.
async fn link(app: &TestApp, ada: &mut Customer, email: &str) -> String {
    let page = ask(ada, email).await;
    assert_eq!(page.location(), "/account/security?done=address-asked");
    app.only_mail(email).await.link()
}

async fn address(app: &TestApp) -> Vec<String> {
    app.database
        .texts("SELECT email FROM customers ORDER BY number")
        .await
}

#[tokio::test]
async fn the_new_address_proves_itself_and_the_old_one_is_told() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    let asked = ask(&mut ada, NEW).await;
    ada.follow(&asked).await.expect(200, "security.address_asked");
    let link = app.only_mail(NEW).await.link();
    assert_eq!(
        address(&app).await,
        [ADA],
        "nothing changes before it is followed"
    );
    let page = ada.get(&link).await;
    page.expect(200, "links.prove_submit");
    assert!(page.text().contains(NEW));
    assert_eq!(address(&app).await, [ADA], "nor when it is opened");
    let done = ada.fill(&page, "/confirm-address", &[]).await;
    ada.follow(&done).await.expect(200, "security.address_changed");
    let told = app.only_mail(ADA).await;
    assert!(
        told.text.contains(NEW) && !told.text.contains("token="),
        "{}",
        told.text
    );
    let mut phone = app.visitor();
    assert_eq!(phone.sign_in(NEW, PASSWORD).await.location(), "/");
    app.visitor()
        .sign_in(ADA, PASSWORD)
        .await
        .expect(422, "faults.wrong_credentials");
    ada.follow_link_is_dead(&link).await;
    let noted = "SELECT old_value || ' ' || new_value FROM history WHERE action = 'address.changed'";
    let noted = app.database.texts(noted).await;
    assert!(noted[0].contains(ADA) && noted[0].contains(NEW), "{noted:?}");
}

#[tokio::test]
async fn somebody_elses_address_gets_the_same_answer_the_same_work_and_the_same_mail() {
    let app = TestApp::start().await;
    app.insert_customer("eve@example.org", CustomerStatus::Active)
        .await;
    let mut ada = app.customer(ADA).await;
    let page = ada.get(SECURITY).await;
    let before = app.portico.database.statements();
    let free = ada.fill(&page, CHANGE, &[("email", NEW)]).await;
    let between = app.portico.database.statements();
    let first = app.only_mail(NEW).await;
    let taken_from = app.portico.database.statements();
    let taken = ada.fill(&page, CHANGE, &[("email", "eve@example.org")]).await;
    assert_eq!(
        app.portico.database.statements() - taken_from,
        between - before,
        "statements"
    );
    assert_eq!(taken.location(), free.location());
    let second = app.only_mail("eve@example.org").await;
    assert_eq!(first.subject, second.subject);
    let page = ada.get(&second.link()).await;
    let page = ada.fill(&page, "/confirm-address", &[]).await;
    page.expect(422, "faults.address_taken");
    assert_eq!(address(&app).await, ["eve@example.org", ADA]);
    ada.follow_link_is_dead(&first.link()).await;
}

#[rstest]
#[case::the_password("password")]
#[case::the_address("address")]
#[case::another_one_was_asked_for("asked")]
#[tokio::test]
async fn the_link_dies_when_something_changes(#[case] what: &str) {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    let link = link(&app, &mut ada, NEW).await;
    app.time.turn(Span::minutes(1));
    match what {
        "password" => {
            let page = ada.get(SECURITY).await;
            let fields = [
                ("current_password", PASSWORD),
                ("new_password", "another lantern 77"),
            ];
            ada.fill(&page, "/account/security/password", &fields)
                .await
                .location();
        }
        "address" => {
            app.database
                .execute(
                    "UPDATE customers SET email = 'ada@staff.example', address_key = 'ada@staff.example'",
                )
                .await;
        }
        _ => assert_eq!(ask(&mut ada, "ada@newer.example").await.code(), 303),
    }
    app.mails().await;
    ada.follow_link_is_dead(&link).await;
    assert!(!address(&app).await.contains(&NEW.to_owned()));
}

#[tokio::test]
async fn only_the_customer_who_asked_can_follow_the_link() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    let link = link(&app, &mut ada, NEW).await;
    let token = link.split_once("token=").unwrap().1;
    let eve = app.customer("eve@example.org").await;
    for mut browser in [app.visitor().0, eve.browser] {
        let page = browser.get(&link).await;
        page.expect(200, "links.change_sign_in_first");
        assert!(!page.has_form("/confirm-address"));
        let page = browser.post("/confirm-address", &[("token", token)]).await;
        page.expect(422, "faults.other_customer");
    }
    assert_eq!(address(&app).await, [ADA, "eve@example.org"]);
    assert_eq!(ada.follow_link(&link).await.code(), 303, "the link still works");
    app.only_mail(ADA).await;
}

#[tokio::test]
async fn links_to_reset_that_went_to_the_old_address_die_with_it() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    app.visitor().post("/forgot", &[("email", ADA)]).await;
    let reset = app.only_mail(ADA).await.link();
    let link = link(&app, &mut ada, NEW).await;
    ada.follow_link(&link).await.location();
    app.only_mail(ADA).await;
    app.visitor().follow_link_is_dead(&reset).await;
}

#[tokio::test]
async fn it_asks_for_a_recent_sign_in() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    app.time.turn(Span::minutes(11));
    let page = ask(&mut ada, NEW).await;
    assert_eq!(page.location(), "/login?again=1&next=%2Faccount%2Fsecurity");
    assert!(app.mails().await.is_empty());
    let login = ada.follow(&page).await;
    let fields = [("email", ADA), ("password", PASSWORD)];
    assert_eq!(ada.fill(&login, "/login", &fields).await.location(), SECURITY);
    link(&app, &mut ada, NEW).await;
}

#[rstest]
#[case::nothing("", "faults.required")]
#[case::no_address("ada", "faults.not_an_email")]
#[case::the_present_one("ADA@Example.org", "faults.address_unchanged")]
#[case::nul("ada\0@new.example", "faults.bad_characters")]
#[tokio::test]
async fn each_fault_stands_beside_the_field_and_what_was_typed_comes_back(
    #[case] typed: &str,
    #[case] fault: &str,
) {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    let page = ask(&mut ada, typed).await;
    page.expect(422, fault);
    assert!(
        typed.contains('\0') || page.value("email") == typed,
        "{}",
        page.text()
    );
}

#[tokio::test]
async fn asking_has_a_budget() {
    let app = TestApp::start().await;
    let mut ada = app.customer(ADA).await;
    for number in 0..5 {
        assert_eq!(
            ask(&mut ada, &format!("ada{number}@new.example")).await.code(),
            303
        );
    }
    ask(&mut ada, NEW).await.expect(429, "faults.too_many_tries");
    app.only_mail("ada4@new.example").await;
}

#[tokio::test]
async fn nobody_else_asks() {
    let app = TestApp::start().await;
    let mut visitor = app.visitor();
    let fields = [("email", NEW)];
    assert_eq!(visitor.call(CHANGE, &fields).await, Err(ApiError::SignInNeeded));
    let mut ada = app.customer(ADA).await;
    app.publish_texts(2).await;
    assert_eq!(ada.call(CHANGE, &fields).await, Err(ApiError::TermsDue));
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_who_want_the_address_at_the_same_moment_one_gets_it(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let app = TestApp::on(backend).await;
    let (mut ada, mut eve) = (app.customer(ADA).await, app.customer("eve@example.org").await);
    let mut tokens = Vec::new();
    for person in [&mut ada, &mut eve] {
        let link = link(&app, person, NEW).await;
        tokens.push(link.split_once("token=").unwrap().1.to_owned());
    }
    let (one, two) = ([("token", tokens[0].as_str())], [("token", tokens[1].as_str())]);
    let (first, second) = tokio::join!(
        ada.call("/confirm-address", &one),
        eve.call("/confirm-address", &two)
    );
    let taken = Ok(Answer::form(Fault::AddressTaken));
    let done = Ok(Answer::go("/account/security?done=address"));
    assert!(
        (&first, &second) == (&done, &taken) || (&first, &second) == (&taken, &done),
        "{first:?} {second:?}"
    );
    app.mails().await;
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_that_is_followed_twice_at_the_same_moment_works_once(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let app = TestApp::on(backend).await;
    let mut ada = app.customer(ADA).await;
    let link = link(&app, &mut ada, NEW).await;
    let token = [("token", link.split_once("token=").unwrap().1)];
    let mut phone = ada.at(app.replica());
    let (first, second) = tokio::join!(
        ada.call("/confirm-address", &token),
        phone.call("/confirm-address", &token)
    );
    let won = |answer: &_| matches!(answer, Ok(Answer::Go(_)));
    assert!(won(&first) ^ won(&second), "{first:?} {second:?}");
    app.only_mail(ADA).await;
}

#[tokio::test]
async fn an_address_that_a_provider_sets_is_changed_there() {
    let app = TestApp::start().await;
    let north = app.provider("north").await;
    let mut ada = app.customer(ADA).await;
    let page = ada.get(SECURITY).await;
    let link = link(&app, &mut ada, NEW).await;
    let confirm = ada.get(&link).await;
    app.rule(&north, Rule::Always).await;
    app.settings(|settings| settings.approval = false).await;
    app.visitor().through(&north).await.location();
    app.mails().await;
    app.database
        .execute(&format!("UPDATE identities SET customer_id = '{}'", ada.id))
        .await;
    let refused = ada.fill(&page, CHANGE, &[("email", "ada@third.example")]).await;
    refused.expect(422, "faults.address_from_provider");
    let late = ada.fill(&confirm, "/confirm-address", &[]).await;
    late.expect(422, "faults.address_from_provider");
    let page = ada.get(SECURITY).await;
    page.expect(200, "profile.comes_from");
    assert!(!page.has_form(CHANGE), "{}", page.text());
    assert!(app.mails().await.is_empty());

    app.rule(&north, Rule::SetOnce).await;
    assert!(
        ada.get(SECURITY).await.has_form(CHANGE),
        "it is the customer's own"
    );
}
