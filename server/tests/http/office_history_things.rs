//! `/office/history?about=kind/id`: what happened to one thing, to which its own page leads.

use super::{
    office_history::found,
    office_staff::{id_of, page_of},
};
use crate::support::{ADDRESS, Backend, PASSWORD, Page, TestApp};
use domain::{staff::Role, time::Span};
use rstest::rstest;

/// The question that a link of the page asks the history.
fn question(page: &Page, about: &str) -> String {
    let beginning = format!("/office/history?about={about}%2F");
    let links = page.all("a");
    let way = links
        .iter()
        .filter_map(|a| a.get("href"))
        .find(|href| href.starts_with(&beginning));
    let way = way.unwrap_or_else(|| panic!("{beginning}: {}", page.body));
    way.split_once('?').unwrap().1.to_owned()
}

/// What the form says that it is about.
fn about(page: &Page) -> Option<String> {
    let options = page.all("option");
    let chosen = options.iter().find(|option| option.get("selected").is_some())?;
    Some(chosen.text.trim().to_owned())
}

#[rstest]
#[tokio::test]
async fn the_page_of_a_provider_leads_to_its_history(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let app = TestApp::on(backend).await;
    let (north, south) = (app.provider("north").await, app.provider("south").await);
    let mut anton = app.administrator().await;
    for id in [north.id, south.id] {
        let version = format!("SELECT version FROM providers WHERE id = '{id}'");
        let version = app.database.number(&version).await.to_string();
        let id = id.to_string();
        let fields = [("id", &*id), ("version", &*version), ("switch", "hide")];
        anton.post("/office/providers", &fields).await.location();
    }
    let question = question(
        &anton.get(&format!("/office/providers/{}", north.id)).await,
        "provider",
    );
    let rows = found(&mut anton, &question).await;
    assert_eq!(rows, ["Provider hidden from the sign-in page"]);
    let page = anton
        .get(&format!("/office/history?{question}&what=provider.hidden"))
        .await;
    assert_eq!(about(&page).as_deref(), Some("Providers: north"));
    assert_eq!(
        found(&mut anton, &format!("{question}&who=customer")).await,
        [""; 0]
    );
}

#[rstest]
#[tokio::test]
async fn the_page_of_a_customer_leads_to_what_happened_to_them_and_to_their_request(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let app = TestApp::on(backend).await;
    let mut olga = app.operations().await;
    app.waiting().await;
    olga.approve().await.location();
    app.another_waits(&[("email", "ada@example.org")]).await;
    let customer = format!("SELECT id FROM customers WHERE email = '{ADDRESS}'");
    let customer = app.database.texts(&customer).await.remove(0);
    let own = olga.get(&format!("/office/customers/{customer}")).await;
    let rows = found(&mut olga, &question(&own, "customer")).await;
    let count = |what: &str| rows.iter().filter(|row| row.starts_with(what)).count();
    assert_eq!(count("Request submitted"), 1, "{rows:#?}");
    assert_eq!(count("Request approved"), 1, "{rows:#?}");
    let page = olga
        .get(&format!("/office/history?{}", question(&own, "customer")))
        .await;
    assert_eq!(about(&page).as_deref(), Some("Customers: Mia Vogel"));
    assert!(!page.body.contains("ada@example.org"));
}

#[tokio::test]
async fn the_page_of_a_member_of_staff_leads_to_their_history_page_by_page() {
    let app = TestApp::start().await;
    app.insert_staff("Olga", &[Role::Operations]).await;
    let email = app.insert_staff("Iris", &[Role::Auditor]).await;
    let mut iris = app.visitor();
    for _ in 0..55 {
        app.time.turn(Span::minutes(1));
        let fields = [("email", email.as_str()), ("password", PASSWORD)];
        iris.post("/office/login", &fields).await.location();
    }
    let own = iris.get(&page_of(&id_of(&app, "Iris").await)).await;
    let page = iris
        .get(&format!("/office/history?{}", question(&own, "staff")))
        .await;
    assert_eq!(about(&page).as_deref(), Some("Staff: Iris"));
    assert_eq!(page.all("tr").len() - 1, 50);
    let older = question(&page, "staff");
    assert!(older.contains("before="), "{older}");
    let older = iris.get(&format!("/office/history?{older}")).await;
    assert_eq!(
        (about(&older).as_deref(), older.all("tr").len() - 1),
        (Some("Staff: Iris"), 5)
    );
    let olga = iris.get(&page_of(&id_of(&app, "Olga").await)).await;
    let page = iris
        .get(&format!("/office/history?{}", question(&olga, "staff")))
        .await;
    page.expect(200, "office.history_empty");
    assert_eq!(about(&page).as_deref(), Some("Staff: Olga"));
}

#[rstest]
#[case::nobody("about=staff%2F01890a5d-ac96-774b-bcce-b302099a8057", false)]
#[case::a_name("about=staff%2FIris", false)]
#[case::no_id("about=staff%2F", true)]
#[case::a_kind_of_markup("about=%3Cb%3E%2F01890a5d-ac96-774b-bcce-b302099a8057", true)]
#[case::no_kind("about=%2F01890a5d-ac96-774b-bcce-b302099a8057", true)]
#[case::an_unknown_kind("about=nothing%2F01890a5d-ac96-774b-bcce-b302099a8057", false)]
#[case::nul("about=staff%2Fa%00b", true)]
#[case::a_path("about=staff%2F..%2Fa", true)]
#[case::markup("about=staff%2F%3Cscript%3E", true)]
#[case::long(&format!("about=staff%2F{}", "a".repeat(5000)), true)]
#[tokio::test]
async fn what_is_no_thing_is_not_asked_and_of_one_that_is_not_there_nothing_is_found(
    #[case] question: &str,
    #[case] everything: bool,
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let app = TestApp::on(backend).await;
    let mut iris = app.staff("Iris", &[Role::Auditor]).await;
    let rows = found(&mut iris, question).await;
    assert_eq!(rows.len(), usize::from(everything), "{rows:?}");
    let page = iris.get(&format!("/office/history?{question}")).await;
    assert_eq!(page.says("office.history_empty"), !everything);
}
