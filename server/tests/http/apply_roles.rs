//! `portico apply`: the roles of customers in a file.

use super::apply::{CARRY_OUT, apply_once, run, state};
use crate::support::{ADDRESS, Backend, TestApp};
use domain::customers::CustomerStatus;
use rstest::rstest;
use server::apply::Wishes;

const PRUNE: Wishes = Wishes {
    prune: true,
    ..CARRY_OUT
};

/// Two roles beside the one that every shop begins with.
const TWO: &str = "[[roles]]\nname = \"Trade\"\nneeds_bot_check = true\ndefault = true\n\
                   [[roles]]\nname = \"Staff canteen\"\n";

/// Names, the default marked by a star.
async fn roles(app: &TestApp) -> Vec<String> {
    let sql = "SELECT name || CASE WHEN is_default THEN '*' ELSE '' END FROM roles ORDER BY name";
    app.database.texts(sql).await
}

#[rstest]
#[tokio::test]
async fn roles_are_made_once_and_new_customers_get_the_default(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let app = TestApp::on(backend).await;
    assert_eq!(
        apply_once(&app, TWO).await,
        [
            "roles.Trade: default: (none) -> true",
            "roles.Trade: needs_bot_check: (none) -> true",
            "roles.Customer: default: true -> false",
            "roles.Staff canteen: default: (none) -> false",
            "roles.Staff canteen: needs_bot_check: (none) -> true",
        ]
    );
    assert_eq!(roles(&app).await, ["Customer", "Staff canteen", "Trade*"]);
    app.visitor().register().await.location();
    app.mails().await;
    let given = format!(
        "SELECT r.name FROM roles r JOIN customers c ON c.role_id = r.id WHERE c.email = '{ADDRESS}'"
    );
    assert_eq!(app.database.texts(&given).await, ["Trade"]);
    let noted = "history WHERE action = 'role.created' AND subject_kind = 'role' AND actor_kind = 'system'";
    assert_eq!(app.database.count(noted).await, 2);
    let text = app.administrator().await.get("/office/history").await.text();
    assert!(text.contains("Role created Trade"), "{text}");
}

#[tokio::test]
async fn what_the_file_says_anew_is_changed_and_the_rest_stays() {
    let app = TestApp::start().await;
    run(&app, TWO, CARRY_OUT).await.unwrap();
    let file = "[[roles]]\nname = \"Trade\"\nneeds_bot_check = false\n[[roles]]\nname = \"Customer\"\ndefault = true\n";
    let lines = run(&app, file, CARRY_OUT).await.unwrap();
    assert_eq!(
        lines,
        [
            "roles.Trade: needs_bot_check: true -> false",
            "roles.Customer: default: false -> true",
            "roles.Trade: default: true -> false",
        ]
    );
    assert_eq!(roles(&app).await, ["Customer*", "Staff canteen", "Trade"]);
    let kept = app
        .database
        .texts("SELECT old_value || new_value FROM history WHERE action = 'role.changed' ORDER BY id")
        .await;
    let of_customer = r#"{"default_role":false,"name":"Customer","needs_bot_check":true}{"default_role":true,"name":"Customer","needs_bot_check":true}"#;
    assert!(
        kept.len() == 4 && kept.iter().any(|kept| kept == of_customer),
        "{kept:#?}"
    );
}

#[rstest]
#[tokio::test]
async fn prune_deletes_the_roles_that_nobody_has_or_gets(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let app = TestApp::on(backend).await;
    run(&app, TWO, CARRY_OUT).await.unwrap();
    let file = "[[roles]]\nname = \"Trade\"\n";
    assert!(
        run(&app, file, CARRY_OUT).await.unwrap().is_empty(),
        "without --prune they stay"
    );
    let nothing = "[settings]\napproval = true\n";
    assert!(
        run(&app, nothing, PRUNE).await.unwrap().is_empty(),
        "it names no role"
    );
    let before = state(&app).await;
    let dry = Wishes {
        dry_run: true,
        ..PRUNE
    };
    let announced = run(&app, file, dry).await.unwrap();
    assert_eq!(state(&app).await, before);
    let lines = run(&app, file, PRUNE).await.unwrap();
    assert_eq!(lines, announced);
    assert_eq!(
        lines,
        [
            "roles.Customer: deleted, since the file does not name it",
            "roles.Staff canteen: deleted, since the file does not name it",
        ]
    );
    assert_eq!(roles(&app).await, ["Trade*"]);
    let noted = "history WHERE action = 'role.deleted' AND actor_kind = 'system' AND new_value IS NULL";
    assert_eq!(app.database.count(noted).await, 2);
    assert!(run(&app, file, PRUNE).await.unwrap().is_empty());
}

#[rstest]
#[case::that_customers_have(
    "[settings]\napproval = false\n[[roles]]\nname = \"Trade\"\ndefault = true\n",
    "shop.toml:3: roles: Customer can't be deleted, since customers have it: name it, or give them another one"
)]
#[case::that_new_customers_get(
    "[[roles]]\nname = \"Trade\"\n",
    "shop.toml:1: roles: Customer can't be deleted, since new customers get it: name it, or say default = true for another \
     one"
)]
#[tokio::test]
async fn a_role_that_has_to_stay_is_not_pruned_and_nothing_is_changed(
    #[case] file: &str,
    #[case] expected: &str,
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let app = TestApp::on(backend).await;
    app.insert_customer(ADDRESS, CustomerStatus::Active).await;
    run(&app, "[[roles]]\nname = \"Club\"\n", CARRY_OUT)
        .await
        .unwrap();
    let before = state(&app).await;
    assert_eq!(run(&app, file, PRUNE).await.unwrap_err(), expected);
    assert_eq!(state(&app).await, before);
}

#[rstest]
#[case::no_list(
    "[roles]\nname = \"Trade\"\n",
    "shop.toml:1: roles: is a list: write [[roles]] for each"
)]
#[case::no_table("roles = [\"Trade\"]\n", "shop.toml:1: roles[0]: is a table: write [[roles]]")]
#[case::no_name("[[roles]]\ndefault = true\n", "shop.toml:1: roles[0]: name is missing")]
#[case::an_empty_name("[[roles]]\nname = \" \"\n", "shop.toml:2: roles[0].name: required")]
#[case::a_name_with_nul("[[roles]]\nname = \"a\\u0000b\"\n", "shop.toml:2: roles[0].name: ")]
#[case::a_number("[[roles]]\nname = 1\n", "shop.toml:2: roles[0].name: takes a text")]
#[case::no_truth(
    "[[roles]]\nname = \"Trade\"\nneeds_bot_check = \"yes\"\n",
    "shop.toml:3: roles[0].needs_bot_check: takes true or false"
)]
#[case::an_unknown_key(
    "[[roles]]\nname = \"Trade\"\npermissions = [\"fly\"]\n",
    "shop.toml:3: roles[0].permissions: unknown key; allowed: name, needs_bot_check, default"
)]
#[case::twice(
    "[[roles]]\nname = \"Trade\"\n[[roles]]\nname = \" Trade\"\n",
    "shop.toml:4: roles[1].name: stands in the file twice"
)]
#[case::two_defaults(
    "[[roles]]\nname = \"Trade\"\ndefault = true\n[[roles]]\nname = \"Club\"\ndefault = true\n",
    "shop.toml:6: roles[1].default: new customers get one role: another one says so, too"
)]
#[case::no_default(
    "[[roles]]\nname = \"Trade\"\n[[roles]]\nname = \"Customer\"\ndefault = false\n",
    "shop.toml:5: roles[1].default: new customers get this role: say default = true for another one"
)]
#[tokio::test]
async fn a_fault_names_file_line_key_and_what_is_allowed(#[case] file: &str, #[case] expected: &str) {
    let app = TestApp::start().await;
    let before = state(&app).await;
    let told = run(&app, file, CARRY_OUT).await.unwrap_err();
    assert!(told.lines().any(|line| line.starts_with(expected)), "{told}");
    assert_eq!(state(&app).await, before);
}

#[tokio::test]
async fn another_role_takes_the_place_of_the_default_in_any_order() {
    let app = TestApp::start().await;
    let file =
        "[[roles]]\nname = \"Customer\"\ndefault = false\n[[roles]]\nname = \"Trade\"\ndefault = true\n";
    run(&app, file, CARRY_OUT).await.unwrap();
    assert_eq!(roles(&app).await, ["Customer", "Trade*"]);
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_files_at_the_same_moment_leave_one_default(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let app = TestApp::on(backend).await;
    let file = |name: &str| format!("[[roles]]\nname = \"{name}\"\ndefault = true\n");
    let (trade, club) = (file("Trade"), file("Club"));
    let (one, other) = tokio::join!(run(&app, &trade, CARRY_OUT), run(&app, &club, CARRY_OUT));
    assert!(one.is_ok() && other.is_ok(), "{one:?} {other:?}");
    assert_eq!(app.database.count("roles WHERE is_default").await, 1);
    assert_eq!(app.database.count("roles").await, 3);
}
