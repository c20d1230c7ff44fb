//! `/office/clients`: the settings of clients, switching them off, and deleting them.

use crate::support::{Page, StaffMember, TestApp};
use app::api::{Answer, ApiError, Problems};
use domain::{
    clients::Scopes,
    ids::ClientId,
    staff::Role,
    time::{Clock, Span},
    values::Fault,
};
use rstest::rstest;
use storage::grants::tokens::{self, NewAccessToken};

pub const LIST: &str = "/office/clients";
pub const NEW: &str = "/office/clients/new";
pub const SAVE: &str = "/office/clients/save";
pub const SWITCH: &str = "/office/clients/switch";
pub const DELETE: &str = "/office/clients/delete";
pub const SECRET: &str = "/office/clients/secret";
pub const NOTED: &str = "/office/clients/secret/noted";

/// Makes a client with the form, as most are, and what is said beside it. Answers the path of its page.
pub async fn make(anton: &mut StaffMember, name: &str, fields: &[(&str, &str)]) -> String {
    let page = anton.get(NEW).await;
    let usual = [("name", name), ("redirect_uris", "https://app.example/callback")];
    let fields: Vec<_> = usual.iter().chain(fields).copied().collect();
    let saved = anton.fill(&page, SAVE, &fields).await;
    let path = saved.location().split('?').next().unwrap().to_owned();
    anton.follow(&saved).await.expect(200, "clients.saved");
    path
}

pub fn id_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

/// The text behind `client_id`, issuer, discovery document: what is copied as a whole.
fn copied(page: &Page) -> Vec<String> {
    let tags = page.tags().into_iter();
    let facts = tags.skip_while(|tag| tag.get("class") != Some("facts copyable"));
    let codes = facts.filter(|tag| tag.name == "code").take(3);
    codes.map(|code| code.text).collect()
}

#[tokio::test]
async fn a_new_client_begins_safely_and_shows_what_to_enter_in_the_application() {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    assert!(anton.get(LIST).await.says("clients.empty_heading"));
    let path = make(&mut anton, "Harbour Magazine", &[]).await;
    let page = anton.get(&path).await;
    assert_eq!(
        copied(&page),
        [
            id_of(&path),
            "http://localhost:3000",
            "http://localhost:3000/.well-known/openid-configuration",
        ]
    );
    let text = page.text();
    assert!(
        text.contains("token_endpoint http://localhost:3000/oauth2/v1/token"),
        "for software without discovery: {text}"
    );
    let columns = "auth_method || ' ' || response_types || ' ' || grant_types || ' ' || scopes || ' ' || trusted || ' ' || pkce \
                   || ' ' || access_token_minutes || ' ' || refresh_token_days || ' ' || active";
    let stored = app
        .database
        .texts(&format!("SELECT {columns} FROM clients"))
        .await;
    assert_eq!(
        stored,
        [r#"client_secret_basic ["code"] ["authorization_code"] openid profile email 0 1 15 30 1"#]
    );
    let list = anton.get(LIST).await.text();
    assert!(
        list.contains("Harbour Magazine Confidential, with a secret Never 21 November 2026 On"),
        "{list}"
    );
    let history = anton.get("/office/history").await.text();
    assert!(
        history.contains("Application created Harbour Magazine"),
        "{history}"
    );
}

#[tokio::test]
async fn every_setting_comes_back() {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let settings = [
        ("policy_uri", "https://app.example/privacy#short"),
        ("tos_uri", "https://app.example/terms"),
        ("colour", "#c2410c"),
        ("auth_method", "private_key_jwt"),
        (
            "post_logout_redirect_uris",
            "https://app.example/\nhttps://app.example/bye",
        ),
        ("back_channel_logout_uri", "https://app.example/logout"),
        ("front_channel_logout_uri", "https://app.example/logged-out"),
        ("id_token_algorithm", "EdDSA"),
        ("access_token_minutes", "5"),
        ("refresh_token_days", "90"),
        ("sector_identifier", "app.example"),
    ];
    let boxes = [
        "type_code_id_token",
        "type_code_token",
        "type_code_id_token_token",
        "type_id_token",
        "type_id_token_token",
        "grant_refresh_token",
        "grant_client_credentials",
        "scope_phone",
        "scope_offline_access",
        "trusted",
    ];
    let keys = r#"{"keys":[{"kty":"EC","crv":"P-256","x":"eA","y":"eQ"}]}"#;
    let ticks = boxes.iter().map(|name| (*name, "on"));
    let fields: Vec<_> = settings
        .into_iter()
        .chain(ticks)
        .chain([("public_keys", keys), ("scope_profile", ""), ("pkce", "")])
        .collect();
    let path = make(&mut anton, "Harbour Magazine", &fields).await;
    let page = anton.get(&path).await;
    for (field, value) in settings {
        assert_eq!(page.value(field), value, "{field}");
    }
    let ticked = |name: &str| page.form(SAVE).contains(&(name.to_owned(), "on".to_owned()));
    for name in boxes {
        assert!(ticked(name), "{name}");
    }
    assert!(!ticked("scope_profile") && !ticked("pkce"));
    let shown: serde_json::Value = serde_json::from_str(&page.value("public_keys")).unwrap();
    assert_eq!(shown, serde_json::from_str::<serde_json::Value>(keys).unwrap());
    // What is saved as it is shown stays as it is.
    let again = anton.fill(&page, SAVE, &[]).await;
    assert_eq!(anton.follow(&again).await.form(SAVE)[2..], page.form(SAVE)[2..]);
}

#[rstest]
#[case::no_name("name", "", Fault::Required)]
#[case::nul("name", "a\u{0}b", Fault::BadCharacters)]
#[case::policy("policy_uri", "http://app.example/", Fault::HttpOutsideDevelopment)]
#[case::redirect("redirect_uris", "https://app.example/#here", Fault::NotARedirectUri)]
#[case::no_redirect("redirect_uris", "", Fault::Required)]
#[case::authentication("auth_method", "password", Fault::Unknown)]
#[case::keys("auth_method", "private_key_jwt", Fault::Required)]
#[case::minutes("access_token_minutes", "9999", Fault::OutOfRange { min: 1, max: 60 })]
#[case::grant("grant_refresh_token", "on", Fault::RefreshWithoutScope)]
#[case::scope("scope_offline_access", "on", Fault::ScopeWithoutRefresh)]
#[tokio::test]
async fn a_fault_stands_beside_its_field_and_what_was_typed_comes_back(
    #[case] field: &str,
    #[case] value: &str,
    #[case] fault: Fault,
) {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let page = anton.get(NEW).await;
    let mut fields = vec![
        ("name", "Harbour Magazine"),
        ("redirect_uris", "https://app.example/callback"),
        ("tos_uri", "https://app.example/terms"),
    ];
    fields.retain(|(name, _)| *name != field);
    fields.push((field, value));
    let page = anton.fill(&page, SAVE, &fields).await;
    assert_eq!(page.code(), 422, "{}", page.text());
    let beside = match (field, fault) {
        ("auth_method", Fault::Required) => "public_keys",
        ("grant_refresh_token", _) => "scope_offline_access",
        ("scope_offline_access", _) => "grant_refresh_token",
        _ => field,
    };
    let at_fault = page.field(beside).unwrap();
    assert_eq!(at_fault.get("aria-invalid"), Some("true"));
    let told = at_fault.get("aria-describedby").unwrap().to_owned();
    assert!(told.contains(&format!("fault-{beside}")), "{told}");
    assert_eq!(page.value("tos_uri"), "https://app.example/terms");
    assert_eq!(app.database.count("clients").await, 0);
}

#[tokio::test]
async fn a_form_from_before_somebody_elses_change_is_refused() {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let path = make(&mut anton, "Harbour Magazine", &[]).await;
    let stale = anton.get(&path).await;
    anton.fill(&stale, SAVE, &[("name", "Weekly")]).await.location();
    for (form, fields) in [
        (SAVE, ("name", "Mine")),
        (SWITCH, ("switch", "off")),
        (DELETE, ("id", id_of(&path))),
        (SECRET, ("overlap", "none")),
    ] {
        let page = anton.fill(&stale, form, &[fields]).await;
        page.expect(422, "faults.stale");
    }
    let stored = app.database.texts("SELECT name FROM clients WHERE active").await;
    assert_eq!(stored, ["Weekly"]);
    assert_eq!(app.database.count("client_secrets").await, 1);
}

/// Gives a client a token of its own.
async fn own_token(app: &TestApp, client: &str) {
    let (scopes, now) = (Scopes::NONE, app.time.now());
    let new = NewAccessToken {
        token_hash: "own",
        client_id: client.parse::<ClientId>().unwrap(),
        grant_id: None,
        session_id: None,
        scopes: &scopes,
        now,
        expires_at: now.plus(Span::days(1)),
    };
    let mut tx = app.portico.database.begin().await.unwrap();
    tokens::insert_access(&mut tx, &new).await.unwrap();
    tx.commit().await.unwrap();
}

async fn token_works(app: &TestApp) -> bool {
    let mut conn = app.portico.database.read().await.unwrap();
    let found = tokens::access(&mut conn, "own", app.time.now()).await.unwrap();
    found.is_some()
}

#[tokio::test]
async fn what_a_client_had_ends_when_it_is_switched_off_and_does_not_come_back() {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let path = make(&mut anton, "Harbour Magazine", &[]).await;
    own_token(&app, id_of(&path)).await;
    assert!(token_works(&app).await);
    let page = anton.get(&path).await;
    let page = anton.fill(&page, SWITCH, &[("switch", "off")]).await;
    let page = anton.follow(&page).await;
    page.expect(200, "clients.switched_off");
    assert!(!token_works(&app).await);
    let list = anton.get(LIST).await.text();
    assert!(list.contains("Switched off"), "{list}");
    let page = anton.fill(&page, SWITCH, &[("switch", "on")]).await;
    let page = anton.follow(&page).await;
    page.expect(200, "clients.switched_on");
    assert_eq!(app.database.count("clients WHERE active").await, 1);
    assert!(!token_works(&app).await, "it stays over");
    anton
        .fill(&page, SWITCH, &[("switch", "on")])
        .await
        .expect(422, "faults.stale");
    let malformed = [("id", id_of(&path)), ("version", "3"), ("switch", "sideways")];
    assert_eq!(anton.call(SWITCH, &malformed).await, Err(ApiError::Malformed));
    let history = anton.get("/office/history").await.text();
    for words in [
        "Application switched off Harbour",
        "Application switched on Harbour",
    ] {
        assert!(history.contains(words), "{history}");
    }
}

#[tokio::test]
async fn a_client_is_deleted_with_everything_that_it_was_given() {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let path = make(&mut anton, "Harbour Magazine", &[]).await;
    make(&mut anton, "Weekly", &[]).await;
    own_token(&app, id_of(&path)).await;
    let page = anton.get(&path).await;
    assert!(page.text().contains("People who agreed: 0"), "{}", page.text());
    let page = anton.fill(&page, DELETE, &[]).await;
    anton.follow(&page).await.expect(200, "clients.deleted");
    assert_eq!(anton.get(&path).await.code(), 404);
    for (table, left) in [("clients", 1), ("client_secrets", 1), ("access_tokens", 0)] {
        assert_eq!(app.database.count(table).await, left, "{table}");
    }
    let history = anton.get("/office/history").await.text();
    assert!(
        history.contains("Application deleted Harbour Magazine"),
        "{history}"
    );
}

#[tokio::test]
async fn the_sector_stays_what_it_was() {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let path = make(
        &mut anton,
        "Harbour Magazine",
        &[("sector_identifier", "app.example")],
    )
    .await;
    let page = anton.get(&path).await;
    assert!(page.field("sector_identifier").unwrap().get("readonly").is_some());
    let changed = [("sector_identifier", "other.example"), ("name", "Weekly")];
    anton.fill(&page, SAVE, &changed).await.location();
    let stored = app
        .database
        .texts("SELECT name || ' ' || sector_identifier FROM clients")
        .await;
    assert_eq!(stored, ["Weekly app.example"]);
}

#[tokio::test]
async fn the_list_tells_kind_last_use_and_age_of_the_secret() {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let keys = r#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"eA"}]}"#;
    make(&mut anton, "Old", &[]).await;
    app.time.turn(Span::days(2));
    let mut anton = app.staff("Berta", &[Role::Administrator]).await;
    make(&mut anton, "Mobile", &[("auth_method", "none")]).await;
    let with_key = [("auth_method", "private_key_jwt"), ("public_keys", keys)];
    let path = make(&mut anton, "Broker", &with_key).await;
    let used = app.time.now().as_millis();
    let sql = format!(
        "UPDATE clients SET last_used_at = {used} WHERE id = '{}'",
        id_of(&path)
    );
    app.database.execute(&sql).await;
    let list = anton.get(LIST).await.text();
    for row in [
        "Broker Confidential, with a key 23 November 2026 – On",
        "Mobile Public Never – On",
        "Old Confidential, with a secret Never 21 November 2026 On",
    ] {
        assert!(list.contains(row), "{row}: {list}");
    }
    assert!(
        anton
            .get(&path)
            .await
            .text()
            .contains("Last used 23 November 2026, 09:00 UTC")
    );
}

#[tokio::test]
async fn a_hydrated_page_gets_every_fault_at_once() {
    let app = TestApp::start().await;
    let answer = app.administrator().await.call(SAVE, &[("name", " ")]).await;
    let expected = Problems::default()
        .with("name", Fault::Required)
        .with("auth_method", Fault::Unknown)
        .with("id_token_algorithm", Fault::Unknown)
        .with("access_token_minutes", Fault::Required)
        .with("refresh_token_days", Fault::Required);
    assert_eq!(answer, Ok(Answer::Problems(expected)));
}
