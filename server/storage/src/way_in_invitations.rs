//! Invitations of everybody who would lose their last way in by a change: one row each, until a job has mailed them.

use domain::ids::{CustomerId, InvitationId};
use domain::time::Timestamp;

use crate::customers::Change;
use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::sql::{insert, params, record};
use crate::values::stored_as_json;

stored_as_json!(Change);

/// An invitation that is not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// The id.
    pub id: InvitationId,
    /// The change.
    pub change: Change,
    /// The last customer who was mailed; the newest come first.
    pub done_up_to: Option<CustomerId>,
}

record!(Invitation, "way_in_invitations", columns: id, change, done_up_to);

/// Begins an invitation; `false` if there is one for the same change.
pub async fn open(tx: &mut Tx, id: InvitationId, change: &Change, now: Timestamp) -> Result<bool> {
    let written = insert!(
        tx,
        "way_in_invitations",
        { id: id, change: *change, created_at: now },
        "ON CONFLICT (change) DO NOTHING"
    )
    .await?;
    Ok(written == 1)
}

/// Whether one for this change is not done yet.
pub async fn is_open(conn: &mut Conn, change: &Change) -> Result<bool> {
    let sql = "SELECT COUNT(*) AS value FROM way_in_invitations WHERE change = $1";
    let open: i64 = conn.scalar(sql, params![*change]).await?;
    Ok(open > 0)
}

/// The one that was begun first.
pub async fn next(conn: &mut Conn) -> Result<Option<Invitation>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM way_in_invitations ORDER BY id LIMIT 1"
    );
    conn.optional(sql, params![]).await
}

/// So many were mailed, down to this customer.
pub async fn go_on(tx: &mut Tx, id: InvitationId, done_up_to: CustomerId) -> Result<()> {
    let sql = "UPDATE way_in_invitations SET done_up_to = $2 WHERE id = $1";
    tx.execute(sql, params![id, done_up_to]).await.map(drop)
}

/// Everybody was mailed.
pub async fn close(tx: &mut Tx, id: InvitationId) -> Result<()> {
    let sql = "DELETE FROM way_in_invitations WHERE id = $1";
    tx.execute(sql, params![id]).await.map(drop)
}
