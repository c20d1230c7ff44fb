//! `/office/settings/roles` and `/office/customers/role`: the roles of customers, and who has which.

use crate::support::{ADDRESS, StaffMember, TestApp};
use app::api::{Answer, ApiError, Problems};
use domain::{customers::CustomerStatus, staff::Role, values::Fault};
use rstest::rstest;

const LIST: &str = "/office/settings/roles";
const NEW: &str = "/office/settings/roles/new";
const SAVE: &str = "/office/settings/roles/save";
const DELETE: &str = "/office/settings/roles/delete";
const SET: &str = "/office/customers/role";
const ADA: &str = "ada@example.org";

impl TestApp {
    async fn role(&self, name: &str) -> String {
        let sql = format!("SELECT id FROM roles WHERE name = '{name}'");
        self.database.texts(&sql).await.remove(0)
    }

    async fn role_of(&self, address: &str) -> String {
        let sql = format!(
            "SELECT r.name FROM roles r JOIN customers c ON c.role_id = r.id WHERE c.email = '{address}'"
        );
        self.database.texts(&sql).await.remove(0)
    }
}

/// Makes a role with the form; with `default` it is what new customers get.
async fn make(anton: &mut StaffMember, name: &str, default: bool) {
    let page = anton.get(NEW).await;
    let mut fields = vec![("name", name)];
    if default {
        fields.push(("is_default", "on"));
    }
    let saved = anton.fill(&page, SAVE, &fields).await;
    anton.follow(&saved).await.expect(200, "roles.saved");
}

#[tokio::test]
async fn new_customers_get_the_role_that_is_marked_as_default_whichever_way_they_come() {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    let mut anton = app.administrator().await;
    app.insert_customer(ADA, CustomerStatus::Active).await;
    make(&mut anton, "Wholesale", true).await;
    assert_eq!(app.role_of(ADA).await, "Customer", "whoever is here keeps theirs");

    app.visitor().register().await.location();
    app.mails().await;
    assert_eq!(app.role_of(ADDRESS).await, "Wholesale");
    app.visitor().through(&provider).await;
    app.mails().await;
    assert_eq!(app.role_of("alex@corp.example").await, "Wholesale");

    let text = anton.get(LIST).await.text();
    assert!(
        text.contains("Wholesale Default 2") && text.contains("Customer 1"),
        "{text}"
    );
    let history = anton.get("/office/history").await.text();
    assert!(history.contains("Role created Wholesale"), "{history}");
}

#[tokio::test]
async fn staff_give_a_customer_another_role() {
    let app = TestApp::start().await;
    let ada = app.insert_customer(ADA, CustomerStatus::Active).await;
    let page_of = format!("/office/customers/{ada}");
    let (mut anton, mut olga) = (app.administrator().await, app.operations().await);
    assert!(
        !olga.get(&page_of).await.has_form(SET),
        "there is nothing to choose"
    );
    make(&mut anton, "Trade", false).await;
    let trade = app.role("Trade").await;
    let before = olga.get(&page_of).await;
    let page = olga.fill(&before, SET, &[("role", &trade)]).await;
    let page = olga.follow(&page).await;
    page.expect(200, "roles.given");
    assert_eq!(app.role_of(ADA).await, "Trade");
    assert!(
        page.text()
            .contains("Customer's role changed Role: Customer → Trade"),
        "{}",
        page.text()
    );
    // The page from before knows nothing of that.
    olga.fill(&before, SET, &[]).await.expect(422, "faults.stale");
    let again = olga.get(&page_of).await;
    olga.fill(&again, SET, &[]).await.location();
    let noted = app
        .database
        .count("history WHERE action = 'customer.role_changed'")
        .await;
    assert_eq!(noted, 1, "the same role is no change");

    let audrey = app.staff("Audrey", &[Role::Auditor]).await.get(&page_of).await;
    assert!(audrey.text().contains("Trade") && !audrey.has_form(SET));
}

#[rstest]
#[case::nobody("id", "00000000-0000-7000-8000-00000000000f", Err(ApiError::NotFound))]
#[case::no_id("id", "ada", Err(ApiError::NotFound))]
#[case::no_such_role("role", "00000000-0000-7000-8000-00000000000f", Ok(Fault::Unknown))]
#[case::no_role("role", "", Ok(Fault::Unknown))]
#[tokio::test]
async fn a_role_that_cannot_be_given(
    #[case] field: &str,
    #[case] value: &str,
    #[case] expected: Result<Fault, ApiError>,
) {
    let app = TestApp::start().await;
    let ada = app.insert_customer(ADA, CustomerStatus::Active).await.to_string();
    let role = app.role("Customer").await;
    let fields = [("id", ada.as_str()), ("from", &role), ("role", &role)];
    let fields = fields.map(|(name, old)| (name, if name == field { value } else { old }));
    let answer = app.operations().await.call(SET, &fields).await;
    let refused = |fault| Answer::Problems(Problems::default().with("role", fault));
    assert_eq!(answer, expected.map(refused));
    assert_eq!(app.role_of(ADA).await, "Customer");
}

#[tokio::test]
async fn a_role_is_renamed_and_another_takes_the_place_of_the_default() {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    make(&mut anton, "Trade", false).await;
    let path = format!("{LIST}/{}", app.role("Trade").await);
    let stale = anton.get(&path).await;
    let fields = [("name", "Traders"), ("is_default", "on")];
    let saved = anton.fill(&stale, SAVE, &fields).await;
    assert_eq!(saved.location(), "/office/settings/roles?done=saved");
    anton
        .fill(&stale, SAVE, &[("name", "Dealers")])
        .await
        .expect(422, "faults.stale");
    let defaults = app
        .database
        .texts("SELECT name FROM roles WHERE is_default")
        .await;
    assert_eq!(defaults, ["Traders"]);
    assert!(anton.get(&path).await.says("roles.is_default_hint"));
    let kept = app
        .database
        .texts("SELECT old_value || new_value FROM history WHERE action = 'role.changed' ORDER BY 1")
        .await;
    assert_eq!(
        kept,
        [
            r#"{"default_role":false,"name":"Trade","needs_bot_check":true}{"default_role":true,"name":"Traders","needs_bot_check":true}"#,
            r#"{"default_role":true,"name":"Customer","needs_bot_check":true}{"default_role":false,"name":"Customer","needs_bot_check":true}"#,
        ]
    );
}

#[rstest]
#[case::empty(" ", Fault::Required)]
#[case::long(&"x".repeat(61), Fault::TooLong { max: 60 })]
#[case::nul("a\u{0}b", Fault::BadCharacters)]
#[case::taken("Customer", Fault::RoleNameTaken)]
#[tokio::test]
async fn a_name_that_is_not_taken(#[case] name: &str, #[case] fault: Fault) {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let expected = Answer::Problems(Problems::default().with("name", fault));
    assert_eq!(anton.call(SAVE, &[("name", name)]).await, Ok(expected));
    let page = anton.post(SAVE, &[("name", name)]).await;
    assert!(page.code() == 422 && page.has_form(SAVE), "{}", page.text());
    assert_eq!(app.database.count("roles").await, 1);
}

#[tokio::test]
async fn only_a_role_that_nobody_has_or_will_get_is_deleted() {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    make(&mut anton, "Trade", true).await;
    make(&mut anton, "Club", false).await;
    app.insert_customer(ADA, CustomerStatus::Active).await;
    make(&mut anton, "Staff canteen", true).await;
    for (name, fault) in [("Staff canteen", Fault::DefaultRole), ("Trade", Fault::RoleInUse)] {
        let id = app.role(name).await;
        assert!(
            !anton.get(&format!("{LIST}/{id}")).await.has_form(DELETE),
            "{name}"
        );
        assert_eq!(
            anton.call(DELETE, &[("id", &id)]).await,
            Ok(Answer::form(fault)),
            "{name}"
        );
        assert_eq!(anton.post(DELETE, &[("id", &id)]).await.code(), 422);
    }
    let club = format!("{LIST}/{}", app.role("Club").await);
    let page = anton.get(&club).await;
    let page = anton.fill(&page, DELETE, &[]).await;
    anton.follow(&page).await.expect(200, "roles.deleted");
    assert_eq!(anton.get(&club).await.code(), 404);
    assert_eq!(app.database.count("roles").await, 3);
}

#[tokio::test]
async fn only_administrators_keep_roles_and_only_operations_give_them() {
    let app = TestApp::start().await;
    let ada = app.insert_customer(ADA, CustomerStatus::Active).await.to_string();
    let id = app.role("Customer").await;
    let mut audrey = app.staff("Audrey", &[Role::Auditor]).await;
    assert_eq!(audrey.get(LIST).await.code(), 200);
    let mut olga = app.operations().await;
    assert_eq!(olga.get(LIST).await.code(), 403);
    for member in [&mut audrey, &mut olga] {
        for (path, fields) in [
            (SAVE, [("name", "Mine"), ("id", "")]),
            (DELETE, [("id", id.as_str()), ("name", "")]),
        ] {
            let answer = member.call(path, &fields).await;
            assert_eq!(answer, Err(ApiError::Forbidden), "{path} {}", member.name);
        }
    }
    let give = [("id", ada.as_str()), ("from", &id), ("role", &id)];
    assert_eq!(audrey.call(SET, &give).await, Err(ApiError::Forbidden));
    for path in [SAVE, DELETE, SET] {
        assert_eq!(app.visitor().call(path, &give).await, Err(ApiError::SignInNeeded));
    }
    let mut anton = app.administrator().await;
    for missing in [
        "/office/settings/roles/poems",
        "/office/settings/roles/00000000-0000-7000-8000-00000000000f",
    ] {
        assert_eq!(anton.get(missing).await.code(), 404, "{missing}");
    }
    assert_eq!(
        anton.call(DELETE, &[("id", "poems")]).await,
        Err(ApiError::NotFound)
    );
    assert_eq!(
        anton.call(SAVE, &[("id", "poems"), ("name", "x")]).await,
        Err(ApiError::NotFound)
    );
}
