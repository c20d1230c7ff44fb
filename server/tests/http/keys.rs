//! `portico keys`: another key for secrets at rest, while the shop is open.

use super::doctor::{config, look, says};
use crate::support::{Backend, Phone, SET_UP, STEP, TestApp};
use rstest::rstest;
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use server::crypto::{Keyring, SystemEntropy};
use std::process::Command;
use storage::sealed::{self, Column, Sealed};

pub const OLD: &str = "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
const NEW: &str = "k2:BAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
const STAYS: &str =
    "k1: nothing is sealed with it any more; it must stay all the same, since it is the last one: ";

fn both() -> String {
    format!("{NEW},{OLD}")
}

pub fn keyring(keys: &str) -> Keyring {
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
pub fn portico(command: &str, variables: &[(&str, &str)]) -> (String, bool) {
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
pub fn tells(told: &str, begin: &str) {
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
    // More than are read at a time.
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
        "warning  keys             another key than k2 seals some of secrets at providers, ",
    );

    let (told, done) = reseal(&app, &both());
    assert!(done, "{told}");
    tells(
        &told,
        "k2 seals; sealed again with it: secrets at providers 1, our own keys for providers 1, signing keys 1, new \
         secrets of applications 1, secret key of reCAPTCHA 1, authenticator apps 251, authenticator apps that are being \
         set up 1, recovery codes that are being noted 1, ID tokens of sessions 1, sign-ins at providers that are under \
         way 1, sign-ins that wait for the proof of an address 1",
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
    told_in_the_history(&app).await;
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

/// Once, however often the command was run, by the name of the key and with numbers; in words where staff read it.
async fn told_in_the_history(app: &TestApp) {
    let sql = "SELECT new_value FROM history WHERE action = 'secrets.sealed_again' AND actor_kind = 'system'
               AND subject_kind = 'encryption_key' AND subject_id = 'k2'";
    let noted = app.database.texts(sql).await;
    let [counts] = noted.as_slice() else {
        panic!("{noted:?}")
    };
    let counts: Value = serde_json::from_str(counts).unwrap();
    assert_eq!(counts["second_factors.app_secret"], json!(251));
    assert_eq!(counts.as_object().unwrap().len(), Column::ALL.len());
    let mut anton = app.administrator().await;
    let page = anton.get("/office/history").await.text();
    assert!(
        page.contains("Secrets encrypted again") && page.contains("Encryption keys"),
        "{page}"
    );
    for column in Column::ALL {
        assert!(!page.contains(column.name()), "{column}: {page}");
    }
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
        "k2 seals; sealed again with it: secrets at providers 1, signing keys 1, secret key of reCAPTCHA 1, authenticator \
         apps 1",
        STAYS,
        "authenticator apps 2: sealed with k9, a key that is not here: put that key back from its copy, or else take that \
         second factor away",
        "ID tokens of sessions 1: sealed with k9, a key that is not here: put that key back from its copy, or else it goes",
        "authenticator apps 1: does not open with its key, changed or moved here (the log names the row): take that ",
        "authenticator apps 1: no sealed text, and names no key (the log names the row): take that ",
    ] {
        tells(&told, begin);
    }
    assert!(
        told.contains("customer:4") && told.contains("customer:5"),
        "the log names the rows: {told}"
    );
    assert!(!told.contains("once more"), "it would be no use: {told}");
    let kept = app
        .database
        .texts("SELECT app_secret FROM second_factors WHERE owner <> 'customer:1' ORDER BY owner")
        .await;
    assert_eq!(kept, ["v1.k9.x", "v1.k9.y", sealed.as_str(), "hush"]);
}

/// The new key seals on another server, and waits still in the file of this one.
#[tokio::test]
async fn keys_that_are_older_than_another_servers_seal_nothing_again() {
    let app = shop(Backend::Sqlite).await;
    let _north = app.provider("north").await;
    put(&app, Column::AppSecret).await;
    let (told, done) = reseal(&app, &format!("+{NEW},{OLD}"));
    assert!(
        !done && told.contains("k2 waits here, and something is sealed with it already"),
        "{told}"
    );
    let keys = async |column| {
        let texts = texts(&app, column).await;
        let named = texts
            .iter()
            .map(|text| Keyring::named(&text.text).map(str::to_owned));
        named.collect::<Vec<_>>()
    };
    assert_eq!(keys(Column::ProviderSecret).await, [Some("k2".to_owned())]);
    assert_eq!(keys(Column::AppSecret).await, [Some("k1".to_owned())]);
    let noted = app
        .database
        .count("history WHERE action = 'secrets.sealed_again'");
    assert_eq!(noted.await, 0);

    let (told, done) = reseal(&app, &both());
    assert!(done, "{told}");
    tells(
        &told,
        "every server must have been started since `portico keys use`: ",
    );
    tells(&told, "k2 seals; sealed again with it: authenticator apps 1");
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
        "k1 seals; sealed again with it: secrets at providers 1, authenticator apps 1, authenticator apps that are being \
         set up 1, sign-ins at providers that are under way 1",
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
