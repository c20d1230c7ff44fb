//! Links between customers and accounts that a sign-in made by itself, since both have the same address.

use domain::ids::{AccountId, CustomerId};
use domain::time::Timestamp;
use domain::values::AddressKey;

use crate::customers::search;
use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::sql::{insert, params, record};

/// An account with the customer's address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The account.
    pub id: AccountId,
    /// Another customer is linked to it, by whatever way.
    pub linked: bool,
    /// This customer was linked to it by itself before, and staff undid that.
    pub undone: bool,
}

record!(Candidate, "accounts", candidate_columns: id, linked, undone);

/// A link that a sign-in made and that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountLink {
    /// The account.
    pub account_id: AccountId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// When the sign-in was.
    pub linked_at: Timestamp,
}

record!(AccountLink, "account_links", link_columns: account_id, code, name, linked_at);

/// Every account with this address, as `customer` meets it.
pub async fn candidates(conn: &mut Conn, key: &AddressKey, customer: CustomerId) -> Result<Vec<Candidate>> {
    let sql = "SELECT a.id,
                      EXISTS (SELECT 1 FROM customers AS c
                              WHERE c.account_id = a.id AND c.id <> $2 AND c.status <> 'anonymised') AS linked,
                      EXISTS (SELECT 1 FROM account_links AS l
                              WHERE l.account_id = a.id AND l.customer_id = $2
                                AND l.undone_at IS NOT NULL) AS undone
               FROM accounts AS a WHERE a.address_key = $1 ORDER BY a.id";
    conn.all(sql, params![key, customer]).await
}

/// Puts a customer who has no account into this one; `false` if they have one by now.
pub async fn link(tx: &mut Tx, customer: CustomerId, account: AccountId, now: Timestamp) -> Result<bool> {
    let sql = "UPDATE customers SET account_id = $2, updated_at = $3, version = version + 1
               WHERE id = $1 AND account_id IS NULL";
    if tx.execute(sql, params![customer, account, now]).await? == 0 {
        return Ok(false);
    }
    insert!(
        tx,
        "account_links",
        { customer_id: customer, account_id: account, linked_at: now },
        "ON CONFLICT (customer_id, account_id) DO UPDATE SET linked_at = excluded.linked_at, undone_at = NULL"
    )
    .await?;
    search::reindex(tx, customer).await?;
    Ok(true)
}

/// The link that a sign-in made for the customer, while it holds.
pub async fn of_customer(conn: &mut Conn, customer: CustomerId) -> Result<Option<AccountLink>> {
    let sql = "SELECT l.account_id, a.code, a.name, l.linked_at
               FROM account_links AS l
               JOIN accounts AS a ON a.id = l.account_id
               JOIN customers AS c ON c.id = l.customer_id AND c.account_id = l.account_id
               WHERE l.customer_id = $1 AND l.undone_at IS NULL";
    conn.optional(sql, params![customer]).await
}

/// Undoes it: the customer has no account, and no sign-in makes this link again. `false` if it does not hold any more.
pub async fn undo(tx: &mut Tx, customer: CustomerId, account: AccountId, now: Timestamp) -> Result<bool> {
    let sql = "UPDATE customers SET account_id = NULL, updated_at = $3, version = version + 1
               WHERE id = $1 AND account_id = $2";
    if tx.execute(sql, params![customer, account, now]).await? == 0 {
        return Ok(false);
    }
    search::reindex(tx, customer).await?;
    let sql = "UPDATE account_links SET undone_at = $3
               WHERE customer_id = $1 AND account_id = $2 AND undone_at IS NULL";
    Ok(tx.execute(sql, params![customer, account, now]).await? == 1)
}
