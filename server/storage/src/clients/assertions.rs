//! Assertions by which clients showed who they are (RFC 7523 section 3): each is taken once.

use domain::ids::ClientId;
use domain::time::Timestamp;

use crate::db::Tx;
use crate::error::Result;
use crate::sql::{insert, params};

/// Takes an assertion by the SHA-256 of its `jti`; `false` if it was taken before. It is remembered until `spent_at`.
pub async fn take(tx: &mut Tx, client_id: ClientId, jti_hash: &str, spent_at: Timestamp) -> Result<bool> {
    let written = insert!(
        tx,
        "client_assertions",
        { client_id: client_id, jti_hash: jti_hash, spent_at: spent_at },
        "ON CONFLICT (client_id, jti_hash) DO NOTHING"
    )
    .await?;
    Ok(written == 1)
}

/// Forgets those that are too old to be shown again, and answers how many.
pub async fn purge(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    tx.execute("DELETE FROM client_assertions WHERE spent_at <= $1", params![now])
        .await
}
