//! The keys for secrets at rest: are they there, do others read them, do they open what was sealed?

use super::Finding;
use crate::{config::Config, crypto::Keyring, services::reseal};
use domain::time::Timestamp;
use storage::{Database, StorageError, second_factors, signing_keys};

const ABOUT: &str = "keys";

/// What was found, and the keys.
pub(super) fn examine(config: &Config) -> (Vec<Finding>, Option<Keyring>) {
    let file = config.secrets.key_file.display();
    match Keyring::existing(&config.secrets) {
        Ok(Some(keyring)) => {
            let open = config.secrets.keys.is_none() && Keyring::others_can_read(&config.secrets.key_file);
            let finding = if open {
                Finding::warning(
                    ABOUT,
                    format!("others can read {file}: chmod 600, unless it is meant"),
                )
            } else {
                let join = |ids: Vec<&str>| ids.join(", ");
                let mut text = format!(
                    "{} seals, of {}",
                    keyring.sealing(),
                    join(keyring.ids().collect())
                );
                let waiting = join(keyring.waiting().collect());
                if !waiting.is_empty() {
                    text += &format!("; {waiting} waits for `portico keys use`");
                }
                Finding::ok(ABOUT, text)
            };
            (vec![finding], Some(keyring))
        }
        Ok(None) => {
            let text = format!("there is no {file} yet: the first start makes it; keep a copy then");
            (vec![Finding::warning(ABOUT, text)], None)
        }
        Err(fault) => {
            let text = format!("{fault}: put it back from its copy");
            (vec![Finding::fault(ABOUT, text)], None)
        }
    }
}

/// Whether these keys open the secrets of second factors and the keys that sign, and whether something is to be sealed
/// again; secrets of providers are looked at with them.
pub(super) async fn sealed(
    database: &Database,
    keyring: Option<&Keyring>,
    now: Timestamp,
) -> Result<Vec<Finding>, StorageError> {
    let prefixes: Vec<_> = keyring.iter().flat_map(|keyring| keyring.prefixes()).collect();
    let mut conn = database.read().await?;
    let mut apps = second_factors::count_apps(&mut conn, "").await?;
    for prefix in &prefixes {
        apps -= second_factors::count_apps(&mut conn, prefix).await?;
    }
    let opens = |sealed: &str| prefixes.iter().any(|prefix| sealed.starts_with(prefix));
    let signing = signing_keys::list(&mut conn, now).await?;
    let signing = signing.iter().filter(|key| !opens(&key.private_key)).count();
    let mut findings = Vec::new();
    if apps != 0 {
        let text = format!(
            "{apps} authenticator apps are sealed with a key that is not here: put it back from its copy"
        );
        findings.push(Finding::fault(ABOUT, text));
    }
    if signing != 0 {
        let text = format!(
            "{signing} keys that sign for applications are sealed with a key that is not here: put it back from its \
             copy, or `portico keys rotate --now`"
        );
        findings.push(Finding::fault(ABOUT, text));
    }
    drop(conn);
    if let Some(keyring) = keyring {
        let due = reseal::due(database, keyring).await?;
        let due: Vec<_> = due.iter().map(|column| reseal::called(*column)).collect();
        if !due.is_empty() {
            let text = format!(
                "another key than {} seals some of {}: `portico keys reseal` when every server was restarted",
                keyring.sealing(),
                due.join(", ")
            );
            findings.push(Finding::warning(ABOUT, text));
        }
    }
    Ok(findings)
}
