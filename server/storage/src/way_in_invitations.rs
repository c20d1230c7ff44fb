//! Invitations of everybody who would lose their last way in by a change: one row for each change, which tells when a
//! job has mailed them.

use domain::ids::{CustomerId, InvitationId};
use domain::time::Timestamp;

use crate::customers::Change;
use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::sql::{insert, params, record};
use crate::values::stored_as_json;

stored_as_json!(Change);

/// An invitation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// The id.
    pub id: InvitationId,
    /// The change.
    pub change: Change,
    /// The last customer who was mailed; the newest come first.
    pub done_up_to: Option<CustomerId>,
    /// When everybody was mailed.
    pub done_at: Option<Timestamp>,
}

record!(Invitation, "way_in_invitations", columns: id, change, done_up_to, done_at);

/// Begins an invitation, or begins it anew; `false` if one for the same change is not done yet.
pub async fn open(tx: &mut Tx, id: InvitationId, change: &Change, now: Timestamp) -> Result<bool> {
    let written = insert!(
        tx,
        "way_in_invitations",
        { id: id, change: *change, created_at: now },
        "ON CONFLICT (change) DO UPDATE SET created_at = excluded.created_at, done_up_to = NULL, done_at = NULL
         WHERE way_in_invitations.done_at IS NOT NULL"
    )
    .await?;
    Ok(written == 1)
}

/// The one for this change, done or not.
pub async fn of(conn: &mut Conn, change: &Change) -> Result<Option<Invitation>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM way_in_invitations WHERE change = $1"
    );
    conn.optional(sql, params![*change]).await
}

/// Of those that are not done, the one whose change was invited to first.
pub async fn next(conn: &mut Conn) -> Result<Option<Invitation>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM way_in_invitations WHERE done_at IS NULL ORDER BY id LIMIT 1"
    );
    conn.optional(sql, params![]).await
}

/// So many were mailed, down to this customer.
pub async fn go_on(tx: &mut Tx, id: InvitationId, done_up_to: CustomerId) -> Result<()> {
    let sql = "UPDATE way_in_invitations SET done_up_to = $2 WHERE id = $1";
    tx.execute(sql, params![id, done_up_to]).await.map(drop)
}

/// Everybody was mailed.
pub async fn close(tx: &mut Tx, id: InvitationId, now: Timestamp) -> Result<()> {
    let sql = "UPDATE way_in_invitations SET done_at = $2 WHERE id = $1";
    tx.execute(sql, params![id, now]).await.map(drop)
}
