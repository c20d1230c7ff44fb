//! `portico keys`: another key for secrets at rest, while the shop is open.

use super::doctor::{config, look, says};
use crate::support::{Backend, Phone, SET_UP, STEP, TestApp};
use rstest::rstest;
use secrecy::ExposeSecret;
use server::{
    config::{Config, from_sources},
    crypto::{Keyring, SystemEntropy},
};
use std::{
    path::{Path, PathBuf},
    process::Command,
};
use storage::sealed::{self, Column, Sealed};

const OLD: &str = "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
const NEW: &str = "k2:BAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
const STAYS: &str =
    "k1: nothing is sealed with it any more; it must stay all the same, since it is the last one: ";

fn both() -> String {
    format!("{NEW},{OLD}")
}

fn keyring(keys: &str) -> Keyring {
    Keyring::parse("test", keys).unwrap()
}

/// A shop whose servers know both keys and seal with the new one.
async fn shop(backend: Backend) -> TestApp {
    TestApp::builder()
        .on(backend)
        .set("PORTICO_SECRETS__KEYS", &both())
        .start()
        .await
}

/// What `portico keys` prints, and whether it ends well.
fn portico(command: &str, variables: &[(&str, &str)]) -> (String, bool) {
    let done = Command::new(env!("CARGO_BIN_EXE_portico"))
        .args(["keys", command])
        .env("PORTICO_SERVER__PUBLIC_URL", "http://127.0.0.1:9")
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    let told = String::from_utf8(done.stdout).unwrap() + &String::from_utf8(done.stderr).unwrap();
    (told, done.status.success())
}

/// Runs `portico keys reseal` beside the shop, with these keys.
fn reseal(app: &TestApp, keys: &str) -> (String, bool) {
    let variables = [
        ("PORTICO_DATABASE__URL", app.database.url.as_str()),
        ("PORTICO_SECRETS__KEYS", keys),
    ];
    portico("reseal", &variables)
}

#[track_caller]
fn tells(told: &str, begin: &str) {
    assert!(
        told.lines().any(|line| line.starts_with(begin)),
        "{begin}\n{told}"
    );
}

/// Every sealed text of the column.
async fn texts(app: &TestApp, column: Column) -> Vec<Sealed> {
    let mut conn = app.portico.database.read().await.unwrap();
    let page = sealed::page(&mut conn, column, "none", "", 1000).await;
    page.unwrap().texts
}

/// Puts a text into the column that the old key has sealed.
async fn put(app: &TestApp, column: Column) {
    let first = async |table: &str| {
        let ids = app.database.texts(&format!("SELECT id FROM {table}")).await;
        ids.into_iter().next().unwrap()
    };
    let provider = first("providers").await;
    let key = match column {
        Column::ProviderSecret | Column::ProviderKey => provider.clone(),
        Column::SessionIdToken => first("sessions").await,
        Column::RecaptchaSecret => "recaptcha_secret".to_owned(),
        Column::AppSecret => "customer:1".to_owned(),
        _ => format!("row of {column}"),
    };
    let plain = column.name().as_bytes();
    let text = keyring(OLD).seal(&SystemEntropy::new(), &column.place(&key), plain);
    let step = "INSERT INTO factor_steps
                    (id, binding, owner, password_mark, return_to, keep, enrols, created_at, expires_at";
    let of_step = format!("VALUES ('{key}', '{column}', 'customer:1', '', '/', FALSE, TRUE, 0, 0, '{text}')");
    let attempt = "INSERT INTO attempts
                       (id, state_hash, flow_hash, kind, provider_id, language, created_at, expires_at";
    let of_attempt = format!("'{key}', '{column}', '', 'sign_in', '{provider}', 'en', 0, 0");
    let sql = match column {
        Column::ProviderSecret => format!("UPDATE providers SET client_secret = '{text}'"),
        Column::SessionIdToken => format!("UPDATE sessions SET id_token = '{text}' WHERE id = '{key}'"),
        Column::ProviderKey => format!(
            "INSERT INTO provider_keys (provider_id, algorithm, public_key, private_key, created_at)
             VALUES ('{key}', 'RS256', '{{}}', '{text}', 0)"
        ),
        Column::SigningKey => format!(
            "INSERT INTO signing_keys (kid, algorithm, public_key, private_key, created_at, signs_from)
             VALUES ('{key}', 'RS256', '{{}}', '{text}', 0, 0)"
        ),
        Column::ClientSecret => format!(
            "INSERT INTO client_secrets (id, client_id, hash, shown, created_at)
             SELECT '{key}', id, '', '{text}', 0 FROM clients"
        ),
        Column::RecaptchaSecret => format!(
            "INSERT INTO policies (name, value, version) VALUES ('{key}', '{{\"sealed\":\"{text}\"}}', 1)"
        ),
        Column::AppSecret => {
            format!("INSERT INTO second_factors (owner, app_secret) VALUES ('{key}', '{text}')")
        }
        Column::NewAppSecret => format!("{step}, secret) {of_step}"),
        Column::RecoveryCodes => format!("{step}, codes) {of_step}"),
        Column::Verifier => format!("{attempt}, verifier) VALUES ({of_attempt}, '{text}')"),
        Column::PendingIdToken => {
            format!("{attempt}, pending) VALUES ({of_attempt}, '{{\"id_token\":\"{text}\"}}')")
        }
    };
    assert_eq!(app.database.execute(&sql).await, 1, "{column}");
}

#[rstest]
#[tokio::test]
async fn everything_is_sealed_again_and_opens_with_the_new_key_alone(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) {
    let app = shop(backend).await;
    let _north = app.provider("north").await;
    let _ada = app.customer("ada@example.org").await;
    app.client("Magazine").await;
    for column in Column::ALL {
        put(&app, *column).await;
    }
    // More than are sealed in one transaction.
    let rows: Vec<_> = (0..250)
        .map(|number| {
            let owner = format!("staff:{number:03}");
            let place = Column::AppSecret.place(&owner);
            let text = keyring(OLD).seal(&SystemEntropy::new(), &place, b"second_factors.app_secret");
            format!("('{owner}', '{text}')")
        })
        .collect();
    let rows = rows.join(", ");
    let insert = format!("INSERT INTO second_factors (owner, app_secret) VALUES {rows}");
    app.database.execute(&insert).await;
    says(
        &look(&config(&app, &[("PORTICO_SECRETS__KEYS", &both())])).await,
        "warning  keys             another key than k2 seals some of providers.client_secret, ",
    );

    let (told, done) = reseal(&app, &both());
    assert!(done, "{told}");
    tells(
        &told,
        "k2 seals; sealed again with it: providers.client_secret 1, provider_keys.private_key 1, \
         signing_keys.private_key 1, client_secrets.shown 1, policies.value 1, second_factors.app_secret 251, \
         factor_steps.secret 1, factor_steps.codes 1, sessions.id_token 1, attempts.verifier 1, attempts.pending 1",
    );
    tells(&told, STAYS);
    let new = keyring(NEW);
    for column in Column::ALL {
        let found = texts(&app, *column).await;
        assert!(!found.is_empty(), "{column}");
        for text in found {
            let plain = new.open_sealed(&text.place, &text.text).unwrap();
            assert_eq!(plain.expose_secret(), column.name());
        }
    }
    let report = look(&config(&app, &[("PORTICO_SECRETS__KEYS", &both())])).await;
    assert!(!report.to_string().contains("another key than"), "{report}");

    let (told, done) = reseal(&app, &both());
    assert!(done, "{told}");
    tells(&told, "k2 seals; nothing else was there to be sealed again");
    let between = OLD.replace("k1", "k3");
    let (told, done) = reseal(
        &app,
        &format!("+{between},{NEW},{},{OLD}", OLD.replace("k1", "k4")),
    );
    assert!(done, "{told}");
    tells(&told, "k3: waits: `portico keys use` lets it seal");
    tells(
        &told,
        "k4: nothing is sealed with it any more: its line may go, once ",
    );
    tells(&told, STAYS);
}

#[tokio::test]
async fn what_does_not_open_is_told_and_stays_while_the_others_are_done() {
    let app = shop(Backend::Sqlite).await;
    let _north = app.provider("north").await;
    let _ada = app.customer("ada@example.org").await;
    for column in [
        Column::ProviderSecret,
        Column::SigningKey,
        Column::AppSecret,
        Column::RecaptchaSecret,
    ] {
        put(&app, column).await;
    }
    let sealed = keyring(OLD).seal(
        &SystemEntropy::new(),
        &Column::AppSecret.place("customer:9"),
        b"x",
    );
    let insert = format!(
        "INSERT INTO second_factors (owner, app_secret)
         VALUES ('customer:2', 'v1.k9.x'), ('customer:3', 'v1.k9.y'), ('customer:4', '{sealed}'), ('customer:5', 'hush')"
    );
    app.database.execute(&insert).await;
    app.database
        .execute("UPDATE sessions SET id_token = 'v1.k9.z'")
        .await;
    let (told, done) = reseal(&app, &both());
    assert!(!done && !told.contains("hush"), "{told}");
    for begin in [
        "k2 seals; sealed again with it: providers.client_secret 1, signing_keys.private_key 1, policies.value 1, \
         second_factors.app_secret 1",
        "k1: still seals second_factors.app_secret 1; ",
        "does not open with its key, changed or moved here: second_factors.app_secret 1; ",
        "not a sealed text: second_factors.app_secret 1; ",
        "k9, a key that is not here, seals second_factors.app_secret 2, sessions.id_token 1: ",
    ] {
        tells(&told, begin);
    }
    let kept = app
        .database
        .texts("SELECT app_secret FROM second_factors WHERE owner <> 'customer:1' ORDER BY owner")
        .await;
    assert_eq!(kept, ["v1.k9.x", "v1.k9.y", sealed.as_str(), "hush"]);
}

/// The shop's servers know both keys; which of them sealed is nothing to anybody who is in the middle of something.
#[rstest]
#[tokio::test]
async fn nobody_notices(#[values(Backend::Sqlite, Backend::Postgres)] backend: Backend) {
    let app = shop(backend).await;
    let north = app.provider("north").await;
    app.settings(|settings| settings.approval = false).await;
    let (phone, _) = app.customer_with_app("ada@example.org").await;
    let mut ada = app.half_signed_in("ada@example.org").await;
    let mut grace = app.customer("grace@example.org").await;
    assert_eq!(grace.act(SET_UP, "choose_app", &[]).await.location(), SET_UP);
    let her_phone = Phone::typed_from(&grace.get(SET_UP).await);
    let mut alex = app.visitor();
    let out = alex.start("/providers/north/start").await;
    let mut anton = app.administrator().await;
    let form = anton.get(&format!("/office/providers/{}", north.id)).await;

    let (told, done) = reseal(&app, &format!("{OLD},{NEW}"));
    assert!(done, "{told}");
    tells(
        &told,
        "k1 seals; sealed again with it: providers.client_secret 1, second_factors.app_secret 1, factor_steps.secret 1, \
         attempts.verifier 1",
    );

    let entered = ada.act(STEP, "app", &[("app_code", &phone.code(&app))]).await;
    assert!(ada.is_signed_in().await, "{}", entered.text());
    let confirmed = grace
        .act(SET_UP, "confirm_app", &[("app_code", &her_phone.code(&app))])
        .await;
    assert_eq!(confirmed.location(), SET_UP);
    let page = alex.get(north.browse(&out).as_str()).await;
    assert_eq!(page.location(), "/account/profile", "{}", page.text());
    // A form that was open is not out of date, and the secret that nobody typed stays what it is now.
    let saved = anton
        .fill(&form, "/office/providers/save", &[("name", "Northern")])
        .await;
    assert!(saved.location().contains("done=saved"), "{}", saved.text());
    let secret = texts(&app, Column::ProviderSecret).await.remove(0);
    assert_eq!(Keyring::named(&secret.text), Some("k1"));
    let mut ivo = app.visitor();
    assert_eq!(ivo.through(&north).await.location(), "/account/profile");
    app.mails().await;
}

/// A folder with a key file.
fn folder(name: &str, text: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("keys_{name}_{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("portico.key");
    std::fs::write(&file, text).unwrap();
    file
}

fn secrets(file: &Path) -> Config {
    let file = file.to_str().unwrap().to_owned();
    from_sources(None, &[("PORTICO_SECRETS__KEY_FILE".to_owned(), file)].into()).unwrap()
}

#[test]
fn a_key_is_added_and_used_by_command() {
    let file = folder("file", OLD);
    let at = [("PORTICO_SECRETS__KEY_FILE", file.to_str().unwrap())];
    let ids = || {
        let keyring = Keyring::existing(&secrets(&file).secrets).unwrap().unwrap();
        (
            keyring.sealing().to_owned(),
            keyring.waiting().count(),
            keyring.ids().count(),
        )
    };
    let (told, done) = portico("use", &at);
    assert!(!done && told.contains("no key waits to be used"), "{told}");
    let (told, done) = portico("add", &at);
    assert!(
        done && told.contains(" waits in ") && told.contains("`portico keys use`"),
        "{told}"
    );
    let id = told.split(' ').next().unwrap().to_owned();
    assert_eq!(ids(), ("k1".to_owned(), 1, 2));
    let (again, done) = portico("add", &at);
    assert!(
        !done && again.contains(&format!("key {id} waits already")),
        "{again}"
    );
    let (told, done) = portico("use", &at);
    assert!(done, "{told}");
    tells(&told, &format!("{id} seals from the next start on"));
    assert_eq!(ids(), (id, 0, 2));
    assert_eq!(
        std::fs::read_dir(file.parent().unwrap()).unwrap().count(),
        1,
        "neither database nor draft"
    );
    std::fs::remove_dir_all(file.parent().unwrap()).unwrap();
}

#[test]
fn keys_of_the_configuration_are_left_to_who_wrote_them() {
    let file = folder("variable", OLD);
    let at = |keys| {
        [
            ("PORTICO_SECRETS__KEY_FILE", file.to_str().unwrap()),
            ("PORTICO_SECRETS__KEYS", keys),
        ]
    };
    let (told, done) = portico("add", &at(OLD));
    assert!(done, "{told}");
    let line = told.lines().last().unwrap();
    let waits = format!("{line},{OLD}");
    let keyring = keyring(&waits);
    assert_eq!((keyring.sealing(), keyring.waiting().count()), ("k1", 1));
    let id = keyring.waiting().next().unwrap();

    let (told, done) = portico("use", &at(&waits));
    assert!(
        done && told.contains(&format!("Let {id} stand in front there, without its +")),
        "{told}"
    );
    assert!(!portico("use", &at(OLD)).1 && !portico("add", &at(&waits)).1);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), OLD);
    std::fs::remove_dir_all(file.parent().unwrap()).unwrap();
}
