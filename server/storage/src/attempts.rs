//! Attempts: a browser's trip to a provider, for a sign-in or a logout. Bound to the browser by its flow
//! cookie and to one answer by `state`, of both of which the row holds the SHA-256 in hexadecimal.

use domain::ids::{AttemptId, LinkId, ProviderId};
use domain::time::Timestamp;
use domain::values::Language;
use serde_json::Value;

use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::sql::{insert, params, record};
use crate::values::stored_enum;

stored_enum! {
    /// What the browser went for.
    pub enum Kind {
        /// Sign in, or register.
        SignIn = "sign_in",
        /// Press a button of ours that leads to a provider; its token opens the way out once.
        Leaving = "leaving",
        /// Sign out there as well.
        Logout = "logout",
    }
}

/// An attempt.
#[derive(Clone, Debug, PartialEq)]
pub struct Attempt {
    /// Its id.
    pub id: AttemptId,
    /// Hash of `state`.
    pub state_hash: String,
    /// Hash of the flow cookie.
    pub flow_hash: String,
    /// What for.
    pub kind: Kind,
    /// Where to.
    pub provider_id: ProviderId,
    /// The nonce that the ID token must repeat.
    pub nonce: Option<String>,
    /// The PKCE verifier, sealed for the place `attempts.verifier:<id>`.
    pub verifier: Option<String>,
    /// Seconds that the sign-in at the provider may lie back, counted from this attempt, if that was asked for.
    pub max_age: Option<i64>,
    /// Where the person wanted to go.
    pub return_to: Option<String>,
    /// The language of the pages.
    pub language: Language,
    /// The approval link that is being finished.
    pub link_id: Option<LinkId>,
    /// What else the sign-in is for, as the server knows it; `None` is signing in.
    pub trip: Option<Value>,
    /// An identity that came back and waits for an address or a proof.
    pub pending: Option<Value>,
    /// What a rehearsal found.
    pub report: Option<Value>,
    /// When it began.
    pub created_at: Timestamp,
    /// When its answer, and later what it keeps, is too late.
    pub expires_at: Timestamp,
    /// When its answer came.
    pub used_at: Option<Timestamp>,
}

record!(Attempt, "attempts", columns:
    id, state_hash, flow_hash, kind, provider_id, nonce, verifier, max_age, return_to, language, link_id,
    trip, pending, report, created_at, expires_at, used_at);

/// An attempt to begin. See [`Attempt`] for each field.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields of `Attempt`")]
pub struct NewAttempt<'a> {
    pub id: AttemptId,
    pub state_hash: &'a str,
    pub flow_hash: &'a str,
    pub kind: Kind,
    pub provider_id: ProviderId,
    pub nonce: Option<&'a str>,
    pub verifier: Option<&'a str>,
    pub max_age: Option<i64>,
    pub return_to: Option<&'a str>,
    pub language: Language,
    pub link_id: Option<LinkId>,
    pub trip: Option<&'a Value>,
    pub now: Timestamp,
    pub expires_at: Timestamp,
}

/// Begins an attempt.
pub async fn insert(tx: &mut Tx, new: &NewAttempt<'_>) -> Result<()> {
    insert!(tx, "attempts", {
        id: new.id,
        state_hash: new.state_hash,
        flow_hash: new.flow_hash,
        kind: new.kind,
        provider_id: new.provider_id,
        nonce: new.nonce,
        verifier: new.verifier,
        max_age: new.max_age,
        return_to: new.return_to,
        language: new.language,
        link_id: new.link_id,
        trip: new.trip,
        created_at: new.now,
        expires_at: new.expires_at,
    })
    .await
    .map(drop)
}

/// Uses the attempt up: the answer came, in time, in the browser that left. `None` for every other answer, and
/// for the second time.
pub async fn take(tx: &mut Tx, state_hash: &str, flow_hash: &str, now: Timestamp) -> Result<Option<Attempt>> {
    let sql = concat!(
        "UPDATE attempts SET used_at = $3
         WHERE state_hash = $1 AND flow_hash = $2 AND used_at IS NULL AND expires_at > $3
         RETURNING ",
        columns!()
    );
    tx.optional(sql, params![state_hash, flow_hash, now]).await
}

/// Where the person of this answer wanted to go, in the browser that left: also of an attempt that is used up or too
/// old, until it is forgotten.
pub async fn wanted(conn: &mut Conn, state_hash: &str, flow_hash: &str) -> Result<Option<String>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM attempts WHERE state_hash = $1 AND flow_hash = $2"
    );
    let attempt: Option<Attempt> = conn.optional(sql, params![state_hash, flow_hash]).await?;
    Ok(attempt.and_then(|attempt| attempt.return_to))
}

/// Keeps an identity that waits for an address or a proof.
pub async fn put_pending(tx: &mut Tx, id: AttemptId, pending: &Value, expires_at: Timestamp) -> Result<()> {
    let sql = "UPDATE attempts SET pending = $2, expires_at = $3 WHERE id = $1";
    tx.execute(sql, params![id, pending, expires_at]).await.map(drop)
}

/// Keeps the waiting identity for the browser that has another token from now on; `false` if none waits.
pub async fn rebind(tx: &mut Tx, id: AttemptId, flow_hash: &str) -> Result<bool> {
    let sql = "UPDATE attempts SET flow_hash = $2 WHERE id = $1 AND pending IS NOT NULL";
    Ok(tx.execute(sql, params![id, flow_hash]).await? == 1)
}

/// The identity that this browser brought last and that still waits, or the one of this attempt.
pub async fn pending(
    conn: &mut Conn,
    flow_hash: &str,
    only: Option<AttemptId>,
    now: Timestamp,
) -> Result<Option<Attempt>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM attempts WHERE flow_hash = $1 AND pending IS NOT NULL AND expires_at > $2
           AND ($3 IS NULL OR id = $3)
         ORDER BY id DESC LIMIT 1"
    );
    conn.optional(sql, params![flow_hash, now, only]).await
}

/// Uses the waiting identity up; `false` the second time, or too late.
pub async fn take_pending(tx: &mut Tx, id: AttemptId, now: Timestamp) -> Result<bool> {
    let sql = "UPDATE attempts SET pending = NULL WHERE id = $1 AND pending IS NOT NULL AND expires_at > $2";
    Ok(tx.execute(sql, params![id, now]).await? == 1)
}

/// Keeps what a rehearsal found.
pub async fn put_report(tx: &mut Tx, id: AttemptId, report: &Value, expires_at: Timestamp) -> Result<()> {
    let sql = "UPDATE attempts SET report = $2, expires_at = $3 WHERE id = $1";
    tx.execute(sql, params![id, report, expires_at]).await.map(drop)
}

/// This browser's latest rehearsal at the provider that has something to show.
pub async fn report(
    conn: &mut Conn,
    provider_id: ProviderId,
    flow_hash: &str,
    now: Timestamp,
) -> Result<Option<Attempt>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM attempts WHERE provider_id = $1 AND flow_hash = $2 AND report IS NOT NULL AND expires_at > $3
         ORDER BY id DESC LIMIT 1"
    );
    conn.optional(sql, params![provider_id, flow_hash, now]).await
}

/// Forgets an identity that this browser brought before and that still waits. Attempts that are under way in other tabs
/// go on.
pub async fn forget_pending(tx: &mut Tx, flow_hash: &str) -> Result<()> {
    let sql = "UPDATE attempts SET pending = NULL WHERE flow_hash = $1 AND pending IS NOT NULL";
    tx.execute(sql, params![flow_hash]).await.map(drop)
}

/// Forgets attempts that are over, used or not, and answers how many.
pub async fn purge(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    tx.execute("DELETE FROM attempts WHERE expires_at <= $1", params![now])
        .await
}
