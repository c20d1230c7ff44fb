//! What a session begins by.

use domain::settings::{SessionPolicy, ShopSettings};

use crate::db::Conn;
use crate::dialect::Row;
use crate::error::Result;
use crate::policies;
use crate::settings::Settings;
use crate::sql::{Field, Record, params};

/// What the shop says to a session that is about to begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beginning {
    /// The settings.
    pub shop: ShopSettings,
    /// How long sessions live.
    pub limits: SessionPolicy,
    /// The version of the terms that is published; `None` in a shop without terms.
    pub terms_version: Option<i64>,
}

impl Record for Beginning {
    fn from_row(row: &Row) -> Result<Self> {
        let limits: Option<serde_json::Value> = Field::read(row, "policies", "session_limits")?;
        Ok(Self {
            shop: Settings::from_row(row)?.shop,
            limits: limits.map(policies::parse).transpose()?.unwrap_or_default(),
            terms_version: Field::read(row, "legal_texts", "current_terms_version")?,
        })
    }
}

/// Reads it, by one statement: every sign-in does.
pub async fn beginning(conn: &mut Conn) -> Result<Beginning> {
    let sql = "SELECT customer_accounts, local_sign_in, local_registration, approval, version,
                      (SELECT value FROM policies WHERE name = 'sessions') AS session_limits,
                      (SELECT MAX(version) FROM legal_texts WHERE kind = 'terms') AS current_terms_version
               FROM settings WHERE id = 'shop'";
    conn.one(sql, params![]).await
}
