//! `/office/settings/preview`: who would lose their last way in, before it is taken, and inviting them to another one.

use crate::support::{Page, StaffMember, TestApp};
use app::api::{Answer, ApiError};
use domain::{customers::CustomerStatus, staff::Role};

pub const SETTINGS: &str = "/office/settings";

/// Unticks passwords and saves: the page that is answered next.
pub async fn passwords_off(anton: &mut StaffMember) -> Page {
    let page = anton.get(SETTINGS).await;
    let page = anton.fill(&page, SETTINGS, &[("local_sign_in", "")]).await;
    anton.follow(&page).await
}

/// Presses a button of a provider.
pub async fn press(app: &TestApp, anton: &mut StaffMember, slug: &str, switch: &str) -> Page {
    let row = |column: &str| format!("SELECT CAST({column} AS TEXT) FROM providers WHERE slug = '{slug}'");
    let (id, version) = (
        app.database.texts(&row("id")).await,
        app.database.texts(&row("version")).await,
    );
    let fields = [
        ("id", id[0].as_str()),
        ("version", &version[0]),
        ("switch", switch),
    ];
    anton.post("/office/providers", &fields).await
}

#[tokio::test]
async fn nothing_is_switched_before_the_customers_were_seen() {
    let app = TestApp::start().await;
    app.provider("north").await;
    let ada = app
        .insert_customer("ada@example.org", CustomerStatus::Active)
        .await;
    app.insert_customer("closed@example.org", CustomerStatus::Disabled)
        .await;
    let mut anton = app.administrator().await;
    let page = passwords_off(&mut anton).await;
    page.expect(200, "lockout.passwords_off");
    assert!(page.text().contains("last way in: 1"), "{}", page.text());
    let link = page
        .all("a")
        .into_iter()
        .find(|a| a.get("href") == Some(&format!("/office/customers/{ada}")));
    assert!(link.is_some(), "each leads to the customer's page");
    assert!(!page.text().contains("closed@example.org"));
    assert_eq!(
        app.database.count("settings WHERE local_sign_in").await,
        1,
        "nothing was changed yet"
    );

    let done = anton.fill(&page, SETTINGS, &[]).await;
    anton.follow(&done).await.expect(200, "office.settings_saved");
    assert_eq!(app.database.count("settings WHERE local_sign_in").await, 0);
    assert_eq!(
        app.visitor().get("/login").await.location(),
        "/providers/north/start"
    );
}

#[tokio::test]
async fn somebody_who_came_meanwhile_is_asked_about_again() {
    let app = TestApp::start().await;
    app.provider("north").await;
    app.insert_customer("ada@example.org", CustomerStatus::Active)
        .await;
    let mut anton = app.administrator().await;
    let page = passwords_off(&mut anton).await;
    app.insert_customer("grace@example.org", CustomerStatus::Active)
        .await;
    let again = anton.fill(&page, SETTINGS, &[]).await;
    let again = anton.follow(&again).await;
    assert!(again.text().contains("last way in: 2"), "{}", again.text());
    assert!(again.text().contains("it was 1"), "{}", again.text());
    assert!(!page.says("lockout.changed"), "{}", page.text());
    assert_eq!(app.database.count("settings WHERE local_sign_in").await, 1);
    anton.fill(&again, SETTINGS, &[]).await.location();
    assert_eq!(app.database.count("settings WHERE local_sign_in").await, 0);
}

#[tokio::test]
async fn who_left_meanwhile_is_not_asked_about_again() {
    let app = TestApp::start().await;
    app.provider("north").await;
    app.insert_customer("ada@example.org", CustomerStatus::Active)
        .await;
    let grace = app
        .insert_customer("grace@example.org", CustomerStatus::Active)
        .await;
    let mut anton = app.administrator().await;
    let page = passwords_off(&mut anton).await;
    app.set_status(grace, CustomerStatus::Active, CustomerStatus::Disabled)
        .await;
    anton.fill(&page, SETTINGS, &[]).await.location();
    assert_eq!(app.database.count("settings WHERE local_sign_in").await, 0);
}

#[tokio::test]
async fn a_hidden_provider_that_addresses_lead_to_is_a_way_in() {
    let app = TestApp::start().await;
    let north = app.provider("north").await;
    app.settings(|settings| settings.approval = false).await;
    let mut nadia = app.visitor();
    nadia.through(&north).await;
    app.database
        .execute(&format!(
            "INSERT INTO provider_domains (domain, provider_id) VALUES ('corp.example', '{}')",
            north.id
        ))
        .await;
    let mut anton = app.administrator().await;
    assert_eq!(
        press(&app, &mut anton, "north", "hide").await.location(),
        "/office/providers?done=switched",
        "addresses go on leading there"
    );
    let page = press(&app, &mut anton, "north", "disable").await;
    let page = anton.follow(&page).await;
    page.expect(200, "lockout.disables");
    assert!(page.text().contains("last way in: 1"), "{}", page.text());
    assert_eq!(app.database.count("providers WHERE enabled").await, 1);
    app.mails().await;
}

#[tokio::test]
async fn the_last_domains_of_a_hidden_provider_are_asked_about_and_the_rest_is_saved() {
    const SAVE: &str = "/office/providers/save";
    let app = TestApp::start().await;
    let north = app.provider("north").await;
    app.settings(|settings| settings.approval = false).await;
    app.visitor().through(&north).await;
    let mut anton = app.administrator().await;
    let form = format!("/office/providers/{}", north.id);
    let save = async |anton: &mut StaffMember, fields: &[(&str, &str)]| {
        let page = anton.get(&form).await;
        let page = anton.fill(&page, SAVE, fields).await;
        anton.follow(&page).await
    };
    save(&mut anton, &[("domains", "corp.example north.example")]).await;
    press(&app, &mut anton, "north", "hide").await.location();
    let page = save(&mut anton, &[("domains", "corp.example"), ("name", "Other")]).await;
    assert!(!page.says("lockout.title"), "one leads there still");

    let page = save(&mut anton, &[("domains", ""), ("name", "North")]).await;
    page.expect(200, "lockout.takes_domains");
    assert!(page.text().contains("last way in: 1"), "{}", page.text());
    let (kept, named) = (
        "SELECT domain FROM provider_domains",
        "SELECT name FROM providers",
    );
    assert_eq!(app.database.texts(kept).await, ["corp.example"]);
    assert_eq!(app.database.texts(named).await, ["North"]);
    let invited = anton.fill(&page, "/office/settings/preview/invite", &[]).await;
    anton.follow(&invited).await.expect(200, "lockout.invited");

    let done = anton.fill(&page, "/office/providers", &[]).await;
    assert_eq!(done.location(), "/office/providers?done=switched");
    assert!(app.database.texts(kept).await.is_empty());
    let noted = r#"history WHERE action = 'provider.changed' AND old_value LIKE '%"corp.example"%'
                   AND new_value LIKE '%"domains":""%'"#;
    assert_eq!(app.database.count(noted).await, 1);
    let page = save(&mut anton, &[("domains", "corp.example")]).await;
    assert!(!page.says("lockout.title"), "they come back without a question");
    app.mails().await;
}

#[tokio::test]
async fn domains_that_nobody_needs_go_without_a_question() {
    let app = TestApp::start().await;
    let north = app.provider("north").await;
    app.settings(|settings| settings.approval = false).await;
    app.visitor().through(&north).await;
    let mut anton = app.administrator().await;
    let form = format!("/office/providers/{}", north.id);
    for domains in ["corp.example", ""] {
        let page = anton.get(&form).await;
        let page = anton
            .fill(&page, "/office/providers/save", &[("domains", domains)])
            .await;
        assert_eq!(page.location(), format!("{form}?done=saved"), "it has a button");
    }
    app.mails().await;
}

#[tokio::test]
async fn a_provider_asks_as_well_whether_it_is_disabled_or_hidden() {
    let app = TestApp::start().await;
    let (north, _south) = (app.provider("north").await, app.provider("south").await);
    app.settings(|settings| settings.approval = false).await;
    let mut nadia = app.visitor();
    nadia.through(&north).await;
    let mut anton = app.administrator().await;
    for (switch, words) in [("hide", "lockout.hides"), ("disable", "lockout.disables")] {
        let page = press(&app, &mut anton, "north", switch).await;
        let page = anton.follow(&page).await;
        page.expect(200, words);
        assert!(page.text().contains("last way in: 1"), "{}", page.text());
    }
    assert_eq!(app.database.count("providers WHERE enabled AND visible").await, 2);
    assert_eq!(
        press(&app, &mut anton, "south", "disable").await.location(),
        "/office/providers?done=switched"
    );
    let page = press(&app, &mut anton, "north", "disable").await;
    let page = anton.follow(&page).await;
    let done = anton.fill(&page, "/office/providers", &[]).await;
    assert_eq!(done.location(), "/office/providers?done=switched");
    assert!(!nadia.is_signed_in().await);
    app.mails().await;
}

#[tokio::test]
async fn nobody_who_keeps_a_way_in_is_counted() {
    let app = TestApp::start().await;
    app.provider("north").await;
    let mut anton = app.administrator().await;
    let page = anton.get(SETTINGS).await;
    let done = anton.fill(&page, SETTINGS, &[("local_sign_in", "")]).await;
    assert_eq!(
        done.location(),
        "/office/settings?done=saved",
        "nobody is there to lose anything"
    );
}

#[tokio::test]
async fn closing_customer_accounts_says_how_many_it_concerns() {
    let app = TestApp::start().await;
    app.insert_customer("ada@example.org", CustomerStatus::Active)
        .await;
    let mut anton = app.administrator().await;
    let page = anton.get(SETTINGS).await;
    let page = anton.fill(&page, SETTINGS, &[("customer_accounts", "")]).await;
    let page = anton.follow(&page).await;
    page.expect(200, "lockout.closes");
    assert!(page.says("lockout.invite_none") && page.text().contains("last way in: 1"));
    anton.fill(&page, SETTINGS, &[]).await.location();
    assert_eq!(app.visitor().get("/login").await.code(), 404);
}

#[tokio::test]
async fn who_does_not_administer_sees_and_invites_nobody() {
    let app = TestApp::start().await;
    app.insert_customer("ada@example.org", CustomerStatus::Active)
        .await;
    let mut iris = app.staff("Iris", &[Role::Auditor]).await;
    let page = iris
        .get("/office/settings/preview?version=1&customer_accounts=on")
        .await;
    assert!(!page.text().contains("ada@example.org"), "{}", page.text());
    let fields = [("version", "1"), ("customer_accounts", "on")];
    let invite = "/office/settings/preview/invite";
    assert_eq!(iris.call(invite, &fields).await, Err(ApiError::Forbidden));
    let mut anton = app.administrator().await;
    for hostile in [
        vec![("provider", "1"), ("switch", "disable")],
        vec![
            ("provider", "01890a5d-ac96-774b-bcce-b302099a8057"),
            ("switch", "disable"),
        ],
    ] {
        assert_eq!(anton.call(invite, &hostile).await, Err(ApiError::NotFound));
    }
    assert_eq!(
        anton
            .get("/office/settings/preview?provider=%00&switch=hide")
            .await
            .code(),
        404
    );
    assert!(matches!(
        anton
            .call(SETTINGS, &[("version", "1"), ("confirmed", "x")])
            .await,
        Ok(Answer::Problems(_))
    ));
}
