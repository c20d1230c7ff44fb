//! `portico doctor`: one line for each thing that the shop rests on.

use super::doctor_mail::{mail_server, zone};
use crate::support::{Backend, TestApp, fake_provider};
use domain::{
    providers::ClientAuth,
    time::{Clock, Span},
};
use fake_provider::{CLIENT_SECRET, Canned, Endpoint, Quirk};
use rstest::rstest;
use server::{
    config::{Config, from_sources},
    crypto::{SystemClock, SystemEntropy},
    doctor::{Level, Report, Tools, examine},
};
use std::{
    collections::BTreeMap,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::Arc,
};
use tokio::net::TcpListener;

const KEY: &str = "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
const OTHER_KEY: &str = "k2:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

/// The shop with a key that the configuration names.
pub async fn shop(backend: Backend) -> TestApp {
    TestApp::builder()
        .on(backend)
        .set("PORTICO_SECRETS__KEYS", KEY)
        .start()
        .await
}

/// Its configuration, with these variables over it.
pub fn config(app: &TestApp, over: &[(&str, &str)]) -> Config {
    let mut variables: BTreeMap<String, String> = [
        ("PORTICO_SECRETS__KEYS", KEY),
        ("PORTICO_DATABASE__URL", &app.database.url),
        ("PORTICO_SERVER__PUBLIC_URL", "http://127.0.0.1:9"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into();
    variables.extend(
        over.iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
    );
    from_sources(None, &variables).unwrap()
}

fn tools(clock: Arc<dyn Clock>) -> Tools {
    Tools {
        clock,
        entropy: Arc::new(SystemEntropy::default()),
        names: Arc::new(zone()),
    }
}

pub async fn look(config: &Config) -> Report {
    let report = examine(config, &tools(Arc::new(SystemClock))).await;
    let text = report.to_string();
    for secret in [CLIENT_SECRET, KEY, OTHER_KEY, "hush", "AAECAwQF"] {
        assert!(!text.contains(secret), "{text}");
    }
    report
}

#[track_caller]
pub fn says(report: &Report, begin: &str) {
    let text = report.to_string();
    assert!(
        text.lines().any(|line| line.starts_with(begin)),
        "{begin}\n{text}"
    );
}

/// The shop on a port of its own, and its address.
async fn served(app: &TestApp) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let service = app
        .router
        .clone()
        .into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await.unwrap() });
    format!("http://{address}")
}

#[rstest]
#[tokio::test]
async fn a_shop_that_works_is_all_in_order(#[values(Backend::Sqlite, Backend::Postgres)] backend: Backend) {
    let app = shop(backend).await;
    let north = app.provider("north").await;
    let (url, smtp) = (served(&app).await, mail_server("220 fine\r\n").await);
    let config = config(
        &app,
        &[
            ("PORTICO_SERVER__PUBLIC_URL", &url),
            ("PORTICO_MAIL__SMTP_URL", &smtp),
            ("PORTICO_MAIL__FROM", "Shop <shop@shop.example>"),
        ],
    );
    let report = look(&config).await;
    let expected = format!(
        "\
ok       configuration    in order
ok       public URL       {url} leads to a shop that runs
ok       site files       complete
ok       keys             k1 seals, of k1
ok       database         answers, and every migration has run
ok       mail             the server takes mails from us
ok       mail SPF         shop.example: v=spf1 include:_spf.mail.example -all
ok       mail DKIM        shop.example has keys; `dkim=pass` in the header of a mail that arrived says that one is used
ok       mail DMARC       shop.example: v=DMARC1; p=quarantine
ok       provider north   {} answers, with keys
ok       clock            agrees with north
0 faults, 0 warnings",
        north.issuer()
    );
    assert_eq!(report.to_string(), expected);
}

#[rstest]
#[case::no_document(Quirk::Answer(Endpoint::Discovery, Canned::Status(404)), "discovery at ")]
#[case::no_json(Quirk::Answer(Endpoint::Discovery, Canned::Garbage), "discovery at ")]
#[case::another_issuer(
    Quirk::Document("issuer", Some("https://other.example".into())),
    "discovery at "
)]
#[case::no_keys(Quirk::Answer(Endpoint::Keys, Canned::Status(500)), "keys at ")]
#[case::broken_keys(Quirk::Answer(Endpoint::Keys, Canned::Garbage), "keys at ")]
#[case::another_way_to_prove_ourselves(
    Quirk::Document("token_endpoint_auth_methods_supported", Some(serde_json::json!(["private_key_jwt"]))),
    "takes no client_secret_basic: choose one of private_key_jwt"
)]
#[tokio::test]
async fn a_provider_that_fails_is_a_fault_while_it_is_enabled(#[case] quirk: Quirk, #[case] expected: &str) {
    let app = shop(Backend::Sqlite).await;
    let (north, _south) = (app.provider("north").await, app.provider("south").await);
    north.quirk(quirk);
    let report = look(&config(&app, &[])).await;
    says(&report, &format!("fault    provider north   {expected}"));
    says(&report, "ok       provider south");
    assert_eq!(report.count(Level::Fault), 1);

    app.switch(&north, false, true).await;
    let report = look(&config(&app, &[])).await;
    says(&report, &format!("warning  provider north   {expected}"));
    assert_eq!(report.count(Level::Fault), 0);
}

#[tokio::test]
async fn what_was_sealed_with_a_key_that_is_gone_is_a_fault() {
    let app = shop(Backend::Sqlite).await;
    let _north = app.provider("north").await;
    let report = look(&config(&app, &[("PORTICO_SECRETS__KEYS", OTHER_KEY)])).await;
    says(
        &report,
        "fault    provider north   client secret: sealed with key k1, which the key file lacks: put the missing key",
    );
    let both = format!("{OTHER_KEY},{KEY}");
    let report = look(&config(&app, &[("PORTICO_SECRETS__KEYS", &both)])).await;
    says(&report, "ok       provider north");
    says(&report, "ok       keys             k2 seals, of k2, k1");
}

#[tokio::test]
async fn a_key_file_that_others_read_is_a_warning_and_one_that_is_gone_is_not_made() {
    use std::os::unix::fs::PermissionsExt;
    let app = shop(Backend::Sqlite).await;
    let _north = app.provider("north").await;
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("doctor_{}.key", std::process::id()));
    let over = [
        ("PORTICO_SECRETS__KEYS", ""),
        ("PORTICO_SECRETS__KEY_FILE", file.to_str().unwrap()),
    ];
    let report = look(&config(&app, &over)).await;
    says(&report, "warning  keys             there is no ");
    says(
        &report,
        "fault    provider north   client secret: there are no keys: ",
    );
    assert!(!file.exists());

    std::fs::write(&file, KEY).unwrap();
    for (mode, expected) in [
        (0o600, "ok       keys             k1 seals, of k1"),
        (0o640, "ok       keys             k1 seals, of k1"),
        (0o644, "warning  keys             others can read "),
    ] {
        std::fs::set_permissions(&file, PermissionsExt::from_mode(mode)).unwrap();
        says(&look(&config(&app, &over)).await, expected);
    }
    std::fs::write(&file, "k1:hush").unwrap();
    says(&look(&config(&app, &over)).await, "fault    keys             ");
    std::fs::remove_file(file).unwrap();
}

#[rstest]
#[tokio::test]
async fn apps_that_no_key_opens_are_counted(#[values(Backend::Sqlite, Backend::Postgres)] backend: Backend) {
    let app = shop(backend).await;
    for (owner, sealed) in [
        ("customer:1", "v1.k1.x"),
        ("customer:2", "v1.k1x.x"),
        ("customer:3", "v1.k9.x"),
    ] {
        app.database
            .execute(&format!(
                "INSERT INTO second_factors (owner, app_secret) VALUES ('{owner}', '{sealed}')"
            ))
            .await;
    }
    let report = look(&config(&app, &[])).await;
    says(
        &report,
        "fault    keys             2 authenticator apps are sealed with a key that is not here",
    );
}

#[tokio::test]
async fn keys_that_sign_and_that_no_key_opens_are_counted() {
    let app = shop(Backend::Sqlite).await;
    for (kid, sealed) in [("one", "v1.k1.x"), ("two", "v1.k9.x")] {
        app.database
            .execute(&format!(
                "INSERT INTO signing_keys (kid, algorithm, public_key, private_key, created_at, signs_from)
                 VALUES ('{kid}', 'RS256', '{{}}', '{sealed}', 0, 0)"
            ))
            .await;
    }
    says(
        &look(&config(&app, &[])).await,
        "fault    keys             1 keys that sign for applications are sealed with a key that is not here",
    );
}

#[tokio::test]
async fn a_secret_that_expires_is_a_warning_and_one_that_did_a_fault() {
    let app = shop(Backend::Sqlite).await;
    let _north = app.provider("north").await;
    for (days, expected) in [
        (20, "warning  provider north   client secret: expires on "),
        (-1, "fault    provider north   client secret: expired on "),
    ] {
        let at = SystemClock.now().plus(Span::days(days)).as_millis();
        app.database
            .execute(&format!("UPDATE providers SET secret_expires_at = {at}"))
            .await;
        says(&look(&config(&app, &[])).await, expected);
    }
    app.database
        .execute("UPDATE providers SET client_secret = NULL, secret_expires_at = NULL")
        .await;
    let report = look(&config(&app, &[])).await;
    says(
        &report,
        "fault    provider north   has no client secret: enter it at /office/providers/",
    );
    assert!(ClientAuth::ClientSecretBasic.needs_secret());
}

#[tokio::test]
async fn a_clock_that_is_off_is_a_fault() {
    let app = shop(Backend::Sqlite).await;
    let _north = app.provider("north").await;
    let report = examine(&config(&app, &[]), &tools(app.time.clone())).await;
    let clock = report.0.last().unwrap();
    assert_eq!((clock.about.as_str(), clock.level), ("clock", Level::Fault));
    assert!(
        clock
            .text
            .ends_with("north: let this machine set its clock by NTP"),
        "{clock}"
    );
}

#[tokio::test]
async fn an_address_that_leads_elsewhere_is_a_fault_and_one_that_is_silent_a_warning() {
    let app = shop(Backend::Sqlite).await;
    let north = app.provider("north").await;
    let report = look(&config(&app, &[("PORTICO_SERVER__PUBLIC_URL", north.issuer())])).await;
    says(
        &report,
        &format!("fault    public URL       {}/healthz answers 404", north.issuer()),
    );
    let report = look(&config(&app, &[])).await;
    says(
        &report,
        "warning  public URL       http://127.0.0.1:9 does not answer from here (",
    );
}

#[tokio::test]
async fn a_database_that_is_not_ready_says_what_to_do() {
    let app = shop(Backend::Postgres).await;
    app.database.execute("DELETE FROM _sqlx_migrations").await;
    let report = look(&config(&app, &[])).await;
    says(
        &report,
        "fault    database         migrations are missing: run `portico migrate`",
    );
    let away = "postgres://portico:hush@127.0.0.1:9/portico";
    let report = look(&config(&app, &[("PORTICO_DATABASE__URL", away)])).await;
    says(
        &report,
        "fault    database         the database is not available: ",
    );
}

/// The program in an empty folder.
fn portico(name: &str, variables: &[(&str, &str)]) -> (PathBuf, Output) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("doctor_{name}_{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let done = Command::new(env!("CARGO_BIN_EXE_portico"))
        .arg("doctor")
        .current_dir(&folder)
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    (folder, done)
}

#[test]
fn the_program_looks_and_makes_nothing() {
    let (folder, done) = portico("new", &[("PORTICO_SERVER__PUBLIC_URL", "http://127.0.0.1:9")]);
    let told = String::from_utf8(done.stdout).unwrap();
    assert!(done.status.success(), "{told}");
    for begin in [
        "ok       configuration",
        "warning  public URL",
        "warning  keys",
        "warning  database",
        "warning  mail             mail.smtp_url is not set",
        "0 faults, ",
    ] {
        assert!(
            told.lines().any(|line| line.starts_with(begin)),
            "{begin}\n{told}"
        );
    }
    assert_eq!(
        std::fs::read_dir(&folder).unwrap().count(),
        0,
        "neither database nor keys"
    );
    std::fs::remove_dir(folder).unwrap();
}

#[test]
fn the_program_fails_where_something_does() {
    let (folder, done) = portico("broken", &[("PORTICO_SERVER__PUBLIC_URL", "shop")]);
    let told = String::from_utf8(done.stdout).unwrap();
    assert!(
        told.starts_with("fault    configuration    PORTICO_SERVER__PUBLIC_URL: "),
        "{told}"
    );
    assert_eq!(done.status.code(), Some(1));
    std::fs::remove_dir(folder).unwrap();
}
