//! How a session begins, and goes on with another sign-in of the same person in the same browser.

use domain::ids::{CustomerId, IdentityId, ProviderId, SessionId};
use domain::sessions::Began;
use domain::time::Timestamp;

use crate::db::Tx;
use crate::error::Result;
use crate::sql::{insert, params, record};

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

struct Held {
    token_hash: String,
}

record!(Held, "sessions", held_columns: token_hash);

/// Holds the session of this token until the transaction ends, or the one that it was renewed from after a moment; answers
/// the hash of the token that opens it now. `None` if there is no such session, or somebody ended it.
pub async fn hold(tx: &mut Tx, token_hash: &str, renewed_after: Timestamp) -> Result<Option<String>> {
    // Asked again of a row that another sign-in held meanwhile: it has another token by now.
    let sql = "UPDATE sessions SET last_seen_at = last_seen_at
               WHERE (token_hash = $1 OR (former_token_hash = $1 AND created_at > $2)) AND ended_at IS NULL
               RETURNING token_hash";
    let held: Option<Held> = tx.optional(sql, params![token_hash, renewed_after]).await?;
    Ok(held.map(|held| held.token_hash))
}

/// The session goes on as this sign-in began it, under another token: the old one opens nothing any more. `brought` is the
/// hash by which [`hold`], which comes first, has found it, and may find it again. What the session is called by clients, and
/// what they were given in it, stays.
pub async fn renew(tx: &mut Tx, new: &NewSession<'_>, brought: &str) -> Result<()> {
    let sql = "UPDATE sessions
               SET token_hash = $2, began = $3, provider_id = $4, identity_id = $5, upstream_sid = $6,
                   upstream_subject = $7, id_token = $8, auth_time = $9, amr = $10, keep = $11, user_agent = $12,
                   requester = $13, created_at = $14, last_seen_at = $14,
                   former_token_hash = $15
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
        new.now,
        brought
    ];
    tx.execute(sql, values).await.map(drop)
}
