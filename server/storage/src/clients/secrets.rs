//! Secrets of clients. The row holds the SHA-256 of the secret, which is random and long enough for that; the secret
//! itself stands there sealed until the one who made it has noted it.

use domain::ids::{ClientId, ClientSecretId, StaffSessionId};
use domain::time::Timestamp;

use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::sql::{insert, params, record};

/// A secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret {
    /// Its id.
    pub id: ClientSecretId,
    /// SHA-256 in hexadecimal.
    pub hash: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it stops working; one that is not replaced has no end.
    pub expires_at: Option<Timestamp>,
}

record!(Secret, "client_secrets", columns: id, hash, created_at, expires_at);

/// Adds a secret, and ends those before at `until`, or earlier where that was said before.
pub async fn add(
    tx: &mut Tx,
    client_id: ClientId,
    (id, hash): (ClientSecretId, &str),
    until: Timestamp,
    now: Timestamp,
) -> Result<()> {
    let sql = "UPDATE client_secrets SET expires_at = $2
               WHERE client_id = $1 AND (expires_at IS NULL OR expires_at > $2)";
    tx.execute(sql, params![client_id, until]).await?;
    insert!(tx, "client_secrets", { id: id, client_id: client_id, hash: hash, created_at: now })
        .await
        .map(drop)
}

/// Those of a client that work now, the newest first.
pub async fn open(conn: &mut Conn, client_id: ClientId, now: Timestamp) -> Result<Vec<Secret>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM client_secrets WHERE client_id = $1 AND (expires_at IS NULL OR expires_at > $2)
         ORDER BY created_at DESC, id DESC"
    );
    conn.all(sql, params![client_id, now]).await
}

/// Keeps a secret that was made a moment ago, sealed, to show it to the session that made it, and to nobody else.
pub async fn keep_shown(
    tx: &mut Tx,
    id: ClientSecretId,
    sealed: &str,
    session: StaffSessionId,
) -> Result<()> {
    let sql = "UPDATE client_secrets SET shown = $2, shown_to = $3 WHERE id = $1";
    tx.execute(sql, params![id, sealed, session]).await.map(drop)
}

/// A secret that is to be noted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Its id.
    pub id: ClientSecretId,
    /// Itself, sealed.
    pub shown: String,
}

record!(Shown, "client_secrets", shown_columns: id, shown);

/// The newest secret of a client that is to be noted in this session, if it was made after `since`.
pub async fn shown_to(
    conn: &mut Conn,
    client_id: ClientId,
    session: StaffSessionId,
    since: Timestamp,
) -> Result<Option<Shown>> {
    let sql = concat!(
        "SELECT ",
        shown_columns!(),
        " FROM client_secrets
         WHERE client_id = $1 AND shown_to = $2 AND shown IS NOT NULL AND created_at > $3
         ORDER BY created_at DESC, id DESC LIMIT 1"
    );
    conn.optional(sql, params![client_id, session, since]).await
}

/// Forgets what this session has noted; `false` when there was nothing.
pub async fn noted(tx: &mut Tx, client_id: ClientId, session: StaffSessionId) -> Result<bool> {
    let sql =
        "UPDATE client_secrets SET shown = NULL, shown_to = NULL WHERE client_id = $1 AND shown_to = $2";
    Ok(tx.execute(sql, params![client_id, session]).await? > 0)
}

/// A client, and since when it has the newest secret that works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Newest {
    /// Which.
    pub client_id: ClientId,
    /// Since when.
    pub created_at: Timestamp,
}

record!(Newest, "client_secrets", newest_columns: client_id, created_at);

/// Since when each client has its newest secret; those without one are left out.
pub async fn newest(conn: &mut Conn, now: Timestamp) -> Result<Vec<Newest>> {
    let sql = "SELECT client_id, MAX(created_at) AS created_at FROM client_secrets
               WHERE expires_at IS NULL OR expires_at > $1
               GROUP BY client_id";
    conn.all(sql, params![now]).await
}

/// Forgets those that are over, and those to be noted that were made before `unnoted`; answers how many rows changed.
pub async fn purge(tx: &mut Tx, now: Timestamp, unnoted: Timestamp) -> Result<u64> {
    let over = tx
        .execute("DELETE FROM client_secrets WHERE expires_at <= $1", params![now])
        .await?;
    let sql = "UPDATE client_secrets SET shown = NULL, shown_to = NULL WHERE shown IS NOT NULL AND created_at <= $1";
    Ok(over + tx.execute(sql, params![unnoted]).await?)
}
