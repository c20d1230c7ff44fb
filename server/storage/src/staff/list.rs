//! Staff as the back office lists them, and what becomes of their access.

use domain::ids::StaffId;
use domain::staff::Roles;
use domain::time::Timestamp;
use domain::values::Language;

use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::sql::{params, record};

/// A member of staff in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The id.
    pub id: StaffId,
    /// The whole name.
    pub name: String,
    /// Address.
    pub email: String,
    /// What the person may do.
    pub roles: Roles,
    /// Whether the person may sign in.
    pub active: bool,
    /// The language of the back office.
    pub language: Language,
    /// Raised by every edit.
    pub version: i64,
    /// When the row was made.
    pub created_at: Timestamp,
    /// When the person signed in last.
    pub last_sign_in_at: Option<Timestamp>,
    /// Whether there is a second factor.
    pub has_factor: bool,
}

record!(Listed, "staff", columns:
    id, name, email, roles, active, language, version, created_at, last_sign_in_at, has_factor);

/// Everybody, or the one with this id, by name.
pub async fn all(conn: &mut Conn, only: Option<StaffId>) -> Result<Vec<Listed>> {
    let sql = "SELECT s.id, s.name, s.email, s.roles, s.active, s.language, s.version, s.created_at, s.last_sign_in_at,
                      EXISTS (SELECT 1 FROM second_factors AS f
                              WHERE f.owner = 'staff:' || s.id
                                AND (f.app_secret IS NOT NULL OR f.mail_since IS NOT NULL)) AS has_factor
               FROM staff AS s WHERE $1 IS NULL OR s.id = $1 ORDER BY s.name, s.id";
    conn.all(sql, params![only]).await
}

/// Gives a member of staff these roles and this access; `false` if the row is not at this version any more. The caller
/// holds the guard of the administrators.
pub async fn set_access(tx: &mut Tx, id: StaffId, version: i64, roles: &Roles, active: bool) -> Result<bool> {
    let sql =
        "UPDATE staff SET roles = $3, active = $4, version = version + 1 WHERE id = $1 AND version = $2";
    Ok(tx.execute(sql, params![id, version, roles, active]).await? == 1)
}

/// Notes a sign-in; no edit, so the version stays.
pub async fn signed_in(tx: &mut Tx, id: StaffId, now: Timestamp) -> Result<()> {
    let sql = "UPDATE staff SET last_sign_in_at = $2 WHERE id = $1";
    tx.execute(sql, params![id, now]).await.map(drop)
}
