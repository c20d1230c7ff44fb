//! Our own keys for `private_key_jwt`: one for each provider.

use domain::ids::ProviderId;
use domain::providers::SigningAlgorithm;
use domain::time::Timestamp;
use serde_json::Value;

use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::sql::{insert, params, record};
use crate::values::stored_as_text;

stored_as_text!(SigningAlgorithm);

/// A key.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// How it signs.
    pub algorithm: SigningAlgorithm,
    /// Its public half, a JWK.
    pub public_key: Value,
    /// Its private half, sealed for the place `provider_keys.private_key:<provider id>`.
    pub private_key: String,
}

record!(Key, "provider_keys", columns: algorithm, public_key, private_key);

/// The provider's key.
pub async fn of(conn: &mut Conn, id: ProviderId) -> Result<Option<Key>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM provider_keys WHERE provider_id = $1"
    );
    conn.optional(sql, params![id]).await
}

/// The key of the provider with this slug.
pub async fn by_slug(conn: &mut Conn, slug: &str) -> Result<Option<Key>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM provider_keys WHERE provider_id = (SELECT id FROM providers WHERE slug = $1)"
    );
    conn.optional(sql, params![slug]).await
}

/// Puts a key in place of the one before; none takes it away.
pub async fn replace(tx: &mut Tx, id: ProviderId, key: Option<&Key>, now: Timestamp) -> Result<()> {
    tx.execute("DELETE FROM provider_keys WHERE provider_id = $1", params![id])
        .await?;
    if let Some(key) = key {
        insert!(tx, "provider_keys", {
            provider_id: id,
            algorithm: key.algorithm,
            public_key: key.public_key,
            private_key: key.private_key,
            created_at: now,
        })
        .await?;
    }
    Ok(())
}
