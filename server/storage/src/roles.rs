//! Roles of customers, and who has which.

use domain::ids::{CustomerId, RoleId};
use domain::time::Timestamp;
use domain::values::RoleName;

use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::sql::{insert, params, record};

/// A role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// Its id.
    pub id: RoleId,
    /// What the shop calls it; no other has this name.
    pub name: String,
    /// Whether new customers get it, which is so for exactly one.
    pub is_default: bool,
    /// Whether those who get it must show that they are no program.
    pub needs_bot_check: bool,
    /// Raised by every edit.
    pub version: i64,
}

record!(Role, "roles", columns: id, name, is_default, needs_bot_check, version);

/// Every role: the default first, then by name.
pub async fn list(conn: &mut Conn) -> Result<Vec<Role>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM roles ORDER BY is_default DESC, name, id"
    );
    conn.all(sql, params![]).await
}

/// Whether those who become customers must show that they are no program.
pub async fn default_needs_bot_check(conn: &mut Conn) -> Result<bool> {
    let sql = "SELECT COUNT(*) AS value FROM roles WHERE is_default AND needs_bot_check";
    let needing: i64 = conn.scalar(sql, params![]).await?;
    Ok(needing > 0)
}

/// The role with this id.
pub async fn by_id(conn: &mut Conn, id: RoleId) -> Result<Option<Role>> {
    let sql = concat!("SELECT ", columns!(), " FROM roles WHERE id = $1");
    conn.optional(sql, params![id]).await
}

/// The role with exactly this name.
pub async fn by_name(conn: &mut Conn, name: &RoleName) -> Result<Option<Role>> {
    let sql = concat!("SELECT ", columns!(), " FROM roles WHERE name = $1");
    conn.optional(sql, params![name.as_str()]).await
}

/// The role of a customer; `None` for somebody who does not exist.
pub async fn of_customer(conn: &mut Conn, id: CustomerId) -> Result<Option<Role>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM roles WHERE id = (SELECT role_id FROM customers WHERE id = $1)"
    );
    conn.optional(sql, params![id]).await
}

/// How many customers have the role.
pub async fn count_customers(conn: &mut Conn, id: RoleId) -> Result<i64> {
    let sql = "SELECT COUNT(*) AS value FROM customers WHERE role_id = $1";
    conn.scalar(sql, params![id]).await
}

/// Holds all roles until the transaction ends: which one is the default, and who has one that goes, are rules over
/// several rows.
pub async fn hold(tx: &mut Tx) -> Result<()> {
    tx.execute("UPDATE roles SET created_at = created_at", params![])
        .await
        .map(drop)
}

/// What an administrator says about a role.
#[derive(Clone, Copy, Debug)]
pub struct RoleSettings<'a> {
    /// What the shop calls it.
    pub name: &'a RoleName,
    /// Whether those who get it must show that they are no program.
    pub needs_bot_check: bool,
}

/// Makes a role that nobody has yet.
///
/// # Errors
/// `Conflict` on `roles_name` if another has this name.
pub async fn insert(tx: &mut Tx, id: RoleId, role: RoleSettings<'_>, now: Timestamp) -> Result<()> {
    insert!(tx, "roles", {
        id: id,
        name: role.name.as_str(),
        is_default: false,
        needs_bot_check: role.needs_bot_check,
        created_at: now,
    })
    .await
    .map(drop)
}

/// Changes a role; `false` if it is no longer at `expected_version`.
///
/// # Errors
/// `Conflict` on `roles_name` if another has this name.
pub async fn change(tx: &mut Tx, id: RoleId, role: RoleSettings<'_>, expected_version: i64) -> Result<bool> {
    let sql = "UPDATE roles SET name = $3, needs_bot_check = $4, version = version + 1
               WHERE id = $1 AND version = $2";
    let values = params![id, expected_version, role.name.as_str(), role.needs_bot_check];
    Ok(tx.execute(sql, values).await? == 1)
}

/// New customers get this role from now on, and the other one no more.
pub async fn make_default(tx: &mut Tx, id: RoleId) -> Result<()> {
    tx.execute(
        "UPDATE roles SET is_default = FALSE WHERE is_default AND id <> $1",
        params![id],
    )
    .await?;
    tx.execute("UPDATE roles SET is_default = TRUE WHERE id = $1", params![id])
        .await
        .map(drop)
}

/// Deletes a role that nobody has.
pub async fn delete(tx: &mut Tx, id: RoleId) -> Result<()> {
    tx.execute("DELETE FROM roles WHERE id = $1", params![id])
        .await
        .map(drop)
}

/// Gives a customer another role; `false` if they do not have `from`.
pub async fn give(
    tx: &mut Tx,
    customer: CustomerId,
    from: RoleId,
    to: RoleId,
    now: Timestamp,
) -> Result<bool> {
    let sql = "UPDATE customers SET role_id = $3, updated_at = $4, version = version + 1
               WHERE id = $1 AND role_id = $2";
    Ok(tx.execute(sql, params![customer, from, to, now]).await? == 1)
}

/// Gives a customer who was just made the role that new ones get.
pub(crate) async fn give_default(tx: &mut Tx, customer: CustomerId) -> Result<()> {
    let sql = "UPDATE customers SET role_id = (SELECT id FROM roles WHERE is_default) WHERE id = $1";
    tx.execute(sql, params![customer]).await.map(drop)
}
