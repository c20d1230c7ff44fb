//! Keys that sign what clients get. Of each algorithm, the newest whose time has come signs; the key set shows the next
//! one before it signs and the last one until nothing that it signed is good any more.

use domain::clients::IdTokenAlgorithm;
use domain::time::Timestamp;
use serde_json::Value;

use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::sql::{insert, params, record};

/// A key.
#[derive(Clone, Debug, PartialEq)]
pub struct SigningKey {
    /// Its name in the key set and in the head of what it signs.
    pub kid: String,
    /// How it signs.
    pub algorithm: IdTokenAlgorithm,
    /// Its public half, a JWK.
    pub public_key: Value,
    /// Its private half, sealed for the place `signing_keys.private_key:<kid>`.
    pub private_key: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// From when on it signs.
    pub signs_from: Timestamp,
    /// When it leaves the key set; none while it signs or is to sign.
    pub retired_at: Option<Timestamp>,
}

record!(SigningKey, "signing_keys", columns:
    kid, algorithm, public_key, private_key, created_at, signs_from, retired_at);

/// Adds a key.
///
/// # Errors
/// `Conflict` when another one has its name.
pub async fn insert(tx: &mut Tx, key: &SigningKey) -> Result<()> {
    insert!(tx, "signing_keys", {
        kid: key.kid,
        algorithm: key.algorithm,
        public_key: key.public_key,
        private_key: key.private_key,
        created_at: key.created_at,
        signs_from: key.signs_from,
        retired_at: key.retired_at,
    })
    .await
    .map(drop)
}

/// Every key of the key set, the one that signs next or longest first.
pub async fn list(conn: &mut Conn, now: Timestamp) -> Result<Vec<SigningKey>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM signing_keys WHERE retired_at IS NULL OR retired_at > $1
         ORDER BY signs_from DESC, kid"
    );
    conn.all(sql, params![now]).await
}

/// Lets the keys of an algorithm that a new one replaces leave the key set at `retired_at`, those that were to leave
/// before that not later, and answers how many.
pub async fn retire(
    tx: &mut Tx,
    algorithm: IdTokenAlgorithm,
    successor: &str,
    retired_at: Timestamp,
) -> Result<u64> {
    let sql = "UPDATE signing_keys SET retired_at = $3
               WHERE algorithm = $1 AND kid <> $2 AND (retired_at IS NULL OR retired_at > $3)";
    tx.execute(sql, params![algorithm, successor, retired_at]).await
}

/// Forgets keys that have left the key set, and answers how many.
pub async fn purge(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    tx.execute("DELETE FROM signing_keys WHERE retired_at <= $1", params![now])
        .await
}
