//! Numbers that count up inside a transaction. Raising one locks its row until the transaction ends.

use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::sql::params;

/// A row of `counters`, all of which the first migration makes.
#[derive(Clone, Copy)]
pub(crate) enum Counter {
    CustomerNumber,
    AccountCode,
    /// Guards "somebody can sign in".
    WaysIn,
    /// Guards "somebody administers".
    Administrators,
    /// The version of all offers together.
    Catalogue,
    /// By which rules the words of all customers were made.
    CustomerWords,
}

impl Counter {
    const fn name(self) -> &'static str {
        match self {
            Self::CustomerNumber => "customer_number",
            Self::AccountCode => "account_code",
            Self::WaysIn => "ways_in",
            Self::Administrators => "administrators",
            Self::Catalogue => "catalogue",
            Self::CustomerWords => "customer_words",
        }
    }
}

/// Raises the counter by one and answers its new value.
pub(crate) async fn raise(tx: &mut Tx, counter: Counter) -> Result<i64> {
    let sql = "UPDATE counters SET value = value + 1 WHERE name = $1 RETURNING value";
    tx.scalar(sql, params![counter.name()]).await
}

/// The counter as it is.
pub(crate) async fn read(conn: &mut Conn, counter: Counter) -> Result<i64> {
    let sql = "SELECT value FROM counters WHERE name = $1";
    conn.scalar(sql, params![counter.name()]).await
}

/// Sets the counter.
pub(crate) async fn set(tx: &mut Tx, counter: Counter, value: i64) -> Result<()> {
    let sql = "UPDATE counters SET value = $2 WHERE name = $1";
    tx.execute(sql, params![counter.name(), value]).await.map(drop)
}
