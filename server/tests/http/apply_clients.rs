//! `portico apply`: clients in a file.

use super::apply::{CARRY_OUT, run, state};
use crate::support::{Backend, TestApp};
use domain::time::Span;
use rstest::rstest;
use server::apply::Wishes;

const PRUNE: Wishes = Wishes {
    prune: true,
    ..CARRY_OUT
};
const DRY: Wishes = Wishes {
    dry_run: true,
    ..CARRY_OUT
};

const SECRET: &str = "magazine-secret-of-thirty-two-signs";

const MAGAZINE: &str = r#"
[[clients]]
name = "Harbour Magazine"
redirect_uris = ["https://app.example/callback", "https://app.example/other"]
scopes = ["openid", "email", "offline_access"]
grant_types = ["authorization_code", "refresh_token"]
refresh_token_days = 7
trusted = true
secret_env = "MAGAZINE_SECRET"
"#;

async fn id(app: &TestApp) -> String {
    app.database.texts("SELECT id FROM clients").await.remove(0)
}

#[rstest]
#[tokio::test]
async fn a_client_is_made_once_and_its_id_is_told(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let app = TestApp::on(backend).await;
    let before = state(&app).await;
    let announced = run(&app, MAGAZINE, DRY).await.unwrap();
    assert_eq!(state(&app).await, before, "a dry run changes nothing");
    let lines = run(&app, MAGAZINE, CARRY_OUT).await.unwrap();
    let id = id(&app).await;
    assert_eq!(
        lines[0],
        format!("clients.Harbour Magazine: client_id: (none) -> {id}")
    );
    assert_eq!(
        announced[0],
        "clients.Harbour Magazine: client_id: (none) -> (made when it is applied)"
    );
    assert_eq!(announced[1..], lines[1..]);
    for line in [
        "clients.Harbour Magazine: auth_method: (none) -> client_secret_basic",
        "clients.Harbour Magazine: grant_types: (none) -> authorization_code, refresh_token",
        "clients.Harbour Magazine: redirect_uris: (none) -> https://app.example/callback, https://app.example/other",
        "clients.Harbour Magazine: refresh_token_days: (none) -> 7",
        "clients.Harbour Magazine: scopes: (none) -> openid email offline_access",
        "clients.Harbour Magazine: trusted: (none) -> true",
        "clients.Harbour Magazine: secret: set",
    ] {
        assert!(lines.iter().any(|own| own == line), "{line}: {lines:#?}");
    }
    assert!(!lines.join(" ").contains(SECRET));
    let done = state(&app).await;
    assert_eq!(
        run(&app, MAGAZINE, CARRY_OUT).await.unwrap(),
        Vec::<String>::new()
    );
    assert_eq!(state(&app).await, done, "nothing is written anew");
    assert!(!done.join(" ").contains(SECRET), "it is kept as a hash");
    let noted = "history WHERE subject_kind = 'client' AND actor_kind = 'system'";
    assert_eq!(app.database.count(noted).await, 2);
    let history = app.administrator().await.get("/office/history").await.text();
    assert!(
        history.contains("Application created Harbour Magazine"),
        "{history}"
    );
}

#[tokio::test]
async fn what_the_file_says_anew_is_changed_and_the_rest_stays() {
    let app = TestApp::start().await;
    run(&app, MAGAZINE, CARRY_OUT).await.unwrap();
    let id_before = id(&app).await;
    let file = "[[clients]]\nname = \"Harbour Magazine\"\ntrusted = false\nactive = false\n";
    assert_eq!(
        run(&app, file, CARRY_OUT).await.unwrap(),
        [
            "clients.Harbour Magazine: trusted: true -> false",
            "clients.Harbour Magazine: switched off",
        ]
    );
    assert_eq!(id(&app).await, id_before);
    assert_eq!(app.database.count("client_secrets").await, 1);
    let on = file.replace("active = false", "active = true");
    assert_eq!(
        run(&app, &on, CARRY_OUT).await.unwrap(),
        ["clients.Harbour Magazine: switched on"]
    );
}

#[tokio::test]
async fn a_colour_comes_and_goes_with_the_file() {
    let app = TestApp::start().await;
    run(&app, MAGAZINE, CARRY_OUT).await.unwrap();
    let file = |colour: &str| format!("[[clients]]\nname = \"Harbour Magazine\"\ncolour = \"{colour}\"\n");
    for (colour, line) in [
        ("#1A73E8", "(none) -> #1a73e8"),
        ("#c2410c", "#1a73e8 -> #c2410c"),
        ("", "#c2410c -> (none)"),
    ] {
        assert_eq!(
            run(&app, &file(colour), CARRY_OUT).await.unwrap(),
            [format!("clients.Harbour Magazine: colour: {line}")]
        );
        assert!(run(&app, &file(colour), CARRY_OUT).await.unwrap().is_empty());
    }
}

#[rstest]
#[case::a_day_where_nothing_is_said("", Span::days(1))]
#[case::a_week("secret_overlap = \"week\"\n", Span::days(7))]
#[case::at_once("secret_overlap = \"none\"\n", Span::seconds(0))]
#[tokio::test]
async fn another_secret_replaces_the_one_before_after_a_while(#[case] overlap: &str, #[case] span: Span) {
    let app = TestApp::start().await;
    run(&app, MAGAZINE, CARRY_OUT).await.unwrap();
    app.time.turn(Span::seconds(1));
    let file = format!(
        "[[clients]]\nname = \"Harbour Magazine\"\n{overlap}secret = \"another-secret-of-thirty-two-signs\"\n"
    );
    assert_eq!(
        run(&app, &file, CARRY_OUT).await.unwrap(),
        ["clients.Harbour Magazine: secret: replaced"]
    );
    assert!(run(&app, &file, CARRY_OUT).await.unwrap().is_empty());
    let until = app.portico.now().plus(span).as_millis();
    let ends = "SELECT CAST(expires_at AS TEXT) FROM client_secrets WHERE expires_at IS NOT NULL";
    assert_eq!(app.database.texts(ends).await, [until.to_string()]);
    app.time.turn(span);
    app.jobs().await;
    assert_eq!(app.database.count("client_secrets").await, 1);
}

#[tokio::test]
async fn a_client_with_a_secret_that_the_file_leaves_out_says_so_once() {
    let app = TestApp::start().await;
    let file = "[[clients]]\nname = \"Weekly\"\nredirect_uris = [\"https://weekly.example/\"]\n";
    let lines = run(&app, file, CARRY_OUT).await.unwrap();
    let told = "clients.Weekly: secret: none yet: name one, or make one in the back office";
    assert_eq!(lines.last().map(String::as_str), Some(told));
    assert!(run(&app, file, CARRY_OUT).await.unwrap().is_empty());
}

#[tokio::test]
async fn prune_switches_off_what_the_file_does_not_name() {
    let app = TestApp::start().await;
    run(&app, MAGAZINE, CARRY_OUT).await.unwrap();
    let other = "[[clients]]\nname = \"Weekly\"\nauth_method = \"none\"\nredirect_uris = [\"https://weekly.example/\"]\n";
    run(&app, other, CARRY_OUT).await.unwrap();
    let nothing = "[settings]\napproval = true\n";
    assert!(
        run(&app, nothing, PRUNE).await.unwrap().is_empty(),
        "it names no client"
    );
    let lines = run(&app, other, PRUNE).await.unwrap();
    assert_eq!(lines, ["clients.Harbour Magazine: switched off"]);
    assert!(run(&app, other, PRUNE).await.unwrap().is_empty());
    let on = app.database.texts("SELECT name FROM clients WHERE active").await;
    assert_eq!(on, ["Weekly"]);
}

#[rstest]
#[case::no_list(
    "[clients]\nname = \"x\"\n",
    "shop.toml:1: clients: is a list: write [[clients]] for each"
)]
#[case::no_name("[[clients]]\ntrusted = true\n", "shop.toml:1: clients[0]: name is missing")]
#[case::an_unknown_key(
    "[[clients]]\nname = \"x\"\nclient_id = \"mine\"\n",
    "shop.toml:3: clients[0].client_id: unknown key; allowed: name, policy_uri"
)]
#[case::twice(
    "[[clients]]\nname = \"x\"\n[[clients]]\nname = \" x\"\n",
    "shop.toml:4: clients[1].name: stands in the file twice"
)]
#[case::no_redirect(
    "[[clients]]\nname = \"x\"\n",
    "shop.toml:1: clients[0].redirect_uris: required"
)]
#[case::a_wrong_redirect(
    "[[clients]]\nname = \"x\"\nredirect_uris = [\"http://app.example\"]\n",
    "shop.toml:3: clients[0].redirect_uris: not a redirect URI"
)]
#[case::a_text_for_a_list(
    "[[clients]]\nname = \"x\"\nscopes = \"openid\"\n",
    "shop.toml:3: clients[0].scopes: takes a list of texts"
)]
#[case::an_unknown_scope(
    "[[clients]]\nname = \"x\"\nscopes = [\"fly\"]\n",
    "shop.toml:3: clients[0].scopes: fly: unknown; allowed: openid, profile, email, phone, offline_access"
)]
#[case::an_unknown_authentication(
    "[[clients]]\nname = \"x\"\nauth_method = \"password\"\n",
    "shop.toml:3: clients[0].auth_method: unknown choice; allowed: client_secret_basic, client_secret_post, \
     private_key_jwt, none"
)]
#[case::a_text_for_a_number(
    "[[clients]]\nname = \"x\"\naccess_token_minutes = \"5\"\n",
    "shop.toml:3: clients[0].access_token_minutes: takes a number"
)]
#[case::a_number_out_of_range(
    "[[clients]]\nname = \"x\"\nredirect_uris = [\"https://a.example/\"]\naccess_token_minutes = -5\n",
    "shop.toml:4: clients[0].access_token_minutes: not a number from 1 to 60"
)]
#[case::a_rule_between_fields(
    "[[clients]]\nname = \"x\"\nredirect_uris = [\"https://a.example/\"]\nscopes = [\"openid\", \"offline_access\"]\n",
    "shop.toml:1: clients[0].grant_types: the scope offline_access without the grant refresh_token"
)]
#[case::a_pale_colour(
    "[[clients]]\nname = \"x\"\nredirect_uris = [\"https://a.example/\"]\ncolour = \"#ffd400\"\n",
    "shop.toml:4: clients[0].colour: too light: less than 3:1 on light pages"
)]
#[case::a_short_secret(
    "[[clients]]\nname = \"x\"\nsecret = \"hunter2\"\n",
    "shop.toml:3: clients[0].secret: takes at least 32 letters, digits and signs"
)]
#[case::a_secret_for_a_public_client(
    "[[clients]]\nname = \"x\"\nredirect_uris = [\"https://a.example/\"]\nauth_method = \"none\"\n\
     secret_env = \"MAGAZINE_SECRET\"\n",
    "shop.toml:5: clients[0].secret_env: is of no use with this auth_method"
)]
#[case::no_such_variable(
    "[[clients]]\nname = \"x\"\nsecret_env = \"NONE\"\n",
    "shop.toml:3: clients[0].secret_env: there is no such variable"
)]
#[case::an_unknown_overlap(
    "[[clients]]\nname = \"x\"\nsecret_overlap = \"year\"\n",
    "shop.toml:3: clients[0].secret_overlap: unknown choice; allowed: none, hour, day, week, month"
)]
#[case::private_keys(
    "[[clients]]\nname = \"x\"\nredirect_uris = [\"https://a.example/\"]\nauth_method = \"private_key_jwt\"\n\
     public_keys = '{\"keys\":[{\"kty\":\"oct\",\"k\":\"aw\"}]}'\n",
    "shop.toml:5: clients[0].public_keys: a private key"
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
async fn the_sector_of_a_client_stays_what_it_was() {
    let app = TestApp::start().await;
    let file = |sector: &str| format!("{MAGAZINE}sector_identifier = \"{sector}\"\n");
    run(&app, &file("app.example"), CARRY_OUT).await.unwrap();
    assert!(
        run(&app, &file("app.example"), CARRY_OUT)
            .await
            .unwrap()
            .is_empty()
    );
    let told = run(&app, &file("other.example"), CARRY_OUT).await.unwrap_err();
    let expected = "shop.toml:10: clients[0].sector_identifier: stays what it was";
    assert!(told.starts_with(expected), "{told}");
}

#[tokio::test]
async fn of_several_clients_with_one_name_none_is_meant() {
    let app = TestApp::start().await;
    let file = "[[clients]]\nname = \"Weekly\"\nredirect_uris = [\"https://weekly.example/\"]\n";
    run(&app, file, CARRY_OUT).await.unwrap();
    run(&app, &file.replace("Weekly", "Twin"), CARRY_OUT)
        .await
        .unwrap();
    app.database.execute("UPDATE clients SET name = 'Twin'").await;
    let told = run(&app, &file.replace("Weekly", "Twin"), CARRY_OUT)
        .await
        .unwrap_err();
    assert!(told.contains("several applications have this name"), "{told}");
}
