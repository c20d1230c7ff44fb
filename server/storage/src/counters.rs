//! Numbers that count up inside a transaction. Raising one locks its row until the transaction ends.

use crate::db::Tx;
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
}

impl Counter {
    const fn name(self) -> &'static str {
        match self {
            Self::CustomerNumber => "customer_number",
            Self::AccountCode => "account_code",
            Self::WaysIn => "ways_in",
            Self::Administrators => "administrators",
            Self::Catalogue => "catalogue",
        }
    }
}

/// Raises the counter by one and answers its new value.
pub(crate) async fn raise(tx: &mut Tx, counter: Counter) -> Result<i64> {
    let sql = "UPDATE counters SET value = value + 1 WHERE name = $1 RETURNING value";
    tx.scalar(sql, params![counter.name()]).await
}
