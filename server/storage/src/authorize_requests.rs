//! Authorization requests that wait: for the person, or for the browser that brings a pushed one (RFC 9126).

use domain::ids::{ClientId, SessionId};
use domain::time::Timestamp;

use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::sql::{insert, params, record};
use crate::values::stored_as_json;

/// Names and values as they came, in their order.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Pairs(pub Vec<(String, String)>);

stored_as_json!(Pairs);

/// A request that waits.
#[derive(Clone, Debug, PartialEq)]
pub struct AuthorizeRequest {
    /// The client that it names.
    pub client_id: ClientId,
    /// What it asks for.
    pub parameters: Pairs,
    /// The client itself brought it, and no browser yet.
    pub pushed: bool,
    /// The session whose person chose to go on with it.
    pub chosen_session: Option<SessionId>,
    /// The session whose person agreed.
    pub agreed_session: Option<SessionId>,
    /// When it came.
    pub created_at: Timestamp,
    /// When it is forgotten.
    pub expires_at: Timestamp,
}

record!(AuthorizeRequest, "authorize_requests", columns:
    client_id, parameters, pushed, chosen_session, agreed_session, created_at, expires_at);

/// Keeps a request under the SHA-256 of the token that leads back to it.
pub async fn insert(
    tx: &mut Tx,
    token_hash: &str,
    (client_id, parameters): (ClientId, &Pairs),
    pushed: bool,
    (now, expires_at): (Timestamp, Timestamp),
) -> Result<()> {
    insert!(tx, "authorize_requests", {
        token_hash: token_hash,
        client_id: client_id,
        parameters: parameters,
        pushed: pushed,
        created_at: now,
        expires_at: expires_at,
    })
    .await
    .map(drop)
}

/// The request of this token, if its time is not over.
pub async fn find(conn: &mut Conn, token_hash: &str, now: Timestamp) -> Result<Option<AuthorizeRequest>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM authorize_requests WHERE token_hash = $1 AND expires_at > $2"
    );
    conn.optional(sql, params![token_hash, now]).await
}

/// Takes a pushed request of this client: it is good for one browser. `None` for the second time.
pub async fn take_pushed(
    tx: &mut Tx,
    token_hash: &str,
    client_id: ClientId,
    now: Timestamp,
) -> Result<Option<AuthorizeRequest>> {
    let sql = concat!(
        "DELETE FROM authorize_requests
         WHERE token_hash = $1 AND client_id = $2 AND pushed AND expires_at > $3
         RETURNING ",
        columns!()
    );
    tx.optional(sql, params![token_hash, client_id, now]).await
}

/// Notes that the person of this session goes on with the account that is signed in.
pub async fn choose(tx: &mut Tx, token_hash: &str, session_id: SessionId) -> Result<bool> {
    let sql = "UPDATE authorize_requests SET chosen_session = $2 WHERE token_hash = $1";
    Ok(tx.execute(sql, params![token_hash, session_id]).await? == 1)
}

/// Notes that the person of this session agrees.
pub async fn agree(tx: &mut Tx, token_hash: &str, session_id: SessionId) -> Result<bool> {
    let sql = "UPDATE authorize_requests SET agreed_session = $2 WHERE token_hash = $1";
    Ok(tx.execute(sql, params![token_hash, session_id]).await? == 1)
}

/// Takes a request that is answered away; `false` for the second time.
pub async fn finish(tx: &mut Tx, token_hash: &str) -> Result<bool> {
    let sql = "DELETE FROM authorize_requests WHERE token_hash = $1";
    Ok(tx.execute(sql, params![token_hash]).await? == 1)
}

/// Forgets those whose time is over, and answers how many.
pub async fn purge(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    tx.execute(
        "DELETE FROM authorize_requests WHERE expires_at <= $1",
        params![now],
    )
    .await
}
