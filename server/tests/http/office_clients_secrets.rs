//! Secrets of clients: shown once, to who made them, and a new one beside the old for a while.

use super::office_clients::{LIST, NOTED, SAVE, SECRET, id_of, make};
use crate::support::{Backend, Page, TestApp};
use app::api::{Answer, ApiError};
use domain::{
    staff::Role,
    time::{Clock, Span},
    values::Fault,
};
use ring::digest::{SHA256, digest};
use rstest::rstest;

/// The new secret that a page shows.
fn shown(page: &Page) -> Option<String> {
    let tags = page.tags().into_iter();
    let mut rest = tags.skip_while(|tag| tag.get("class") != Some("copyable"));
    rest.find(|tag| tag.name == "code").map(|code| code.text)
}

/// The hashes of the secrets that work now, the oldest first.
async fn open(app: &TestApp) -> Vec<String> {
    let now = app.time.now().as_millis();
    let sql = format!(
        "SELECT hash FROM client_secrets WHERE COALESCE(expires_at, {now} + 1) > {now} ORDER BY created_at, id"
    );
    app.database.texts(&sql).await
}

fn sha256(text: &str) -> String {
    let hash = digest(&SHA256, text.as_bytes());
    hash.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[tokio::test]
async fn a_secret_is_shown_to_who_made_it_until_it_is_noted_and_kept_as_a_hash() {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let mut berta = app.staff("Berta", &[Role::Administrator]).await;
    let path = make(&mut anton, "Harbour Magazine", &[]).await;
    let page = anton.get(&path).await;
    let secret = shown(&page).unwrap();
    assert_eq!(secret.len(), 43);
    assert_eq!(open(&app).await, [sha256(&secret)]);
    assert_eq!(
        shown(&anton.get(&path).await),
        Some(secret.clone()),
        "not noted yet"
    );
    assert_eq!(page.header("cache-control"), "no-store");
    let theirs = berta.get(&path).await;
    assert!(!theirs.body.contains(&secret) && !theirs.has_form(NOTED));
    berta.call(NOTED, &[("id", id_of(&path))]).await.unwrap();
    assert!(shown(&anton.get(&path).await).is_some(), "she has noted nothing");

    let noted = anton.fill(&page, NOTED, &[]).await;
    let page = anton.follow(&noted).await;
    assert!(!page.body.contains(&secret) && !page.has_form(NOTED));
    let dump = ["old_value", "new_value"].map(|column| format!("SELECT COALESCE({column}, '') FROM history"));
    for sql in dump {
        assert!(!app.database.texts(&sql).await.join(" ").contains(&secret));
    }
    assert_eq!(
        app.database.count("client_secrets WHERE shown IS NOT NULL").await,
        0
    );
    assert_eq!(open(&app).await, [sha256(&secret)], "it still works");
}

#[tokio::test]
async fn nobody_sees_a_secret_after_ten_minutes_and_it_is_forgotten() {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let path = make(&mut anton, "Harbour Magazine", &[]).await;
    let sealed = app.database.texts("SELECT shown FROM client_secrets").await;
    assert!(sealed[0].starts_with("v1."), "{sealed:?}");
    app.time.turn(Span::millis(Span::minutes(10).as_millis() - 1));
    assert!(shown(&anton.get(&path).await).is_some());
    app.time.turn(Span::millis(1));
    assert_eq!(shown(&anton.get(&path).await), None);
    app.jobs().await;
    assert_eq!(
        app.database.count("client_secrets WHERE shown IS NOT NULL").await,
        0
    );
    assert_eq!(open(&app).await.len(), 1);
}

#[rstest]
#[case::at_once("none", Span::seconds(0))]
#[case::an_hour("hour", Span::hours(1))]
#[case::a_day("day", Span::days(1))]
#[case::a_week("week", Span::days(7))]
#[case::a_month("month", Span::days(30))]
#[tokio::test]
async fn a_new_secret_overlaps_the_old_one_for_as_long_as_was_chosen(
    #[case] overlap: &str,
    #[case] span: Span,
) {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let path = make(&mut anton, "Harbour Magazine", &[]).await;
    let page = anton.get(&path).await;
    let first = sha256(&shown(&page).unwrap());
    app.time.turn(Span::seconds(1));
    let made = anton.fill(&page, SECRET, &[("overlap", overlap)]).await;
    assert_eq!(made.location(), path);
    let page = anton.follow(&made).await;
    let second = sha256(&shown(&page).unwrap());
    assert_ne!(first, second);
    if span > Span::seconds(0) {
        assert_eq!(open(&app).await, [first.clone(), second.clone()]);
        assert!(page.says("clients.secret_ends"));
        app.time.turn(span);
    }
    assert_eq!(open(&app).await, std::slice::from_ref(&second));
    app.jobs().await;
    assert_eq!(
        app.database.count("client_secrets").await,
        1,
        "the old one is forgotten"
    );
}

#[tokio::test]
async fn a_new_secret_is_told_in_the_history() {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let path = make(&mut anton, "Harbour Magazine", &[]).await;
    let page = anton.get(&path).await;
    anton.fill(&page, SECRET, &[("overlap", "week")]).await.location();
    let history = anton.get("/office/history").await.text();
    let told = "New secret of an application Harbour Magazine";
    assert!(
        history.contains(told) && history.contains("Work for 7 more days"),
        "{history}"
    );
}

#[tokio::test]
async fn a_new_secret_asks_for_a_recent_sign_in() {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let path = make(&mut anton, "Harbour Magazine", &[]).await;
    let page = anton.get(&path).await;
    app.time.turn(Span::minutes(11));
    let page = anton.fill(&page, SECRET, &[("overlap", "none")]).await;
    let again = format!("/office/login?again=1&next={}", path.replace('/', "%2F"));
    assert_eq!(page.location(), again);
    assert_eq!(app.database.count("client_secrets").await, 1);
}

#[rstest]
#[case::no_overlap("", "1", Answer::field("overlap", Fault::Unknown))]
#[case::no_such_overlap("year", "1", Answer::field("overlap", Fault::Unknown))]
#[case::another_version("none", "7", Answer::form(Fault::Stale))]
#[tokio::test]
async fn a_secret_that_is_not_made(#[case] overlap: &str, #[case] version: &str, #[case] expected: Answer) {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let path = make(&mut anton, "Harbour Magazine", &[]).await;
    let before = open(&app).await;
    let fields = [("id", id_of(&path)), ("version", version), ("overlap", overlap)];
    assert_eq!(anton.call(SECRET, &fields).await, Ok(expected));
    assert_eq!(open(&app).await, before);
}

#[tokio::test]
async fn secrets_wait_while_a_client_shows_otherwise_who_it_is() {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let path = make(&mut anton, "Harbour Magazine", &[]).await;
    let page = anton.get(&path).await;
    let secret = sha256(&shown(&page).unwrap());
    anton
        .fill(&page, SAVE, &[("auth_method", "none")])
        .await
        .location();
    let public = anton.get(&path).await;
    assert!(shown(&public).is_none() && !public.has_form(SECRET) && !public.says("clients.secret_none"));
    let fields = [("id", id_of(&path)), ("version", "2"), ("overlap", "none")];
    assert_eq!(anton.call(SECRET, &fields).await, Ok(Answer::form(Fault::Stale)));
    anton.post(SECRET, &fields).await.expect(422, "faults.stale");
    let list = anton.get(LIST).await.text();
    assert!(list.contains("Harbour Magazine Public Never – On"), "{list}");
    anton
        .fill(&public, SAVE, &[("auth_method", "client_secret_post")])
        .await
        .location();
    assert_eq!(open(&app).await, [secret], "the application that has it goes on");
}

#[tokio::test]
async fn saving_gives_a_secret_to_new_clients_alone() {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let public = [("auth_method", "none")];
    let path = make(&mut anton, "Harbour Magazine", &public).await;
    let page = anton.get(&path).await;
    assert!(open(&app).await.is_empty() && shown(&page).is_none());
    app.time.turn(Span::minutes(11));
    anton
        .fill(&page, SAVE, &[("auth_method", "client_secret_basic")])
        .await
        .location();
    let page = anton.get(&path).await;
    page.expect(200, "clients.secret_none");
    assert!(
        open(&app).await.is_empty() && page.has_form(SECRET),
        "it asks for a recent sign-in"
    );
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_who_make_a_secret_at_the_same_moment_one_does(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let app = TestApp::on(backend).await;
    let mut anton = app.administrator().await;
    let mut berta = app.staff("Berta", &[Role::Administrator]).await;
    let path = make(&mut anton, "Harbour Magazine", &[]).await;
    let fields = [("id", id_of(&path)), ("version", "1"), ("overlap", "none")];
    let (one, other) = tokio::join!(anton.call(SECRET, &fields), berta.call(SECRET, &fields));
    let won = |answer: &Result<Answer, ApiError>| matches!(answer, Ok(Answer::Go(_)));
    assert!(won(&one) != won(&other), "{one:?} {other:?}");
    assert_eq!(open(&app).await.len(), 1);
}
