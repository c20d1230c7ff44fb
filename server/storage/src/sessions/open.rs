//! Where a customer is signed in.

use domain::ids::{CustomerId, SessionId};
use domain::sessions::Began;
use domain::time::Timestamp;

use crate::db::Conn;
use crate::error::Result;
use crate::sql::{params, record};

/// A session of a list: where a customer is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenSession {
    /// Its id.
    pub id: SessionId,
    /// How it began.
    pub began: Began,
    /// Whether "keep me signed in" was chosen.
    pub keep: bool,
    /// The browser's name for itself.
    pub user_agent: String,
    /// The address that it began from.
    pub requester: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was used last, to the minute.
    pub last_seen_at: Timestamp,
    /// The name of the provider that it began through.
    pub provider_name: Option<String>,
    /// Whether that is enabled.
    pub provider_enabled: bool,
}

record!(OpenSession, "sessions", open_columns:
    id, began, keep, user_agent, requester, created_at, last_seen_at, provider_name, provider_enabled);

/// The customer's sessions that nobody ended, the one used last first. Their limits are for `domain::sessions` to
/// judge.
pub async fn open_for_customer(conn: &mut Conn, customer_id: CustomerId) -> Result<Vec<OpenSession>> {
    let sql = "SELECT s.id, s.began, s.keep, s.user_agent, s.requester, s.created_at, s.last_seen_at,
                      p.name AS provider_name, COALESCE(p.enabled, FALSE) AS provider_enabled
               FROM sessions AS s
               LEFT JOIN providers AS p ON p.id = s.provider_id
               WHERE s.customer_id = $1 AND s.ended_at IS NULL
               ORDER BY s.last_seen_at DESC, s.id";
    conn.all(sql, params![customer_id]).await
}
