//! Logos: one for each provider, served under the hash of its content.

use domain::ids::ProviderId;

use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::sql::{insert, params, record};

struct Logo {
    content: String,
}
record!(Logo, "provider_logos", columns: content);

/// Puts a logo in place of the one before. `content` is base64, `hash` the SHA-256 of what it stands for in
/// hexadecimal. The provider's version stays: nothing that its form shows has changed.
pub async fn set(tx: &mut Tx, id: ProviderId, hash: &str, content: &str) -> Result<()> {
    insert!(tx, "provider_logos", { provider_id: id, hash: hash, content: content },
        "ON CONFLICT (provider_id) DO UPDATE SET hash = excluded.hash, content = excluded.content")
    .await?;
    let sql = "UPDATE providers SET logo = $2 WHERE id = $1";
    tx.execute(sql, params![id, hash]).await.map(drop)
}

/// Takes the logo away; `false` if there was none.
pub async fn remove(tx: &mut Tx, id: ProviderId) -> Result<bool> {
    tx.execute("UPDATE providers SET logo = NULL WHERE id = $1", params![id])
        .await?;
    let sql = "DELETE FROM provider_logos WHERE provider_id = $1";
    Ok(tx.execute(sql, params![id]).await? == 1)
}

/// The content, in base64, of the logo with this hash.
pub async fn content(conn: &mut Conn, slug: &str, hash: &str) -> Result<Option<String>> {
    let sql = "SELECT content FROM provider_logos
               JOIN providers ON providers.id = provider_logos.provider_id
               WHERE providers.slug = $1 AND provider_logos.hash = $2";
    let logo: Option<Logo> = conn.optional(sql, params![slug, hash]).await?;
    Ok(logo.map(|logo| logo.content))
}
