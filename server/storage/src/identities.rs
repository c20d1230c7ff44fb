//! Identities: one (provider, issuer, subject) connected to a customer.

use domain::ids::{CustomerId, IdentityId, ProviderId};
use domain::providers::Claimed;
use domain::time::Timestamp;

use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::sql::{insert, params, record};
use crate::values::stored_as_json;

stored_as_json!(Claimed);

/// An identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Its id.
    pub id: IdentityId,
    /// The provider that vouches for it.
    pub provider_id: ProviderId,
    /// The issuer under which it was connected.
    pub issuer: String,
    /// The person there; compared exactly (OpenID Connect Core 1.0 §2).
    pub subject: String,
    /// Whom it signs in.
    pub customer_id: CustomerId,
    /// The address that it brought last; not proven by that.
    pub email: Option<String>,
    /// What else it brought last, for the rules of its provider's claims.
    pub claimed: Claimed,
    /// When it was connected.
    pub connected_at: Timestamp,
    /// When it signed in last.
    pub last_sign_in_at: Option<Timestamp>,
}

record!(Identity, "identities", columns:
    id, provider_id, issuer, subject, customer_id, email, claimed, connected_at, last_sign_in_at);

/// An identity to be connected. See [`Identity`] for each field.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields of `Identity`")]
pub struct NewIdentity<'a> {
    pub id: IdentityId,
    pub provider_id: ProviderId,
    pub issuer: &'a str,
    pub subject: &'a str,
    pub customer_id: CustomerId,
    pub email: Option<&'a str>,
    pub claimed: &'a Claimed,
    pub now: Timestamp,
}

/// Connects an identity.
///
/// # Errors
/// `Conflict` on `identities_provider_id_issuer_subject` if it belongs to a customer already.
pub async fn insert(tx: &mut Tx, new: &NewIdentity<'_>) -> Result<()> {
    insert!(tx, "identities", {
        id: new.id,
        provider_id: new.provider_id,
        issuer: new.issuer,
        subject: new.subject,
        customer_id: new.customer_id,
        email: new.email,
        claimed: new.claimed,
        connected_at: new.now,
    })
    .await
    .map(drop)
}

/// The identity of this person at this provider.
pub async fn find(
    conn: &mut Conn,
    provider_id: ProviderId,
    issuer: &str,
    subject: &str,
) -> Result<Option<Identity>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM identities WHERE provider_id = $1 AND issuer = $2 AND subject = $3"
    );
    conn.optional(sql, params![provider_id, issuer, subject]).await
}

/// Everything that is connected to the customer, oldest first.
pub async fn by_customer(conn: &mut Conn, customer_id: CustomerId) -> Result<Vec<Identity>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM identities WHERE customer_id = $1 ORDER BY id"
    );
    conn.all(sql, params![customer_id]).await
}

/// Whether anybody is connected through the provider.
pub async fn any_of_provider(conn: &mut Conn, provider_id: ProviderId) -> Result<bool> {
    let sql =
        "SELECT COUNT(*) AS value FROM (SELECT 1 FROM identities WHERE provider_id = $1 LIMIT 1) AS some";
    let count: i64 = conn.scalar(sql, params![provider_id]).await?;
    Ok(count > 0)
}

/// The identity signs in, with the address and the other claims that it brings today.
pub async fn touch(
    tx: &mut Tx,
    id: IdentityId,
    email: Option<&str>,
    claimed: &Claimed,
    now: Timestamp,
) -> Result<()> {
    let sql = "UPDATE identities SET email = COALESCE($2, email), claimed = $3, last_sign_in_at = $4
               WHERE id = $1";
    tx.execute(sql, params![id, email, claimed, now]).await.map(drop)
}

/// Forgets an identity of this customer; `false` if there is none. The caller ends the sessions that began with it.
pub async fn delete(tx: &mut Tx, id: IdentityId, customer_id: CustomerId) -> Result<bool> {
    let sql = "UPDATE sessions SET identity_id = NULL WHERE identity_id = $1 AND customer_id = $2";
    tx.execute(sql, params![id, customer_id]).await?;
    let sql = "DELETE FROM identities WHERE id = $1 AND customer_id = $2";
    Ok(tx.execute(sql, params![id, customer_id]).await? == 1)
}
