//! Sealing again what another key than the present one has sealed. The shop may be open: what it writes meanwhile wins.

mod words;

pub use words::{called, remedy};

use super::{
    Outcome,
    audit::{self, Deed},
};
use crate::{
    crypto::{Keyring, SealFault},
    state::Portico,
};
use secrecy::ExposeSecret;
use serde_json::json;
use std::collections::BTreeMap;
use storage::{
    Database, StorageError,
    sealed::{self, Column, Sealed},
};

/// How many rows are read at a time.
const BATCH: i64 = 100;

/// How many texts of each column.
pub type Counts = BTreeMap<Column, u64>;

/// What became of the texts that do not name the present key.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Resealed {
    /// Sealed with the present key now.
    pub again: Counts,
    /// Those that open with another key when all is done, by that key.
    pub left: BTreeMap<String, Counts>,
    /// Those that name a key which is not here, by that key.
    pub missing: BTreeMap<String, Counts>,
    /// Their key is here and does not open them: changed, or moved here from another row.
    pub broken: Counts,
    /// No sealed texts at all.
    pub unsealed: Counts,
}

impl Resealed {
    /// Whether the present key opens everything.
    pub fn is_whole(&self) -> bool {
        let keys = self.left.is_empty() && self.missing.is_empty();
        keys && self.broken.is_empty() && self.unsealed.is_empty()
    }

    /// A key that waits here though something is sealed with it: another server has newer keys.
    pub fn ahead<'a>(&self, keyring: &'a Keyring) -> Option<&'a str> {
        keyring.waiting().find(|id| self.left.contains_key(*id))
    }
}

/// Seals every text again that another key has sealed and that opens, each in a transaction of its own. Where a key
/// that waits has sealed something ([`Resealed::ahead`]), the keys here are out of date, and nothing is sealed again. The
/// history tells how many texts were.
///
/// # Errors
/// A database that is away. What was sealed until then stays so.
pub async fn reseal(portico: &Portico) -> Outcome<Resealed> {
    let before = look(portico).await?;
    if before.ahead(&portico.keyring).is_some() {
        return Ok(before);
    }
    let mut again = Counts::new();
    let walked = walk(portico, &mut again).await;
    if !again.is_empty() {
        note(portico, &again).await?;
    }
    walked?;
    let after = look(portico).await?;
    Ok(Resealed { again, ..after })
}

/// What does not name the present key.
async fn look(portico: &Portico) -> Outcome<Resealed> {
    let keyring = &portico.keyring;
    let mut found = Resealed::default();
    for column in Column::ALL {
        let mut rows = Rows::of(&portico.database, keyring, *column);
        while let Some(texts) = rows.next().await? {
            for text in texts {
                let counts = match keyring.open_sealed(&text.place, &text.text) {
                    Ok(_) => {
                        let id = Keyring::named(&text.text).unwrap_or_default();
                        found.left.entry(id.to_owned()).or_default()
                    }
                    Err(SealFault::UnknownKey(id)) => found.missing.entry(id).or_default(),
                    Err(SealFault::Tampered) => &mut found.broken,
                    Err(SealFault::Form) => &mut found.unsealed,
                };
                count(counts, *column);
            }
        }
    }
    Ok(found)
}

/// Goes through all of them, and counts what was sealed again.
async fn walk(portico: &Portico, again: &mut Counts) -> Outcome<()> {
    for column in Column::ALL {
        let mut rows = Rows::of(&portico.database, &portico.keyring, *column);
        while let Some(texts) = rows.next().await? {
            for text in &texts {
                if seal_again(portico, *column, text).await? {
                    count(again, *column);
                }
            }
        }
    }
    let (key, texts) = (portico.keyring.sealing(), again.values().sum::<u64>());
    tracing::info!(key, texts, "secrets are sealed again");
    Ok(())
}

/// Seals one text again; `false` where it does not open, or is another one meanwhile. Each has a transaction of its own:
/// several rows, locked in this order, could deadlock with what the shop locks in another.
async fn seal_again(portico: &Portico, column: Column, old: &Sealed) -> Outcome<bool> {
    let keyring = &portico.keyring;
    if keyring.waiting().any(|id| Keyring::named(&old.text) == Some(id)) {
        // Sealed since the look before: these keys are out of date.
        return Ok(false);
    }
    let plain = match keyring.open_sealed(&old.place, &old.text) {
        Ok(plain) => plain,
        Err(SealFault::UnknownKey(_)) => return Ok(false),
        Err(fault) => {
            let (column, row) = (column.name(), old.row());
            tracing::warn!(column, row, %fault, "a stored secret can't be sealed again");
            return Ok(false);
        }
    };
    let plain = plain.expose_secret().as_bytes();
    let new = keyring.seal(&*portico.entropy, &old.place, plain);
    let mut tx = portico.database.begin().await?;
    let written = sealed::replace(&mut tx, old, &new).await?;
    tx.commit().await?;
    Ok(written)
}

/// Writes to the history how many texts of each column the present key has sealed again.
async fn note(portico: &Portico, again: &Counts) -> Outcome<()> {
    let counts: BTreeMap<_, _> = again
        .iter()
        .map(|(column, count)| (column.name(), *count))
        .collect();
    let deed = Deed {
        new: Some(json!(counts)),
        ..Deed::plain(
            "secrets.sealed_again",
            "encryption_key",
            portico.keyring.sealing(),
        )
    };
    let mut tx = portico.database.begin().await?;
    audit::note_by_system(portico, &mut tx, deed).await?;
    tx.commit().await?;
    Ok(())
}

/// The columns that begin with texts which another key of the keyring opens: a quick look, not a count.
///
/// # Errors
/// A database that is away.
pub async fn due(database: &Database, keyring: &Keyring) -> Result<Vec<Column>, StorageError> {
    let mut due = Vec::new();
    for column in Column::ALL {
        let first = Rows::of(database, keyring, *column).next().await?;
        let opens = |text: &Sealed| keyring.open_sealed(&text.place, &text.text).is_ok();
        if first.is_some_and(|texts| texts.iter().any(opens)) {
            due.push(*column);
        }
    }
    Ok(due)
}

/// The texts of a column that do not name the present key, a batch at a time.
struct Rows<'a> {
    database: &'a Database,
    column: Column,
    but: String,
    behind: Option<String>,
}

impl<'a> Rows<'a> {
    fn of(database: &'a Database, keyring: &Keyring, column: Column) -> Self {
        Self {
            database,
            column,
            but: keyring.sealing_prefix(),
            behind: Some(String::new()),
        }
    }

    /// The next ones, perhaps none; `None` after the last.
    async fn next(&mut self) -> Result<Option<Vec<Sealed>>, StorageError> {
        let Some(behind) = self.behind.take() else {
            return Ok(None);
        };
        let mut conn = self.database.read().await?;
        let page = sealed::page(&mut conn, self.column, &self.but, &behind, BATCH).await?;
        self.behind = page.last;
        Ok(Some(page.texts))
    }
}

fn count(counts: &mut Counts, column: Column) {
    *counts.entry(column).or_default() += 1;
}
