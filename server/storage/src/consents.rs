//! What customers have accepted, every version of it.

use domain::ids::CustomerId;
use domain::time::Timestamp;

use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::legal_texts::{self, Kind};
use crate::sql::{insert, params, record};

/// A version of a text that a customer accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Consent {
    /// The version.
    pub version: i64,
    /// When.
    pub accepted_at: Timestamp,
}

record!(Consent, "consents", columns: version, accepted_at);

/// Every version of this text that the customer accepted, the newest first.
pub async fn of_customer(conn: &mut Conn, customer_id: CustomerId, kind: Kind) -> Result<Vec<Consent>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM consents WHERE customer_id = $1 AND kind = $2 ORDER BY version DESC"
    );
    conn.all(sql, params![customer_id, kind]).await
}

/// The customer accepts this version of the terms. Accepting the same one again keeps the first moment.
pub async fn accept_terms(tx: &mut Tx, id: CustomerId, terms_version: i64, now: Timestamp) -> Result<()> {
    insert!(
        tx,
        "consents",
        { customer_id: id, kind: Kind::Terms, version: terms_version, accepted_at: now },
        "ON CONFLICT (customer_id, kind, version) DO NOTHING"
    )
    .await?;
    let sql = "UPDATE customers SET terms_version = $2, terms_accepted_at = $3, updated_at = $3
               WHERE id = $1 AND (terms_version IS NULL OR terms_version < $2)";
    tx.execute(sql, params![id, terms_version, now]).await.map(drop)
}

/// The customer has taken note of the present privacy notice, if the shop has one.
pub(crate) async fn accept_privacy(tx: &mut Tx, id: CustomerId, now: Timestamp) -> Result<()> {
    if let Some(version) = legal_texts::current_version(tx, Kind::Privacy).await? {
        insert!(
            tx,
            "consents",
            { customer_id: id, kind: Kind::Privacy, version: version, accepted_at: now },
            "ON CONFLICT (customer_id, kind, version) DO NOTHING"
        )
        .await?;
    }
    Ok(())
}
