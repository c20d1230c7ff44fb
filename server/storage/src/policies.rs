//! Groups of settings, each saved by itself (`domain::settings::Policy`).

use domain::settings::Policy;
use serde_json::Value;

use crate::db::{Conn, Tx};
use crate::error::{Result, StorageError};
use crate::sql::{insert, params, record};

/// A group with the version that a form sends back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept<P> {
    /// What the administrator chose, or the defaults.
    pub policy: P,
    /// Raised by every save; 0 as long as nobody saved it.
    pub version: i64,
}

struct Saved {
    value: Value,
    version: i64,
}
record!(Saved, "policies", columns: value, version);

/// The group as it is now.
pub async fn load<P: Policy>(conn: &mut Conn) -> Result<Kept<P>> {
    let sql = concat!("SELECT ", columns!(), " FROM policies WHERE name = $1");
    let Some(saved) = conn.optional::<Saved>(sql, params![P::NAME]).await? else {
        return Ok(Kept {
            policy: P::default(),
            version: 0,
        });
    };
    Ok(Kept {
        policy: parse(saved.value)?,
        version: saved.version,
    })
}

/// The group in a value of its row.
pub(crate) fn parse<P: Policy>(value: Value) -> Result<P> {
    serde_json::from_value(value).map_err(|problem| StorageError::Inconsistent {
        table: "policies",
        column: "value",
        row: P::NAME.to_owned(),
        problem: problem.to_string(),
    })
}

/// Saves the group; `false` if it is no longer at `expected_version`.
pub async fn save<P: Policy>(tx: &mut Tx, policy: &P, expected_version: i64) -> Result<bool> {
    let value = serde_json::json!(policy);
    let written = if expected_version == 0 {
        insert!(tx, "policies", { name: P::NAME, value: value, version: 1_i64 }, "ON CONFLICT (name) DO NOTHING")
            .await?
    } else {
        let sql = "UPDATE policies SET value = $1, version = version + 1 WHERE name = $2 AND version = $3";
        tx.execute(sql, params![value, P::NAME, expected_version]).await?
    };
    Ok(written == 1)
}
