//! How a session begins, and goes on with another sign-in of the same person in the same browser.

use domain::ids::{CustomerId, IdentityId, ProviderId, SessionId};
use domain::sessions::Began;
use domain::time::Timestamp;

use crate::db::Tx;
use crate::error::Result;
use crate::sql::{insert, params};

/// A session to begin. See [`Session`](super::Session) for each field.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields of `Session`")]
pub struct NewSession<'a> {
    pub id: SessionId,
    pub token_hash: &'a str,
    pub sid: &'a str,
    pub customer_id: CustomerId,
    pub began: Began,
    pub provider_id: Option<ProviderId>,
    pub identity_id: Option<IdentityId>,
    pub upstream_sid: Option<&'a str>,
    pub upstream_subject: Option<&'a str>,
    pub id_token: Option<&'a str>,
    pub auth_time: Timestamp,
    pub amr: &'a str,
    pub keep: bool,
    pub user_agent: &'a str,
    pub requester: &'a str,
    pub now: Timestamp,
}

/// Begins a session.
pub async fn insert(tx: &mut Tx, new: &NewSession<'_>) -> Result<()> {
    insert!(tx, "sessions", {
        id: new.id,
        token_hash: new.token_hash,
        sid: new.sid,
        customer_id: new.customer_id,
        began: new.began,
        provider_id: new.provider_id,
        identity_id: new.identity_id,
        upstream_sid: new.upstream_sid,
        upstream_subject: new.upstream_subject,
        id_token: new.id_token,
        auth_time: new.auth_time,
        amr: new.amr,
        keep: new.keep,
        user_agent: new.user_agent,
        requester: new.requester,
        created_at: new.now,
        last_seen_at: new.now,
    })
    .await
    .map(drop)
}

/// Holds the session of this token until the transaction ends; `false` if somebody ended it, or it has another token
/// by now.
pub async fn hold(tx: &mut Tx, id: SessionId, token_hash: &str) -> Result<bool> {
    let sql = "UPDATE sessions SET last_seen_at = last_seen_at
               WHERE id = $1 AND token_hash = $2 AND ended_at IS NULL";
    Ok(tx.execute(sql, params![id, token_hash]).await? == 1)
}

/// The session goes on as this sign-in began it, under another token: the old one opens nothing any more. What it is
/// called by clients, and what they were given in it, stays. Call [`hold`] first.
pub async fn renew(tx: &mut Tx, new: &NewSession<'_>) -> Result<()> {
    let sql = "UPDATE sessions
               SET token_hash = $2, began = $3, provider_id = $4, identity_id = $5, upstream_sid = $6,
                   upstream_subject = $7, id_token = $8, auth_time = $9, amr = $10, keep = $11, user_agent = $12,
                   requester = $13, created_at = $14, last_seen_at = $14
               WHERE id = $1";
    let values = params![
        new.id,
        new.token_hash,
        new.began,
        new.provider_id,
        new.identity_id,
        new.upstream_sid,
        new.upstream_subject,
        new.id_token,
        new.auth_time,
        new.amr,
        new.keep,
        new.user_agent,
        new.requester,
        new.now
    ];
    tx.execute(sql, values).await.map(drop)
}
