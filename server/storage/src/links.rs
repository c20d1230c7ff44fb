//! Single-use links that left in mails. The row holds the SHA-256 of the token in hexadecimal.

use domain::ids::{CustomerId, LinkId, RequestId, StaffId};
use domain::time::Timestamp;
use serde_json::Value;

use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::sql::{insert, params, record};
use crate::values::stored_enum;

stored_enum! {
    /// What a link is for; it opens nothing else.
    pub enum Purpose {
        /// Prove the address of a new local account.
        Activate = "activate",
        /// Choose a new password.
        Reset = "reset",
        /// Finish an approved registration through a provider.
        Finish = "finish",
        /// Prove an address for an identity.
        ProveAddress = "prove_address",
        /// Prove the address that a customer wants instead of the present one.
        ChangeAddress = "change_address",
        /// Become a member of staff.
        StaffInvitation = "staff_invitation",
    }
}

/// A link.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Its id.
    pub id: LinkId,
    /// What it is for.
    pub purpose: Purpose,
    /// The customer whom it concerns.
    pub customer_id: Option<CustomerId>,
    /// The registration request.
    pub request_id: Option<RequestId>,
    /// The member of staff.
    pub staff_id: Option<StaffId>,
    /// What its use needs besides: the address that it proves, the identity that it is bound to.
    pub payload: Value,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it stops working.
    pub expires_at: Timestamp,
    /// When it was used up.
    pub used_at: Option<Timestamp>,
}

record!(Link, "links", columns:
    id, purpose, customer_id, request_id, staff_id, payload, created_at, expires_at, used_at);

impl Link {
    /// True if it still works.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.used_at.is_none() && now < self.expires_at
    }
}

/// A link to make. See [`Link`] for each field.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields of `Link`")]
pub struct NewLink<'a> {
    pub id: LinkId,
    pub token_hash: &'a str,
    pub purpose: Purpose,
    pub customer_id: Option<CustomerId>,
    pub request_id: Option<RequestId>,
    pub staff_id: Option<StaffId>,
    pub payload: &'a Value,
    pub now: Timestamp,
    pub expires_at: Timestamp,
}

/// Makes the link. A mail that is sent again carries the same one: its time then begins anew, unless it was used.
/// `false` for a link that was used.
pub async fn issue(tx: &mut Tx, new: &NewLink<'_>) -> Result<bool> {
    let written = insert!(
        tx,
        "links",
        {
            id: new.id,
            token_hash: new.token_hash,
            purpose: new.purpose,
            customer_id: new.customer_id,
            request_id: new.request_id,
            staff_id: new.staff_id,
            payload: new.payload,
            created_at: new.now,
            expires_at: new.expires_at,
        },
        "ON CONFLICT (token_hash) DO UPDATE SET expires_at = excluded.expires_at WHERE links.used_at IS NULL"
    )
    .await?;
    Ok(written == 1)
}

/// The link with this id, used or expired ones too.
pub async fn by_id(conn: &mut Conn, id: LinkId) -> Result<Option<Link>> {
    conn.optional(
        concat!("SELECT ", columns!(), " FROM links WHERE id = $1"),
        params![id],
    )
    .await
}

/// The link of this token, used or expired ones too, so that the page can say which it is.
pub async fn peek(conn: &mut Conn, token_hash: &str) -> Result<Option<Link>> {
    conn.optional(
        concat!("SELECT ", columns!(), " FROM links WHERE token_hash = $1"),
        params![token_hash],
    )
    .await
}

/// Uses the link up, for this purpose only. `None` for the second time, too late, or another purpose.
pub async fn use_up(tx: &mut Tx, token_hash: &str, purpose: Purpose, now: Timestamp) -> Result<Option<Link>> {
    let sql = concat!(
        "UPDATE links SET used_at = $3
         WHERE token_hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3
         RETURNING ",
        columns!()
    );
    tx.optional(sql, params![token_hash, purpose, now]).await
}

/// Uses up a link that was looked at before, whatever its purpose; `false` for the second time or too late.
pub async fn use_up_by_id(tx: &mut Tx, id: LinkId, now: Timestamp) -> Result<bool> {
    let sql = "UPDATE links SET used_at = $2 WHERE id = $1 AND used_at IS NULL AND expires_at > $2";
    Ok(tx.execute(sql, params![id, now]).await? == 1)
}

/// Uses up every other open link of the customer for this purpose, and answers how many: after a reset the
/// older mails do nothing.
pub async fn use_up_others(
    tx: &mut Tx,
    customer_id: CustomerId,
    purpose: Purpose,
    now: Timestamp,
) -> Result<u64> {
    let sql = "UPDATE links SET used_at = $3
               WHERE customer_id = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3";
    tx.execute(sql, params![customer_id, purpose, now]).await
}

/// Uses up the open invitations to the back office for this address, or those that name none.
pub async fn use_up_invitations(tx: &mut Tx, email: Option<&str>, now: Timestamp) -> Result<()> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM links WHERE purpose = $1 AND used_at IS NULL AND expires_at > $2"
    );
    let open: Vec<Link> = tx.all(sql, params![Purpose::StaffInvitation, now]).await?;
    for link in open.iter().filter(|link| link.payload["email"].as_str() == email) {
        use_up_by_id(tx, link.id, now).await?;
    }
    Ok(())
}

/// The invitations to the back office that nobody used, the newest first; those whose time is over, too.
pub async fn staff_invitations(conn: &mut Conn) -> Result<Vec<Link>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM links WHERE purpose = $1 AND used_at IS NULL ORDER BY id DESC"
    );
    conn.all(sql, params![Purpose::StaffInvitation]).await
}

/// Forgets links that expired before a moment, and answers how many.
pub async fn purge(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    tx.execute("DELETE FROM links WHERE expires_at < $1", params![before])
        .await
}
