//! Staff: the people who work in the back office.

pub mod list;

use domain::ids::StaffId;
use domain::staff::Roles;
use domain::time::Timestamp;
use domain::values::{AddressKey, Email, Language};

use crate::counters::{self, Counter};
use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::sql::{insert, params, record};
use crate::values::stored_as_text;

stored_as_text!(Roles);

/// A member of staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staff {
    /// The id.
    pub id: StaffId,
    /// The back end that signs the person in; `native` is our own.
    pub backend: String,
    /// Who the person is there; unique in that back end.
    pub identifier: String,
    /// Address.
    pub email: String,
    /// Its key; unique.
    pub address_key: AddressKey,
    /// The whole name.
    pub name: String,
    /// What the person may do.
    pub roles: Roles,
    /// Argon2id, PHC string; `None` until the invitation is accepted.
    pub password_hash: Option<String>,
    /// Whether the person may sign in.
    pub active: bool,
    /// The language of the back office.
    pub language: Language,
    /// Raised by every edit.
    pub version: i64,
    /// When the row was made.
    pub created_at: Timestamp,
}

record!(Staff, "staff", columns:
    id, backend, identifier, email, address_key, name, roles, password_hash, active, language, version,
    created_at);

/// A member of staff to be made, active at once. See [`Staff`] for each field.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields of `Staff`")]
pub struct NewStaff<'a> {
    pub id: StaffId,
    pub backend: &'a str,
    pub identifier: &'a str,
    pub email: &'a Email,
    pub name: &'a str,
    pub roles: &'a Roles,
    pub password_hash: Option<&'a str>,
    pub language: Language,
    pub now: Timestamp,
}

/// Makes a member of staff.
///
/// # Errors
/// `Conflict` on `staff_address_key` or `staff_backend_identifier`.
pub async fn insert(tx: &mut Tx, new: &NewStaff<'_>) -> Result<()> {
    insert!(tx, "staff", {
        id: new.id,
        backend: new.backend,
        identifier: new.identifier,
        email: new.email.as_str(),
        address_key: new.email.key(),
        name: new.name,
        roles: new.roles,
        password_hash: new.password_hash,
        active: true,
        language: new.language,
        created_at: new.now,
    })
    .await
    .map(drop)
}

/// The member of staff with this id.
pub async fn by_id(conn: &mut Conn, id: StaffId) -> Result<Option<Staff>> {
    conn.optional(
        concat!("SELECT ", columns!(), " FROM staff WHERE id = $1"),
        params![id],
    )
    .await
}

/// The member of staff with this address.
pub async fn by_address_key(conn: &mut Conn, key: &AddressKey) -> Result<Option<Staff>> {
    conn.optional(
        concat!("SELECT ", columns!(), " FROM staff WHERE address_key = $1"),
        params![key],
    )
    .await
}

/// True if there is anybody: false asks for the first administrator.
pub async fn any(conn: &mut Conn) -> Result<bool> {
    conn.scalar("SELECT EXISTS (SELECT 1 FROM staff) AS value", params![])
        .await
}

/// How many active members of staff are administrators.
pub async fn count_active_administrators(conn: &mut Conn) -> Result<i64> {
    let sql = "SELECT COUNT(*) AS value FROM staff
               WHERE active AND ',' || roles || ',' LIKE '%,administrator,%'";
    conn.scalar(sql, params![]).await
}

/// Locks the rule "somebody administers" until the transaction ends, then counts. Every change that takes the
/// role or the access away calls it first, so that two of them cannot pass side by side.
pub async fn guard_administrators(tx: &mut Tx) -> Result<i64> {
    counters::raise(tx, Counter::Administrators).await?;
    count_active_administrators(tx).await
}

/// Sets a new password.
pub async fn set_password(tx: &mut Tx, id: StaffId, hash: &str) -> Result<()> {
    let sql = "UPDATE staff SET password_hash = $2, version = version + 1 WHERE id = $1";
    tx.execute(sql, params![id, hash]).await.map(drop)
}

/// Replaces the hash of the same password by one with newer parameters; `false` if the password was changed
/// meanwhile.
pub async fn rehash_password(tx: &mut Tx, id: StaffId, old: &str, new: &str) -> Result<bool> {
    let sql = "UPDATE staff SET password_hash = $3 WHERE id = $1 AND password_hash = $2";
    Ok(tx.execute(sql, params![id, old, new]).await? == 1)
}

/// Sets the language of the back office; no edit, so the version stays.
pub async fn set_language(tx: &mut Tx, id: StaffId, language: Language) -> Result<()> {
    tx.execute(
        "UPDATE staff SET language = $2 WHERE id = $1",
        params![id, language],
    )
    .await
    .map(drop)
}
