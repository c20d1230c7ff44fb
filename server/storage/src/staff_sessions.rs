//! Staff sessions, of the same make as the customers'.

use domain::ids::{StaffId, StaffSessionId};
use domain::staff::Roles;
use domain::time::Timestamp;
use domain::values::Language;

use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::sql::{insert, params, record};

/// A staff session to begin.
#[derive(Clone, Debug)]
pub struct NewStaffSession<'a> {
    /// Its id.
    pub id: StaffSessionId,
    /// Hash of the cookie's token.
    pub token_hash: &'a str,
    /// Who signs in.
    pub staff_id: StaffId,
    /// The browser's name for itself.
    pub user_agent: &'a str,
    /// The address that it begins from.
    pub requester: &'a str,
    /// The present moment.
    pub now: Timestamp,
}

/// What every page of the back office needs to know about who is looking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffSessionView {
    /// The session.
    pub id: StaffSessionId,
    /// Who is signed in.
    pub staff_id: StaffId,
    /// When the person authenticated.
    pub auth_time: Timestamp,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was used last, to the minute.
    pub last_seen_at: Timestamp,
    /// The whole name.
    pub name: String,
    /// Address.
    pub email: String,
    /// What the person may do.
    pub roles: Roles,
    /// Whether the person may be signed in at all.
    pub active: bool,
    /// The language of the back office.
    pub language: Language,
}

record!(StaffSessionView, "staff_sessions", columns:
    id, staff_id, auth_time, created_at, last_seen_at, name, email, roles, active, language);

/// An open session, as those who look after staff see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenStaffSession {
    /// The session.
    pub id: StaffSessionId,
    /// The browser's name for itself.
    pub user_agent: String,
    /// The address that it began from.
    pub requester: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was used last, to the minute.
    pub last_seen_at: Timestamp,
}

record!(OpenStaffSession, "staff_sessions", open_columns: id, user_agent, requester, created_at, last_seen_at);

/// Begins a session.
pub async fn insert(tx: &mut Tx, new: &NewStaffSession<'_>) -> Result<()> {
    insert!(tx, "staff_sessions", {
        id: new.id,
        token_hash: new.token_hash,
        staff_id: new.staff_id,
        auth_time: new.now,
        user_agent: new.user_agent,
        requester: new.requester,
        created_at: new.now,
        last_seen_at: new.now,
    })
    .await
    .map(drop)
}

/// The session of this token, unless somebody ended it. Its limits are for `domain::sessions` to judge.
pub async fn view(conn: &mut Conn, token_hash: &str) -> Result<Option<StaffSessionView>> {
    let sql = "SELECT s.id, s.staff_id, s.auth_time, s.created_at, s.last_seen_at, p.name, p.email, p.roles,
                      p.active, p.language
               FROM staff_sessions AS s JOIN staff AS p ON p.id = s.staff_id
               WHERE s.token_hash = $1 AND s.ended_at IS NULL";
    conn.optional(sql, params![token_hash]).await
}

/// The sessions of a member of staff that nobody ended, the one used last first. Their limits are for
/// `domain::sessions` to judge.
pub async fn open_for_staff(conn: &mut Conn, staff_id: StaffId) -> Result<Vec<OpenStaffSession>> {
    let sql = concat!(
        "SELECT ",
        open_columns!(),
        " FROM staff_sessions WHERE staff_id = $1 AND ended_at IS NULL ORDER BY last_seen_at DESC, id DESC"
    );
    conn.all(sql, params![staff_id]).await
}

/// The session is in use. The caller asks at most once a minute.
pub async fn touch(tx: &mut Tx, id: StaffSessionId, now: Timestamp) -> Result<()> {
    let sql = "UPDATE staff_sessions SET last_seen_at = $2 WHERE id = $1 AND last_seen_at < $2";
    tx.execute(sql, params![id, now]).await.map(drop)
}

/// Ends one session; `false` if it had ended.
pub async fn end(tx: &mut Tx, id: StaffSessionId, now: Timestamp) -> Result<bool> {
    let sql = "UPDATE staff_sessions SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL";
    Ok(tx.execute(sql, params![id, now]).await? == 1)
}

/// Ends every session of a member of staff and answers how many.
pub async fn end_for_staff(tx: &mut Tx, staff_id: StaffId, now: Timestamp) -> Result<u64> {
    let sql = "UPDATE staff_sessions SET ended_at = $2 WHERE staff_id = $1 AND ended_at IS NULL";
    tx.execute(sql, params![staff_id, now]).await
}

/// Ends every session of a member of staff but one and answers how many.
pub async fn end_others(tx: &mut Tx, staff_id: StaffId, but: StaffSessionId, now: Timestamp) -> Result<u64> {
    let sql = "UPDATE staff_sessions SET ended_at = $2 WHERE staff_id = $1 AND ended_at IS NULL AND id <> $3";
    tx.execute(sql, params![staff_id, now, but]).await
}

/// Forgets sessions that began before a moment and answers how many. The moment lies further back than any
/// limit.
pub async fn purge(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    tx.execute(
        "DELETE FROM staff_sessions WHERE created_at < $1",
        params![before],
    )
    .await
}
