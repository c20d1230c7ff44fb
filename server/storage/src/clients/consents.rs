//! What customers let clients know without being asked again.

use domain::clients::Scopes;
use domain::ids::{ClientId, CustomerId};
use domain::time::Timestamp;

use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::sql::{insert, params, record};

/// What a customer agreed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// The client.
    pub client_id: ClientId,
    /// What it may know.
    pub scopes: Scopes,
    /// When the customer agreed for the first time.
    pub created_at: Timestamp,
    /// When they did last.
    pub updated_at: Timestamp,
}

record!(Consent, "client_consents", columns: client_id, scopes, created_at, updated_at);

/// What a customer reads of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnConsent {
    /// The client.
    pub client_id: ClientId,
    /// Its name.
    pub client_name: String,
    /// Hash of its logo's content.
    pub client_logo: Option<String>,
    /// Where it says what it does with what it knows.
    pub policy_uri: Option<String>,
    /// Whether it is the shop's own, of which nobody is asked.
    pub trusted: bool,
    /// What it may know.
    pub scopes: Scopes,
    /// When the customer agreed for the first time; where nobody was asked, when they signed in to it.
    pub created_at: Timestamp,
    /// When they signed in to it last, as far back as grants are kept.
    pub signed_in_at: Option<Timestamp>,
}

record!(OwnConsent, "client_consents", own_columns:
    client_id, client_name, client_logo, policy_uri, trusted, scopes, created_at, signed_in_at);

/// Keeps what a customer agreed to, in place of what was agreed to before.
pub async fn give(
    tx: &mut Tx,
    customer_id: CustomerId,
    client_id: ClientId,
    scopes: &Scopes,
    now: Timestamp,
) -> Result<()> {
    insert!(
        tx,
        "client_consents",
        { customer_id: customer_id, client_id: client_id, scopes: scopes, created_at: now, updated_at: now },
        "ON CONFLICT (customer_id, client_id)
         DO UPDATE SET scopes = excluded.scopes, updated_at = excluded.updated_at"
    )
    .await
    .map(drop)
}

/// What the customer agreed to for this client.
pub async fn of(conn: &mut Conn, customer_id: CustomerId, client_id: ClientId) -> Result<Option<Consent>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM client_consents WHERE customer_id = $1 AND client_id = $2"
    );
    conn.optional(sql, params![customer_id, client_id]).await
}

/// Everything that the customer agreed to, the latest first.
pub async fn list(conn: &mut Conn, customer_id: CustomerId) -> Result<Vec<OwnConsent>> {
    let sql =
        "SELECT a.client_id, c.name AS client_name, c.logo AS client_logo, c.policy_uri, c.trusted, a.scopes,
                      a.created_at,
                      (SELECT MAX(g.created_at) FROM grants AS g
                       WHERE g.customer_id = a.customer_id AND g.client_id = a.client_id) AS signed_in_at
               FROM client_consents AS a
               JOIN clients AS c ON c.id = a.client_id
               WHERE a.customer_id = $1
               ORDER BY a.updated_at DESC, a.client_id";
    conn.all(sql, params![customer_id]).await
}

/// What clients hold without the customer having agreed, since the shop trusts them: a row for each grant that goes on,
/// the latest first.
pub async fn unasked(conn: &mut Conn, customer_id: CustomerId, now: Timestamp) -> Result<Vec<OwnConsent>> {
    let sql =
        "SELECT g.client_id, c.name AS client_name, c.logo AS client_logo, c.policy_uri, c.trusted, g.scopes,
                      g.created_at, g.created_at AS signed_in_at
               FROM grants AS g
               JOIN clients AS c ON c.id = g.client_id
               LEFT JOIN sessions AS s ON s.id = g.session_id AND s.ended_at IS NULL
               WHERE g.customer_id = $1 AND g.ended_at IS NULL AND g.expires_at > $2
                 AND (s.id IS NOT NULL OR ' ' || g.scopes || ' ' LIKE '% offline_access %')
                 AND NOT EXISTS (SELECT 1 FROM client_consents AS a
                                 WHERE a.customer_id = g.customer_id AND a.client_id = g.client_id)
               ORDER BY g.created_at DESC, g.id DESC";
    conn.all(sql, params![customer_id, now]).await
}

/// How many customers have agreed to something for this client.
pub async fn count(conn: &mut Conn, client_id: ClientId) -> Result<i64> {
    let sql = "SELECT COUNT(*) AS value FROM client_consents WHERE client_id = $1";
    conn.scalar(sql, params![client_id]).await
}

/// Takes it back; `false` when there was nothing.
pub async fn take_back(tx: &mut Tx, customer_id: CustomerId, client_id: ClientId) -> Result<bool> {
    let sql = "DELETE FROM client_consents WHERE customer_id = $1 AND client_id = $2";
    Ok(tx.execute(sql, params![customer_id, client_id]).await? == 1)
}
