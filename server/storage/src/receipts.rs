//! What a browser is shown after it logged out, for as long as it may be read again.

use domain::time::Timestamp;
use serde_json::Value;

use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::sql::{params, record};

/// What is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// The receipt, as the server wrote it.
    pub receipt: Value,
}

record!(Kept, "receipts", columns: receipt);

/// Keeps the receipt of this browser's logout, in the place of one before. The browser is known by the hash of its flow
/// cookie.
pub async fn put(tx: &mut Tx, flow_hash: &str, receipt: &Value, expires_at: Timestamp) -> Result<()> {
    let sql = "INSERT INTO receipts (flow_hash, receipt, expires_at) VALUES ($1, $2, $3)
               ON CONFLICT (flow_hash) DO UPDATE SET receipt = $2, expires_at = $3";
    tx.execute(sql, params![flow_hash, receipt, expires_at])
        .await
        .map(drop)
}

/// The receipt of this browser's last logout.
pub async fn read(conn: &mut Conn, flow_hash: &str, now: Timestamp) -> Result<Option<Value>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM receipts WHERE flow_hash = $1 AND expires_at > $2"
    );
    let kept: Option<Kept> = conn.optional(sql, params![flow_hash, now]).await?;
    Ok(kept.map(|kept| kept.receipt))
}

/// Forgets it: somebody signs in.
pub async fn forget(tx: &mut Tx, flow_hash: &str) -> Result<()> {
    let sql = "DELETE FROM receipts WHERE flow_hash = $1";
    tx.execute(sql, params![flow_hash]).await.map(drop)
}

/// Forgets those that are over, and answers how many.
pub async fn purge(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    tx.execute("DELETE FROM receipts WHERE expires_at <= $1", params![now])
        .await
}
