//! What can go wrong in the database, in the few kinds that callers treat differently.

use sqlx::error::{DatabaseError, Error};
use sqlx::migrate::MigrateError;

/// The result of everything in this crate.
pub type Result<T, E = StorageError> = std::result::Result<T, E>;

/// A statement that did not go through. Nothing of its transaction stays unless it is committed.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// No connection within the time limit, or the connection was lost. Trying again later may work: HTTP 503.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// A unique index refused the row. `unique` is the index's name, the same on both databases:
    /// `<table>_<column>[_<column>…]`.
    #[error("{unique} is taken")]
    Conflict {
        /// For example `customers_address_key`.
        unique: String,
    },
    /// A stored value does not belong to its type: written by a newer program, or by hand.
    #[error("{table}.{column} of row {row} cannot be read: {problem}")]
    Inconsistent {
        /// The table that was read.
        table: &'static str,
        /// Its column.
        column: &'static str,
        /// The row's id, or `?` where the statement did not ask for it.
        row: String,
        /// Why the value was refused; never the value of a secret.
        problem: String,
    },
    /// The schema could not be brought up to date, or belongs to another version of the program.
    #[error("the schema could not be migrated: {0}")]
    Migration(#[source] MigrateError),
    /// A mistake in the program or in its configuration.
    #[error(transparent)]
    Other(Error),
}

impl StorageError {
    /// True if the unique index of this name refused the row.
    pub fn conflicts_with(&self, index: &str) -> bool {
        matches!(self, Self::Conflict { unique } if unique == index)
    }

    /// True if the same call may succeed later without a change.
    pub fn is_unavailable(&self) -> bool {
        matches!(self, Self::Unavailable(_))
    }
}

impl From<Error> for StorageError {
    fn from(error: Error) -> Self {
        match error {
            // Protocol: what stands before the server, a balancer perhaps, hung up in the middle of a word.
            Error::Io(_)
            | Error::Tls(_)
            | Error::Protocol(_)
            | Error::PoolTimedOut
            | Error::PoolClosed
            | Error::WorkerCrashed => Self::Unavailable(error.to_string()),
            Error::Database(refusal) if refusal.is_unique_violation() => Self::Conflict {
                unique: index_name(refusal.as_ref()),
            },
            Error::Database(refusal) if is_passing(refusal.as_ref()) => {
                Self::Unavailable(refusal.to_string())
            }
            other => Self::Other(other),
        }
    }
}

impl From<MigrateError> for StorageError {
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::Execute(error) => match Self::from(error) {
                Self::Other(error) => Self::Migration(MigrateError::Execute(error)),
                known => known,
            },
            other => Self::Migration(other),
        }
    }
}

/// PostgreSQL names the index. SQLite lists the columns (`UNIQUE constraint failed: t.a, t.b`), from which the
/// name follows, since every unique index is called `t_a_b`.
fn index_name(refusal: &dyn DatabaseError) -> String {
    if let Some(name) = refusal.constraint() {
        return name.to_owned();
    }
    let message = refusal.message();
    let columns = message
        .split_once("failed: ")
        .map_or(message, |(_, columns)| columns);
    let mut name = String::new();
    for (at, column) in columns.split(", ").enumerate() {
        let (table, column) = column.split_once('.').unwrap_or(("", column));
        if at == 0 {
            name.push_str(table);
        }
        name.push('_');
        name.push_str(column);
    }
    name
}

/// Refusals that are over when the database is well again. PostgreSQL: classes 08 (connection), 53
/// (resources), 57P (shutdown), and 40 (serialization, deadlock). SQLite: primary result codes BUSY (5),
/// LOCKED (6), IOERR (10), FULL (13), CANTOPEN (14).
fn is_passing(refusal: &dyn DatabaseError) -> bool {
    let Some(code) = refusal.code() else { return false };
    if code.len() == 5 {
        ["08", "53", "57P", "40"]
            .iter()
            .any(|class| code.starts_with(class))
    } else {
        code.parse::<u32>()
            .is_ok_and(|code| matches!(code & 0xff, 5 | 6 | 10 | 13 | 14))
    }
}
