//! Initial access tokens: with one, an application registers itself, once (RFC 7591 §3). Kept as their SHA-256 in
//! hexadecimal.

use domain::time::Timestamp;

use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::sql::{insert, params, record};

/// Adds one.
pub async fn add(tx: &mut Tx, token_hash: &str, now: Timestamp, expires_at: Timestamp) -> Result<()> {
    insert!(tx, "registration_tokens", { token_hash: token_hash, created_at: now, expires_at: expires_at })
        .await
        .map(drop)
}

/// Uses it up; `false` for one that there is not, the second time, and too late.
pub async fn take(tx: &mut Tx, token_hash: &str, now: Timestamp) -> Result<bool> {
    let sql = "UPDATE registration_tokens SET used_at = $2
               WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2";
    Ok(tx.execute(sql, params![token_hash, now]).await? == 1)
}

struct Open {
    open: bool,
}

record!(Open, "registration_tokens", open_column: open);

/// Whether any is left with which an application could register.
pub async fn any(conn: &mut Conn, now: Timestamp) -> Result<bool> {
    let sql =
        "SELECT EXISTS (SELECT 1 FROM registration_tokens WHERE used_at IS NULL AND expires_at > $1) AS open";
    let row: Option<Open> = conn.optional(sql, params![now]).await?;
    Ok(row.is_some_and(|row| row.open))
}

/// Forgets those whose time is over, and answers how many.
pub async fn purge(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    tx.execute(
        "DELETE FROM registration_tokens WHERE expires_at <= $1",
        params![now],
    )
    .await
}
