//! Proofs of work: each challenge is answered once, on whichever replica.

use domain::time::Timestamp;

use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::sql::{insert, params};

/// Takes a challenge; `false` if somebody has answered it already. It is remembered until `spent_at`, from when on it
/// is too old to be shown again.
pub async fn take(tx: &mut Tx, challenge: &str, now: Timestamp, spent_at: Timestamp) -> Result<bool> {
    let written = insert!(
        tx,
        "bot_proofs",
        { challenge: challenge, taken_at: now, spent_at: spent_at },
        "ON CONFLICT (challenge) DO NOTHING"
    )
    .await?;
    Ok(written == 1)
}

/// How many were taken since a moment, and are not forgotten yet.
pub async fn taken_since(conn: &mut Conn, since: Timestamp) -> Result<i64> {
    let sql = "SELECT COUNT(*) AS value FROM bot_proofs WHERE taken_at >= $1";
    conn.scalar(sql, params![since]).await
}

/// Forgets challenges that are too old, and answers how many.
pub async fn purge(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    tx.execute("DELETE FROM bot_proofs WHERE spent_at < $1", params![now])
        .await
}
