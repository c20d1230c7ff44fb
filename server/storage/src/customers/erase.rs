//! Forgetting who a customer was.

use domain::customers::CustomerStatus;
use domain::ids::CustomerId;
use domain::second_factor::Owner;
use domain::time::Timestamp;

use super::search;
use crate::db::Tx;
use crate::error::Result;
use crate::sql::params;
use crate::{factor_steps, remembered_browsers, second_factors};

/// Forgets what somebody typed who had not proven the address: everything but the name.
pub async fn forget_unproven(tx: &mut Tx, id: CustomerId, now: Timestamp) -> Result<()> {
    tx.execute("DELETE FROM consents WHERE customer_id = $1", params![id])
        .await?;
    let sql = "UPDATE customers SET phone = NULL, terms_version = NULL, terms_accepted_at = NULL,
                      updated_at = $2, version = version + 1
               WHERE id = $1";
    tx.execute(sql, params![id, now]).await?;
    search::reindex(tx, id).await
}

/// Frees the address of a local customer who never proved it: the customer is anonymised. `false` if the
/// address was proven meanwhile. The caller ends the sessions.
pub async fn take_over_unproven(tx: &mut Tx, id: CustomerId, now: Timestamp) -> Result<bool> {
    // The condition and the lock first; what follows is then safe.
    let sql = "UPDATE customers SET address_key = NULL WHERE id = $1 AND address_proven_at IS NULL";
    let free = tx.execute(sql, params![id]).await? == 1;
    if free {
        anonymise(tx, id, now).await?;
    }
    Ok(free)
}

/// Erases who the customer was, the identities that led to them, the second factor, the mails about them, what clients
/// may know and were given, and the name of an account that was made for them alone (a company's, unless operations have
/// looked at it); the rows stay for what points to them.
pub async fn anonymise(tx: &mut Tx, id: CustomerId, now: Timestamp) -> Result<()> {
    let sql = "UPDATE accounts SET name = '', email = NULL, address_key = NULL, version = version + 1
               WHERE (kind = $2 OR NOT reviewed) AND origin = 'registration' AND id = (SELECT account_id FROM customers WHERE id = $1)
                 AND NOT EXISTS (SELECT 1 FROM customers
                                 WHERE account_id = accounts.id AND id <> $1 AND status <> $3)";
    tx.execute(
        sql,
        params![id, crate::accounts::Kind::Personal, CustomerStatus::Anonymised],
    )
    .await?;
    tx.execute(
        "UPDATE sessions SET identity_id = NULL WHERE customer_id = $1",
        params![id],
    )
    .await?;
    for sql in [
        "DELETE FROM identities WHERE customer_id = $1",
        "DELETE FROM mails WHERE customer_id = $1",
        "DELETE FROM devices WHERE customer_id = $1",
        "DELETE FROM client_consents WHERE customer_id = $1",
        "DELETE FROM grants WHERE customer_id = $1",
    ] {
        tx.execute(sql, params![id]).await?;
    }
    let owner = Owner::Customer(id);
    second_factors::remove(tx, owner).await?;
    remembered_browsers::forget_all(tx, owner).await?;
    factor_steps::end_others(tx, owner, None).await?;
    let sql = "UPDATE customers SET status = $2, email = NULL, address_key = NULL, address_proven_at = NULL,
                      given_name = '', family_name = '', phone = NULL, time_zone = NULL,
                      contact_by_email = FALSE, contact_by_phone = FALSE, password_hash = NULL, password_set_at = NULL,
                      updated_at = $3, version = version + 1
               WHERE id = $1";
    tx.execute(sql, params![id, CustomerStatus::Anonymised, now])
        .await?;
    search::reindex(tx, id).await
}
