//! The database: does it answer, and is its schema this program's?

use super::Finding;
use crate::config::Config;
use secrecy::ExposeSecret;
use storage::{Database, Options};

const ABOUT: &str = "database";

/// What was found, and the database if it can be asked for more.
pub(super) async fn examine(config: &Config) -> (Finding, Option<Database>) {
    let url = config.database.url.expose_secret();
    if !Database::is_there(url) {
        let text = "there is no file yet: `portico migrate`, or the first start, makes it";
        return (Finding::warning(ABOUT, text), None);
    }
    let database = match Database::connect(url, &Options::default()).await {
        Ok(database) => database,
        Err(error) => {
            let text = format!("{error}: check database.url, and that this machine reaches the server");
            return (Finding::fault(ABOUT, text), None);
        }
    };
    match database.migrated().await {
        Ok(true) => (
            Finding::ok(ABOUT, "answers, and every migration has run"),
            Some(database),
        ),
        Ok(false) => {
            let text = "migrations are missing: run `portico migrate`, or start this version of the shop";
            (Finding::fault(ABOUT, text), None)
        }
        Err(error) => (Finding::fault(ABOUT, error.to_string()), None),
    }
}
