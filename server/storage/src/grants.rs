//! Grants: what a person gave a client by one sign-in. Each begins as a code; every token that comes of it points to it
//! and ends with it. Codes and tokens are kept as their SHA-256 in hexadecimal.

pub mod tokens;

use domain::clients::{Claims, Scopes};
use domain::ids::{ClientId, CustomerId, GrantId, SessionId};
use domain::time::Timestamp;

use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::sql::{insert, params, record};

/// A grant, with what decides whether it still stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Grant {
    /// Its id.
    pub id: GrantId,
    /// Who was given it.
    pub client_id: ClientId,
    /// Who gave it.
    pub customer_id: CustomerId,
    /// In which session.
    pub session_id: SessionId,
    /// What it is good for.
    pub scopes: Scopes,
    /// Claims that it opens beside those of the scopes.
    pub claims: Claims,
    /// When the person authenticated.
    pub auth_time: Timestamp,
    /// How, words with spaces between.
    pub amr: String,
    /// Bound into the ID token.
    pub nonce: Option<String>,
    /// Where the code was sent.
    pub redirect_uri: String,
    /// What the verifier is compared with.
    pub challenge: Option<String>,
    /// When the code's minute is over.
    pub code_expires_at: Timestamp,
    /// When it was redeemed, or burnt.
    pub code_used_at: Option<Timestamp>,
    /// When it was given.
    pub created_at: Timestamp,
    /// When it ends at the latest.
    pub expires_at: Timestamp,
    /// When it ended before that.
    pub ended_at: Option<Timestamp>,
    /// The session's name for clients, as long as the session is remembered.
    pub sid: Option<String>,
    /// The session goes on, as far as it was not ended.
    pub session_open: bool,
    /// The customer may sign in.
    pub customer_active: bool,
    /// The client is switched on.
    pub client_active: bool,
}

record!(Grant, "grants", columns:
    id, client_id, customer_id, session_id, scopes, claims, auth_time, amr, nonce, redirect_uri, challenge, code_expires_at,
    code_used_at, created_at, expires_at, ended_at, sid, session_open, customer_active, client_active);

/// A grant's own columns, and what decides about it, of the table `g`.
macro_rules! grant {
    ($before:literal, $from:literal) => {
        concat!(
            "SELECT g.id, g.client_id, g.customer_id, g.session_id, g.scopes, g.claims, g.auth_time, g.amr, g.nonce,
                    g.redirect_uri, g.challenge, g.code_expires_at, g.code_used_at, g.created_at, g.expires_at,
                    g.ended_at, s.sid, s.ended_at IS NULL AND s.id IS NOT NULL AS session_open,
                    u.status = 'active' AS customer_active, c.active AS client_active",
            $before,
            " FROM ",
            $from,
            " JOIN clients AS c ON c.id = g.client_id
              JOIN customers AS u ON u.id = g.customer_id
              LEFT JOIN sessions AS s ON s.id = g.session_id"
        )
    };
}
pub(crate) use grant;

/// A grant to make. See [`Grant`] for each field.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields of `Grant`")]
pub struct NewGrant<'a> {
    pub id: GrantId,
    pub client_id: ClientId,
    pub customer_id: CustomerId,
    pub session_id: SessionId,
    pub scopes: &'a Scopes,
    pub claims: &'a Claims,
    pub auth_time: Timestamp,
    pub amr: &'a str,
    pub nonce: Option<&'a str>,
    pub redirect_uri: &'a str,
    pub challenge: Option<&'a str>,
    pub code_hash: &'a str,
    pub code_expires_at: Timestamp,
    pub now: Timestamp,
    pub expires_at: Timestamp,
}

/// Makes it, its code unused.
pub async fn insert(tx: &mut Tx, new: &NewGrant<'_>) -> Result<()> {
    insert!(tx, "grants", {
        id: new.id,
        client_id: new.client_id,
        customer_id: new.customer_id,
        session_id: new.session_id,
        scopes: new.scopes,
        claims: new.claims,
        auth_time: new.auth_time,
        amr: new.amr,
        nonce: new.nonce,
        redirect_uri: new.redirect_uri,
        challenge: new.challenge,
        code_hash: new.code_hash,
        code_expires_at: new.code_expires_at,
        created_at: new.now,
        expires_at: new.expires_at,
    })
    .await
    .map(drop)
}

/// The grant of a code, used ones too.
pub async fn by_code(conn: &mut Conn, code_hash: &str) -> Result<Option<Grant>> {
    let sql = concat!(grant!("", "grants AS g"), " WHERE g.code_hash = $1");
    conn.optional(sql, params![code_hash]).await
}

/// Redeems the code, and lets the grant go on until a moment; `false` for the second time, and when it has ended.
pub async fn redeem(tx: &mut Tx, id: GrantId, expires_at: Timestamp, now: Timestamp) -> Result<bool> {
    let sql = "UPDATE grants SET code_used_at = $2, expires_at = $3
               WHERE id = $1 AND code_used_at IS NULL AND ended_at IS NULL";
    Ok(tx.execute(sql, params![id, now, expires_at]).await? == 1)
}

/// Uses the code up with nothing to come of it; `false` for the second time.
pub async fn use_code(tx: &mut Tx, id: GrantId, now: Timestamp) -> Result<bool> {
    let sql = "UPDATE grants SET code_used_at = $2 WHERE id = $1 AND code_used_at IS NULL";
    Ok(tx.execute(sql, params![id, now]).await? == 1)
}

/// Ends a grant, and with it every token that came of it; `false` for the second time.
pub async fn end(tx: &mut Tx, id: GrantId, now: Timestamp) -> Result<bool> {
    let sql = "UPDATE grants SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL";
    Ok(tx.execute(sql, params![id, now]).await? == 1)
}

/// Ends what was given in sessions `s` that have just ended: `$1` is the present moment, `$3` the reason, and the rest of the
/// condition the one by which the sessions were ended.
macro_rules! end_given {
    ($condition:literal) => {
        concat!(
            "UPDATE grants SET ended_at = $1
             WHERE ended_at IS NULL
               AND session_id IN (SELECT s.id FROM sessions AS s
                                  WHERE s.ended_at = $1 AND s.ended_because = $3 AND ",
            $condition,
            ")"
        )
    };
}
pub(crate) use end_given;

/// Ends all of a customer, as a new password does, and answers how many.
pub async fn end_for_customer(tx: &mut Tx, customer_id: CustomerId, now: Timestamp) -> Result<u64> {
    let sql = "UPDATE grants SET ended_at = $2 WHERE customer_id = $1 AND ended_at IS NULL";
    tx.execute(sql, params![customer_id, now]).await
}

/// Ends all that a customer gave a client, and answers how many.
pub async fn end_for_client(
    tx: &mut Tx,
    customer_id: CustomerId,
    client_id: ClientId,
    now: Timestamp,
) -> Result<u64> {
    let sql =
        "UPDATE grants SET ended_at = $3 WHERE customer_id = $1 AND client_id = $2 AND ended_at IS NULL";
    tx.execute(sql, params![customer_id, client_id, now]).await
}

/// Ends all that a client was given, by whomever, and answers how many.
pub async fn end_all_for_client(tx: &mut Tx, client_id: ClientId, now: Timestamp) -> Result<u64> {
    let sql = "UPDATE grants SET ended_at = $2 WHERE client_id = $1 AND ended_at IS NULL";
    tx.execute(sql, params![client_id, now]).await
}

/// Forgets those whose last day is over, with their tokens, and answers how many. While a session goes on, the latest of each client stays: by it the client hears that the session is over.
pub async fn purge(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    let sql = "DELETE FROM grants
               WHERE expires_at <= $1
                 AND NOT (EXISTS (SELECT 1 FROM sessions AS s
                                  WHERE s.id = grants.session_id AND s.ended_at IS NULL)
                          AND NOT EXISTS (SELECT 1 FROM grants AS later
                                          WHERE later.session_id = grants.session_id
                                            AND later.client_id = grants.client_id AND later.id > grants.id))";
    tx.execute(sql, params![now]).await
}
