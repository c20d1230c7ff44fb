//! Telling clients that a session is over (OpenID Connect Back-Channel Logout 1.0). A row is written in the transaction
//! that ends the session; a worker claims it, tells the client and says so.

use domain::ids::{ClientId, CustomerId};
use domain::logout::Telling;
use domain::time::{Span, Timestamp};

use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::sql::{params, record};
use crate::values::stored_enum;

stored_enum! {
    /// What became of it.
    pub enum Status {
        /// The client is to be told, for the first time or again.
        Waiting = "waiting",
        /// It has taken the token.
        Told = "told",
        /// It never took it.
        GivenUp = "given_up",
    }
}

impl Status {
    /// How far telling is.
    pub const fn telling(self) -> Telling {
        match self {
            Self::Waiting => Telling::Waiting,
            Self::Told => Telling::Told,
            Self::GivenUp => Telling::GivenUp,
        }
    }
}

/// A client that has to be told of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientLogout {
    /// The client.
    pub client_id: ClientId,
    /// The session's name for clients.
    pub sid: String,
    /// Whose it was.
    pub customer_id: CustomerId,
    /// What became of it.
    pub status: Status,
    /// How often telling was begun.
    pub attempts: i64,
    /// What went wrong last.
    pub last_error: Option<String>,
    /// When the session ended.
    pub created_at: Timestamp,
    /// When the client was told, or given up.
    pub finished_at: Option<Timestamp>,
}

record!(ClientLogout, "client_logouts", columns:
    client_id, sid, customer_id, status, attempts, last_error, created_at, finished_at);

/// Writes a row for each client that was given something in a session `s` that has just ended: `$1` is the present
/// moment, and the rest of the condition is the one by which the session was ended.
macro_rules! announce {
    ($condition:literal) => {
        concat!(
            "INSERT INTO client_logouts (client_id, sid, customer_id, created_at, next_attempt_at)
             SELECT DISTINCT g.client_id, s.sid, s.customer_id, s.ended_at, s.ended_at
             FROM sessions AS s
             JOIN grants AS g ON g.session_id = s.id
             JOIN clients AS c ON c.id = g.client_id AND c.active AND c.back_channel_logout_uri IS NOT NULL
             WHERE s.ended_at = $1 AND ",
            $condition,
            " ON CONFLICT (client_id, sid) DO NOTHING"
        )
    };
}
pub(crate) use announce;

struct Due {
    due: bool,
}

record!(Due, "client_logouts", due_column: due);

/// Those that are due and may be taken up: `$1` is `waiting`, `$2` the present moment. Of each client two at most are
/// with somebody at a time, whoever has them, so that one that answers nobody keeps no other waiting; those that are locked
/// count as its first.
macro_rules! due {
    () => {
        "SELECT client_id, sid, next_attempt_at
         FROM (SELECT client_id, sid, next_attempt_at, locked_until,
                      ROW_NUMBER() OVER (PARTITION BY client_id
                                         ORDER BY COALESCE(locked_until, 0) <= $2, next_attempt_at, sid) AS place
               FROM client_logouts
               WHERE status = $1 AND next_attempt_at <= $2) AS waiting
         WHERE place <= 2 AND COALESCE(locked_until, 0) <= $2"
    };
}

/// Whether any is due, so that nobody has a turn to write for nothing.
pub async fn is_due(conn: &mut Conn, now: Timestamp) -> Result<bool> {
    let sql = concat!("SELECT EXISTS (", due!(), ") AS due");
    let row: Option<Due> = conn.optional(sql, params![Status::Waiting, now]).await?;
    Ok(row.is_some_and(|row| row.due))
}

/// Takes up those that are due, at most `limit`, for as long as `lock_for`.
pub async fn claim_due(tx: &mut Tx, now: Timestamp, limit: i64, lock_for: Span) -> Result<Vec<ClientLogout>> {
    // The outer condition is asked again for a row that another claim held meanwhile.
    let sql = concat!(
        "UPDATE client_logouts SET locked_until = $4, attempts = attempts + 1
         WHERE (client_id, sid) IN (SELECT client_id, sid FROM (",
        due!(),
        ") AS due ORDER BY next_attempt_at LIMIT $3)
           AND status = $1 AND COALESCE(locked_until, 0) <= $2
         RETURNING ",
        columns!()
    );
    tx.all(sql, params![Status::Waiting, now, limit, now.plus(lock_for)])
        .await
}

/// Notes the end: the client was told, or given up.
pub async fn finish(
    tx: &mut Tx,
    (client_id, sid): (ClientId, &str),
    status: Status,
    error: Option<&str>,
    now: Timestamp,
) -> Result<bool> {
    let sql = "UPDATE client_logouts
               SET status = $3, last_error = $4, finished_at = $5, locked_until = NULL
               WHERE client_id = $1 AND sid = $2 AND status = $6";
    let values = params![client_id, sid, status, error, now, Status::Waiting];
    Ok(tx.execute(sql, values).await? == 1)
}

/// Telling failed for now: it is due again later.
pub async fn retry(
    tx: &mut Tx,
    (client_id, sid): (ClientId, &str),
    next_attempt_at: Timestamp,
    error: &str,
) -> Result<()> {
    let sql = "UPDATE client_logouts SET next_attempt_at = $3, last_error = $4, locked_until = NULL
               WHERE client_id = $1 AND sid = $2 AND status = $5";
    let values = params![client_id, sid, next_attempt_at, error, Status::Waiting];
    tx.execute(sql, values).await.map(drop)
}

/// What became of telling the clients of one session, by client.
pub async fn of_session(conn: &mut Conn, sid: &str) -> Result<Vec<ClientLogout>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM client_logouts WHERE sid = $1 ORDER BY client_id"
    );
    conn.all(sql, params![sid]).await
}

/// The latest of each client that was tried.
pub async fn last_tried(conn: &mut Conn) -> Result<Vec<ClientLogout>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM client_logouts AS l
         WHERE attempts > 0 AND created_at = (SELECT MAX(created_at) FROM client_logouts AS m
                                              WHERE m.client_id = l.client_id AND m.attempts > 0)
         ORDER BY client_id, sid"
    );
    conn.all(sql, params![]).await
}

/// The latest of a client.
pub async fn of_client(conn: &mut Conn, client_id: ClientId, limit: i64) -> Result<Vec<ClientLogout>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM client_logouts WHERE client_id = $1 ORDER BY created_at DESC, sid LIMIT $2"
    );
    conn.all(sql, params![client_id, limit]).await
}

/// Forgets those that came to an end before a moment, and answers how many.
pub async fn purge(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    tx.execute(
        "DELETE FROM client_logouts WHERE finished_at < $1",
        params![before],
    )
    .await
}
