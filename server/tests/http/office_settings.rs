//! `/office/settings`: changes act at once, and nobody is locked out.

use crate::support::{Backend, StaffMember, TestApp};
use app::api::Answer;
use domain::values::Fault;
use rstest::rstest;

const SETTINGS: &str = "/office/settings";

/// Unticks boxes and saves.
async fn switch_off(anton: &mut StaffMember, names: &[&str]) -> crate::support::Page {
    let page = anton.get(SETTINGS).await;
    let fields: Vec<_> = names.iter().map(|name| (*name, "")).collect();
    anton.fill(&page, SETTINGS, &fields).await
}

#[tokio::test]
async fn a_change_is_saved_told_and_written_to_the_history() {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let page = switch_off(&mut anton, &["approval", "local_registration"]).await;
    let page = anton.follow(&page).await;
    page.expect(200, "office.settings_saved");
    assert!(page.field("approval").unwrap().get("checked").is_none());
    assert!(page.field("local_sign_in").unwrap().get("checked").is_some());
    assert_eq!(
        app.visitor().get("/register").await.code(),
        404,
        "on the very next request"
    );
    let history = anton.get("/office/history").await;
    history.expect(200, "office.history_settings_changed");
    assert!(history.text().contains("Anton") && history.says("office.setting_approval"));
}

#[tokio::test]
async fn local_sign_in_off_without_a_visible_provider_is_refused_and_says_whom_it_would_concern() {
    let app = TestApp::start().await;
    let hidden = app.provider("hidden").await;
    app.switch(&hidden, true, false).await;
    app.customer("ada@example.org").await;
    let mut anton = app.administrator().await;
    let page = switch_off(&mut anton, &["local_sign_in"]).await;
    page.expect(422, "office.lockout_heading");
    assert!(page.text().contains("Customers affected: 1"), "{}", page.text());
    assert!(
        app.visitor().get("/login").await.has_form("/login"),
        "nothing was changed"
    );

    app.switch(&hidden, true, true).await;
    let page = switch_off(&mut anton, &["local_sign_in"]).await;
    let preview = anton.follow(&page).await;
    anton.fill(&preview, SETTINGS, &[]).await.location();
    assert_eq!(
        app.visitor().get("/login").await.location(),
        "/providers/hidden/start"
    );
}

#[rstest]
#[case("disable")]
#[case("hide")]
#[tokio::test]
async fn the_last_provider_can_go_neither_while_local_sign_in_is_off(#[case] switch: &str) {
    let app = TestApp::start().await;
    let (north, south) = (app.provider("north").await, app.provider("south").await);
    app.settings(|settings| settings.local_sign_in = false).await;
    let mut anton = app.administrator().await;
    let version = async |slug: &str| {
        app.database
            .number(&format!("SELECT version FROM providers WHERE slug = '{slug}'"))
            .await
            .to_string()
    };
    let (id, old) = (south.id.to_string(), version("south").await);
    let fields = [("id", id.as_str()), ("version", old.as_str()), ("switch", switch)];
    assert!(
        matches!(anton.call("/office/providers", &fields).await, Ok(Answer::Go(_))),
        "one is left"
    );
    let (id, old) = (north.id.to_string(), version("north").await);
    let fields = [("id", id.as_str()), ("version", old.as_str()), ("switch", switch)];
    assert_eq!(
        anton.call("/office/providers", &fields).await,
        Ok(Answer::form(Fault::NoWayIn))
    );
    let page = anton.post("/office/providers", &fields).await;
    page.expect(422, "faults.no_way_in");
    assert_eq!(app.database.count("providers WHERE enabled AND visible").await, 1);
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_changes_at_the_same_moment_lock_nobody_out(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    for _ in 0..3 {
        let app = TestApp::on(backend).await;
        let north = app.provider("north").await;
        let (mut anton, mut anna) = (
            app.administrator().await,
            app.staff("Anna", &[domain::staff::Role::Administrator]).await,
        );
        let settings = anton.get(SETTINGS).await;
        let version = app
            .database
            .number("SELECT version FROM providers")
            .await
            .to_string();
        let one = tokio::spawn(async move {
            anton
                .fill(&settings, SETTINGS, &[("local_sign_in", "")])
                .await
                .code()
        });
        let id = north.id.to_string();
        let other = tokio::spawn(async move {
            let fields = [
                ("id", id.as_str()),
                ("version", version.as_str()),
                ("switch", "disable"),
            ];
            anna.post("/office/providers", &fields).await.code()
        });
        let (one, other) = (one.await.unwrap(), other.await.unwrap());
        let mut codes = [one, other];
        codes.sort_unstable();
        assert_eq!(codes, [303, 422]);
        let local = app.database.count("settings WHERE local_sign_in").await;
        let visible = app.database.count("providers WHERE enabled AND visible").await;
        assert_eq!(local + visible, 1);
    }
}

#[tokio::test]
async fn a_form_from_before_somebody_elses_change_is_refused() {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let stale = anton.get(SETTINGS).await;
    switch_off(&mut anton, &["approval"]).await.location();
    anton
        .fill(&stale, SETTINGS, &[("local_registration", "")])
        .await
        .expect(422, "faults.stale");
    let left = app
        .database
        .count("settings WHERE local_registration AND NOT approval")
        .await;
    assert_eq!(left, 1);
}

#[tokio::test]
async fn a_change_acts_on_every_replica() {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let mut elsewhere = app.visitor().at(app.replica());
    assert_eq!(elsewhere.get("/register").await.code(), 200);
    switch_off(&mut anton, &["local_registration"]).await.location();
    assert_eq!(elsewhere.get("/register").await.code(), 404);
}
