//! Sealing again what another key than the present one has sealed. The shop may be open: what it writes meanwhile wins.

use super::Outcome;
use crate::{
    crypto::{Keyring, SealFault},
    state::Portico,
};
use secrecy::ExposeSecret;
use std::collections::BTreeMap;
use storage::{
    Database, StorageError,
    sealed::{self, Column, Sealed},
};

/// How many rows are sealed again in one transaction: none keeps the shop waiting.
const BATCH: i64 = 100;

/// How many texts of each column.
pub type Counts = BTreeMap<Column, u64>;

/// What became of the texts that another key had sealed.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Resealed {
    /// Sealed with the present key now.
    pub again: Counts,
    /// Their key is there and does not open them.
    pub broken: Counts,
    /// What does not name the present key when all is done, by the key that it names; `""` where it names none.
    pub left: BTreeMap<String, Counts>,
}

/// Seals every text again that another key has sealed and that opens.
///
/// # Errors
/// A database that is away. What was sealed until then stays so.
pub async fn reseal(portico: &Portico) -> Outcome<Resealed> {
    let mut done = Resealed::default();
    for column in Column::ALL {
        let mut rows = Rows::of(&portico.database, &portico.keyring, *column);
        while let Some(texts) = rows.next().await? {
            seal_again(portico, *column, texts, &mut done).await?;
        }
    }
    for column in Column::ALL {
        let mut rows = Rows::of(&portico.database, &portico.keyring, *column);
        while let Some(texts) = rows.next().await? {
            for text in texts {
                let named = Keyring::named(&text.text).unwrap_or_default();
                count(done.left.entry(named.to_owned()).or_default(), *column);
            }
        }
    }
    let (again, left): (u64, u64) = (sum(&done.again), done.left.values().map(sum).sum());
    tracing::info!(
        key = portico.keyring.sealing(),
        again,
        left,
        "secrets are sealed again"
    );
    Ok(done)
}

async fn seal_again(
    portico: &Portico,
    column: Column,
    texts: Vec<Sealed>,
    done: &mut Resealed,
) -> Outcome<()> {
    let keyring = &portico.keyring;
    let mut new = Vec::new();
    for old in texts {
        match keyring.open_sealed(&old.place, &old.text) {
            Ok(plain) => {
                let plain = plain.expose_secret().as_bytes();
                new.push((keyring.seal(&*portico.entropy, &old.place, plain), old));
            }
            // It is left, and counted with its key.
            Err(SealFault::UnknownKey(_) | SealFault::Form) => {}
            Err(SealFault::Tampered) => count(&mut done.broken, column),
        }
    }
    if new.is_empty() {
        return Ok(());
    }
    let mut tx = portico.database.begin().await?;
    let mut written = 0;
    for (new, old) in &new {
        written += u64::from(sealed::replace(&mut tx, old, new).await?);
    }
    tx.commit().await?;
    if written > 0 {
        *done.again.entry(column).or_default() += written;
    }
    Ok(())
}

/// The columns that begin with texts which another key of the keyring has sealed: a quick look, not a count.
///
/// # Errors
/// A database that is away.
pub async fn due(database: &Database, keyring: &Keyring) -> Result<Vec<Column>, StorageError> {
    let mut due = Vec::new();
    for column in Column::ALL {
        let first = Rows::of(database, keyring, *column).next().await?;
        let opens = |text: &Sealed| keyring.ids().any(|id| Keyring::named(&text.text) == Some(id));
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

/// How many there are in all.
fn sum(counts: &Counts) -> u64 {
    counts.values().sum()
}
