//! `portico apply`: what a file changes, what it prints, and what it refuses.

use crate::support::{Backend, TestApp};
use domain::customers::CustomerStatus;
use rstest::rstest;
use server::apply::{Refused, Source, Wishes, apply};
use std::path::Path;

pub(super) const CARRY_OUT: Wishes = Wishes {
    dry_run: false,
    prune: false,
    strand: None,
};

pub(super) async fn run(app: &TestApp, text: &str, wishes: Wishes) -> Result<Vec<String>, String> {
    let variable = |name: &str| match name {
        "HARBOUR_SECRET" => Some("from the environment".to_owned()),
        "MAGAZINE_SECRET" => Some("magazine-secret-of-thirty-two-signs".to_owned()),
        "RECAPTCHA_SECRET" => Some("secret-1".to_owned()),
        _ => None,
    };
    let source = Source {
        path: Path::new("shop.toml"),
        text,
        variable: &variable,
    };
    apply(&app.portico, &source, wishes)
        .await
        .map_err(|refused| match refused {
            Refused::Trouble(trouble) => panic!("{trouble}"),
            refused => refused.to_string(),
        })
}

/// Applies a file and gives what that says: what a dry run announces, and what a second time does not say again.
pub(super) async fn apply_once(app: &TestApp, text: &str) -> Vec<String> {
    let before = state(app).await;
    let dry = Wishes {
        dry_run: true,
        ..CARRY_OUT
    };
    let announced = run(app, text, dry).await.unwrap();
    assert_eq!(state(app).await, before, "a dry run changes nothing");
    let lines = run(app, text, CARRY_OUT).await.unwrap();
    assert_eq!(lines, announced);
    let done = state(app).await;
    assert_eq!(run(app, text, CARRY_OUT).await.unwrap(), Vec::<String>::new());
    assert_eq!(state(app).await, done, "nothing is written anew");
    lines
}

/// Everything that a file can change, as the database has it.
pub(super) async fn state(app: &TestApp) -> Vec<String> {
    let mut all = Vec::new();
    for (table, columns) in [
        ("settings", "version || ',' || local_sign_in || ',' || approval"),
        (
            "providers",
            "slug || ',' || version || ',' || enabled || ',' || visible || ',' || client_id",
        ),
        ("history", "action"),
        ("policies", "name || value"),
        (
            "roles",
            "name || ',' || version || ',' || is_default || ',' || needs_bot_check",
        ),
        (
            "clients",
            "name || ',' || version || ',' || active || ',' || redirect_uris || ',' || scopes",
        ),
        ("client_secrets", "hash || ',' || COALESCE(expires_at, 0)"),
    ] {
        all.extend(
            app.database
                .texts(&format!("SELECT {columns} FROM {table} ORDER BY 1"))
                .await,
        );
    }
    all
}

fn harbour(issuer: &str) -> String {
    format!(
        r#"
[settings]
approval = false

[[providers]]
slug = "harbour"
name = "Harbour ID"
labels = {{ de = "Mit Harbour anmelden" }}
issuer = "{issuer}"
client_id = "portico"
client_secret_env = "HARBOUR_SECRET"
scopes = ["openid", "email"]
domains = ["harbour.example"]
authorize_parameters = {{ audience = "shop" }}
claims.account_code = "customer_no"
trusts_email_verified = true
enabled = true
visible = true
"#
    )
}

#[tokio::test]
async fn a_file_is_applied_once_and_its_second_run_changes_nothing() {
    let app = TestApp::start().await;
    let fake = app.provider("north").await;
    let lines = apply_once(&app, &harbour(fake.issuer())).await;
    for line in [
        "settings: approval: true -> false",
        "providers.harbour: client_id: (none) -> portico",
        "providers.harbour: label_de: (none) -> Mit Harbour anmelden",
        "providers.harbour: domains: (none) -> harbour.example",
        "providers.harbour: enabled: false -> true",
    ] {
        assert!(lines.iter().any(|own| own == line), "{line}: {lines:#?}");
    }
    assert!(
        !lines.join("\n").contains("from the environment"),
        "never a secret: {lines:#?}"
    );
    let login = app.visitor().get("/login").await;
    assert!(login.text().contains("Harbour ID"), "{}", login.text());
    assert_eq!(
        app.database
            .count("history WHERE action = 'provider.created' AND actor_kind = 'system'")
            .await,
        1
    );
}

#[tokio::test]
async fn a_group_of_settings_is_applied_and_holds() {
    let app = TestApp::start().await;
    let file = "[policies.passwords]\nprofile = \"classic\"\n[policies.sessions]\nidle_minutes = 30\n";
    let lines = run(&app, file, CARRY_OUT).await.unwrap();
    assert_eq!(
        lines,
        [
            "policies.passwords: profile: modern -> classic",
            "policies.sessions: idle_minutes: 60 -> 30",
        ]
    );
    assert_eq!(run(&app, file, CARRY_OUT).await.unwrap(), Vec::<String>::new());
    assert_eq!(
        app.database
            .count("history WHERE action = 'settings.changed' AND actor_kind = 'system'")
            .await,
        2
    );
}

#[tokio::test]
async fn what_the_file_says_anew_is_changed_and_the_rest_stays() {
    let app = TestApp::start().await;
    let fake = app.provider("north").await;
    run(&app, &harbour(fake.issuer()), CARRY_OUT).await.unwrap();
    let text = "[[providers]]\nslug = \"harbour\"\nclient_id = \"other\"\nclient_secret = \"new\"\n";
    let lines = run(&app, text, CARRY_OUT).await.unwrap();
    assert_eq!(
        lines,
        [
            "providers.harbour: client_id: portico -> other",
            "providers.harbour: client_secret: (none) -> replaced",
        ]
    );
    let secret = app
        .database
        .texts("SELECT client_secret FROM providers WHERE slug = 'harbour'")
        .await;
    assert!(!secret[0].contains("new"), "sealed");
}

#[tokio::test]
async fn prune_disables_what_the_file_does_not_name_and_ends_its_sessions() {
    let app = TestApp::start().await;
    let (north, south) = (app.provider("north").await, app.provider("south").await);
    app.settings(|settings| settings.approval = false).await;
    let mut nadia = app.visitor();
    nadia.through(&south).await;
    assert!(nadia.is_signed_in().await);
    let file = "[[providers]]\nslug = \"north\"\n";
    assert!(
        run(&app, file, CARRY_OUT).await.unwrap().is_empty(),
        "without --prune it stays"
    );
    let prune = Wishes {
        prune: true,
        ..CARRY_OUT
    };
    let told = run(&app, file, prune).await.unwrap_err();
    assert!(told.contains("--strand 1"), "{told}");
    assert!(nadia.is_signed_in().await, "nobody loses the last way in unasked");
    let named = Wishes {
        strand: Some(1),
        ..prune
    };
    let lines = run(&app, file, named).await.unwrap();
    assert_eq!(
        lines,
        [
            "providers.south: disabled and hidden, since the file does not name it",
            "customers without a way in: 0 -> 1",
        ]
    );
    assert!(!nadia.is_signed_in().await);
    assert_eq!(
        app.database
            .texts("SELECT slug FROM providers WHERE enabled")
            .await,
        std::slice::from_ref(&north.slug)
    );
    app.mails().await;
}

#[tokio::test]
async fn a_file_takes_the_last_way_in_from_as_many_as_were_named() {
    let app = TestApp::start().await;
    app.provider("north").await;
    for email in ["ada@example.org", "grace@example.org"] {
        app.insert_customer(email, CustomerStatus::Active).await;
    }
    let (file, before) = ("[settings]\nlocal_sign_in = false\n", state(&app).await);
    let wishes = |dry_run, strand| Wishes {
        dry_run,
        strand,
        ..CARRY_OUT
    };
    let told = run(&app, file, wishes(true, None)).await.unwrap();
    assert_eq!(
        told,
        [
            "settings: local_sign_in: true -> false",
            "customers without a way in: 0 -> 2",
            "refused without --strand 2",
        ]
    );
    for too_few in [None, Some(1)] {
        let told = run(&app, file, wishes(false, too_few)).await.unwrap_err();
        assert!(told.contains("--strand 2"), "{told}");
    }
    assert_eq!(state(&app).await, before);
    run(&app, file, wishes(false, Some(2))).await.unwrap();
    assert_eq!(app.database.count("settings WHERE local_sign_in").await, 0);
}

#[rstest]
#[case::the_last_way_in("[settings]\nlocal_sign_in = false\n")]
#[case::the_last_provider_too(
    "[settings]\nlocal_sign_in = false\n[[providers]]\nslug = \"north\"\nvisible = false\n"
)]
#[tokio::test]
async fn a_lock_out_is_refused_and_nothing_is_changed(#[case] file: &str) {
    let app = TestApp::start().await;
    let north = app.provider("north").await;
    if !file.contains("north") {
        app.switch(&north, true, false).await;
    }
    let before = state(&app).await;
    let fault = run(&app, file, CARRY_OUT).await.unwrap_err();
    assert!(
        fault.starts_with("shop.toml:2: settings.local_sign_in: nobody could sign in any more"),
        "{fault}"
    );
    assert_eq!(state(&app).await, before);
}

#[rstest]
#[case::no_toml("[settings\n", "shop.toml:1: ")]
#[case::an_unknown_table(
    "[colours]\nwall = 1\n",
    "shop.toml:1: colours: unknown key; allowed: settings, policies, roles, providers"
)]
#[case::an_unknown_switch(
    "[settings]\napprovals = true\n",
    "shop.toml:2: settings.approvals: unknown key; allowed: approval"
)]
#[case::a_switch_of_another_type(
    "[settings]\n\napproval = 1\n",
    "shop.toml:3: settings.approval: invalid type"
)]
#[case::an_unknown_group(
    "[policies.colours]\nwall = 1\n",
    "shop.toml:1: policies.colours: unknown group; allowed:"
)]
#[case::an_unknown_setting_of_a_group(
    "[policies.sessions]\nidle = 5\n",
    "shop.toml:2: policies.sessions.idle: unknown key; allowed: absolute_hours"
)]
#[case::a_setting_of_another_type(
    "[policies.passwords]\nprofile = \"lax\"\n",
    "shop.toml:2: policies.passwords.profile: unknown variant `lax`, expected one of"
)]
#[case::a_setting_out_of_range(
    "[policies.sessions]\nabsolute_hours = 1000\n",
    "shop.toml:2: policies.sessions.absolute_hours: absolute_hours:"
)]
#[case::a_domain_that_is_none(
    "[policies.email_domains]\nallow = [\"not a domain\"]\n",
    "shop.toml:2: policies.email_domains.allow: "
)]
#[case::no_slug("[[providers]]\nname = \"x\"\n", "shop.toml:1: providers[0]: slug is missing")]
#[case::an_unknown_key(
    "[[providers]]\nslug = \"x\"\nclientid = \"y\"\n",
    "shop.toml:3: providers[0].clientid: unknown key; allowed: slug"
)]
#[case::a_missing_issuer(
    "[[providers]]\nslug = \"x\"\nname = \"X\"\n",
    "shop.toml:1: providers[0].issuer: required"
)]
#[case::an_unknown_authentication(
    "[[providers]]\nslug = \"x\"\nclient_auth = \"magic\"\n",
    "shop.toml:3: providers[0].client_auth: unknown choice; allowed: client_secret_basic"
)]
#[case::an_unknown_rule(
    "[[providers]]\nslug = \"x\"\nrules.email = \"often\"\n",
    "shop.toml:3: providers[0].rules.email: unknown choice; allowed: set_once"
)]
#[case::a_missing_variable(
    "[[providers]]\nslug = \"x\"\nclient_secret_env = \"NONE\"\n",
    "shop.toml:3: providers[0].client_secret_env: there is no such variable"
)]
#[case::a_missing_file(
    "[[providers]]\nslug = \"x\"\nclient_secret_file = \"/no/such\"\n",
    "shop.toml:3: providers[0].client_secret_file: cannot be read"
)]
#[case::two_secrets(
    "[[providers]]\nslug = \"x\"\nclient_secret = \"hush\"\nclient_secret_env = \"HARBOUR_SECRET\"\n",
    "shop.toml:1: providers[0]: takes one of"
)]
#[case::twice(
    "[[providers]]\nslug = \"x\"\n[[providers]]\nslug = \"x\"\n",
    "shop.toml:4: providers[1].slug: stands in the file twice"
)]
#[case::a_number("[[providers]]\nslug = 1\n", "shop.toml:2: providers[0].slug: takes a text")]
#[tokio::test]
async fn a_fault_names_file_line_key_and_what_is_allowed(#[case] file: &str, #[case] expected: &str) {
    let app = TestApp::start().await;
    let before = state(&app).await;
    let told = run(&app, file, CARRY_OUT).await.unwrap_err();
    assert!(told.lines().any(|line| line.starts_with(expected)), "{told}");
    assert!(!told.contains("hush"), "never a secret: {told}");
    assert_eq!(state(&app).await, before);
}

/// Whatever is right in these files stands before what is wrong.
#[rstest]
#[case::a_provider_that_does_not_answer(
    "[settings]\napproval = false\n[[providers]]\nslug = \"x\"\nname = \"X\"\nissuer = \"http://127.0.0.1:9\"\n\
     client_id = \"y\"\nclient_auth = \"none\"\n",
    "shop.toml:6: providers[0].issuer: unreachable"
)]
#[case::a_group_that_is_wrong(
    "[settings]\napproval = false\n[[providers]]\nslug = \"north\"\nname = \"New\"\n\
     [policies.passwords]\nprofile = \"classic\"\n[policies.sessions]\nabsolute_hours = 1000\n",
    "shop.toml:9: policies.sessions.absolute_hours: absolute_hours:"
)]
#[case::a_switch_of_another_type(
    "[[providers]]\nslug = \"north\"\nname = \"New\"\n[settings]\nlocal_registration = false\napproval = 1\n",
    "shop.toml:6: settings.approval: invalid type"
)]
#[case::a_lock_out_at_the_end(
    "[policies.passwords]\nprofile = \"classic\"\n[settings]\nlocal_sign_in = false\n\
     [[providers]]\nslug = \"north\"\nname = \"New\"\nvisible = false\n",
    "shop.toml:4: settings.local_sign_in: nobody could sign in any more"
)]
#[tokio::test]
async fn a_good_part_is_not_applied_beside_a_bad_one(
    #[case] file: &str,
    #[case] expected: &str,
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let app = TestApp::on(backend).await;
    let _north = app.provider("north").await;
    let before = state(&app).await;
    let told = run(&app, file, CARRY_OUT).await.unwrap_err();
    assert!(told.starts_with(expected), "{told}");
    assert_eq!(state(&app).await, before);
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_files_at_the_same_moment_lock_nobody_out(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let app = TestApp::on(backend).await;
    let _north = app.provider("north").await;
    let (one, other) = tokio::join!(
        run(&app, "[settings]\nlocal_sign_in = false\n", CARRY_OUT),
        run(
            &app,
            "[[providers]]\nslug = \"north\"\nenabled = false\n",
            CARRY_OUT
        )
    );
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
}
