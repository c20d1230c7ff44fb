//! Who has a way in, and who would lose the last one. A password is one while local sign-in is on, a connected login
//! while its provider is enabled and has a button or domains of e-mail addresses, as `domain::identities` says for one
//! customer.

use domain::customers::CustomerStatus;
use domain::ids::{CustomerId, ProviderId};
use serde::{Deserialize, Serialize};

use super::list::Listed;
use crate::db::Conn;
use crate::error::Result;
use crate::sql::params;
use crate::values::Value;

/// A change of the ways in that somebody thinks about. What it does not name is as the database has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Customers may sign in at all afterwards.
    pub customer_accounts: bool,
    /// Passwords work before.
    pub passwords_before: bool,
    /// And afterwards.
    pub passwords_after: bool,
    /// A provider that is a way in before and none afterwards.
    pub without: Option<ProviderId>,
}

/// Whether the provider `p` is a way in.
macro_rules! lets_in {
    () => {
        "(p.enabled AND (p.visible OR EXISTS (SELECT 1 FROM provider_domains AS d WHERE d.provider_id = p.id)))"
    };
}

/// The active customers `c` with a way in before and none after: `$1` active, `$2` to `$4` the flags of the change in
/// their order, `$5` its provider.
macro_rules! losing {
    () => {
        concat!(
            "c.status = $1
             AND (($3 AND c.password_hash IS NOT NULL)
                  OR EXISTS (SELECT 1 FROM identities AS i JOIN providers AS p ON p.id = i.provider_id
                             WHERE i.customer_id = c.id AND (",
            lets_in!(),
            " OR p.id = $5)))
             AND NOT ($2 AND (($4 AND c.password_hash IS NOT NULL)
                              OR EXISTS (SELECT 1 FROM identities AS i JOIN providers AS p ON p.id = i.provider_id
                                         WHERE i.customer_id = c.id AND ",
            lets_in!(),
            " AND ($5 IS NULL OR p.id <> $5))))"
        )
    };
}

fn values(change: &Change) -> Vec<Value> {
    params![
        CustomerStatus::Active,
        change.customer_accounts,
        change.passwords_before,
        change.passwords_after,
        change.without
    ]
}

/// How many active customers would lose their last way in.
pub async fn count_losing(conn: &mut Conn, change: &Change) -> Result<i64> {
    let sql = concat!("SELECT COUNT(*) AS value FROM customers AS c WHERE ", losing!());
    conn.scalar(sql, values(change)).await
}

/// Who they are, the newest first: at most `limit` before `before`.
pub async fn list_losing(
    conn: &mut Conn,
    change: &Change,
    before: Option<CustomerId>,
    limit: usize,
) -> Result<Vec<Listed>> {
    let sql = concat!(
        "SELECT c.id, c.number, c.status, c.email, c.address_proven_at, c.given_name, c.family_name,
                a.code AS account_code, a.name AS account_name, c.created_at
         FROM customers AS c LEFT JOIN accounts AS a ON a.id = c.account_id
         WHERE ",
        losing!(),
        " AND c.id < $6 ORDER BY c.id DESC LIMIT $7"
    );
    let before = before.map_or_else(|| super::list::LAST.to_owned(), |id| id.to_string());
    let mut values = values(change);
    values.extend(params![before, i64::try_from(limit).unwrap_or(i64::MAX)]);
    conn.all(sql, values).await
}

/// How many active customers have a password or a connected login, and can use none of them as the shop stands.
pub async fn without_way_in(conn: &mut Conn) -> Result<i64> {
    let sql = concat!(
        "SELECT COUNT(*) AS value FROM customers AS c
         WHERE c.status = $1
           AND (c.password_hash IS NOT NULL OR EXISTS (SELECT 1 FROM identities WHERE customer_id = c.id))
           AND NOT (c.password_hash IS NOT NULL AND (SELECT local_sign_in FROM settings WHERE id = 'shop'))
           AND NOT EXISTS (SELECT 1 FROM identities AS i JOIN providers AS p ON p.id = i.provider_id
                           WHERE i.customer_id = c.id AND ",
        lets_in!(),
        ")"
    );
    conn.scalar(sql, params![CustomerStatus::Active]).await
}
