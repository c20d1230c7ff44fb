//! The browsers that customers have signed in with. The cookie holds a random token, the row its SHA-256.

use domain::ids::CustomerId;
use domain::time::Timestamp;
use domain::values::AddressKey;

use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::sql::{insert, params};

/// What was known of a browser before the customer signed in with it now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Met {
    /// The customer had signed in with it.
    Known,
    /// The customer had signed in with none.
    First,
    /// The customer had signed in with others.
    Another,
}

/// Notes that the customer signs in with the browser that bears this token.
pub async fn meet(tx: &mut Tx, customer_id: CustomerId, token_hash: &str, now: Timestamp) -> Result<Met> {
    let sql = "UPDATE devices SET last_seen_at = $3 WHERE customer_id = $1 AND token_hash = $2";
    if tx.execute(sql, params![customer_id, token_hash, now]).await? == 1 {
        return Ok(Met::Known);
    }
    let sql = "SELECT COUNT(*) AS value FROM (SELECT 1 FROM devices WHERE customer_id = $1 LIMIT 1) AS one";
    let others: i64 = tx.scalar(sql, params![customer_id]).await?;
    insert!(
        tx,
        "devices",
        { customer_id: customer_id, token_hash: token_hash, created_at: now, last_seen_at: now },
        "ON CONFLICT (customer_id, token_hash) DO NOTHING"
    )
    .await?;
    Ok(if others == 0 { Met::First } else { Met::Another })
}

/// Whether the customer with this address has signed in with the browser that bears this token.
pub async fn knows(conn: &mut Conn, key: &AddressKey, token_hash: &str) -> Result<bool> {
    let sql = "SELECT COUNT(*) AS value FROM devices JOIN customers ON customers.id = devices.customer_id
               WHERE customers.address_key = $1 AND devices.token_hash = $2";
    let known: i64 = conn.scalar(sql, params![key, token_hash]).await?;
    Ok(known > 0)
}

/// Forgets the customer's browsers but for the one that bears this token.
pub async fn forget_others(tx: &mut Tx, customer_id: CustomerId, token_hash: &str) -> Result<()> {
    let sql = "DELETE FROM devices WHERE customer_id = $1 AND token_hash <> $2";
    tx.execute(sql, params![customer_id, token_hash]).await.map(drop)
}

/// Forgets browsers that were used last before a moment and answers how many. A customer's last one stays, so that
/// the next sign-in is not taken for the first.
pub async fn purge(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    let sql = "DELETE FROM devices
               WHERE last_seen_at < $1
                 AND EXISTS (SELECT 1 FROM devices AS later
                             WHERE later.customer_id = devices.customer_id
                               AND (later.last_seen_at > devices.last_seen_at
                                    OR (later.last_seen_at = devices.last_seen_at
                                        AND later.token_hash > devices.token_hash)))";
    tx.execute(sql, params![before]).await
}
