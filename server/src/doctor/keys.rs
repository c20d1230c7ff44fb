//! The keys for secrets at rest: are they there, do others read them, do they open what was sealed?

use super::Finding;
use crate::{config::Config, crypto::Keyring};
use storage::{Database, StorageError, second_factors};

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
                let ids: Vec<_> = keyring.ids().collect();
                Finding::ok(ABOUT, format!("{} seals, of {}", ids[0], ids.join(", ")))
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

/// Whether these keys open the secrets of second factors; those of providers are looked at with them.
pub(super) async fn sealed(database: &Database, keyring: Option<&Keyring>) -> Option<Finding> {
    match lost(database, keyring).await {
        Ok(0) => None,
        Ok(lost) => Some(Finding::fault(
            ABOUT,
            format!(
                "{lost} authenticator apps are sealed with a key that is not here: put it back from its copy"
            ),
        )),
        Err(error) => Some(Finding::fault("database", error.to_string())),
    }
}

async fn lost(database: &Database, keyring: Option<&Keyring>) -> Result<i64, StorageError> {
    let mut conn = database.read().await?;
    let mut lost = second_factors::count_apps(&mut conn, "").await?;
    for prefix in keyring.iter().flat_map(|keyring| keyring.prefixes()) {
        lost -= second_factors::count_apps(&mut conn, &prefix).await?;
    }
    Ok(lost)
}
