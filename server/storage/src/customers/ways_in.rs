//! Who would lose their last way in.

use domain::customers::CustomerStatus;
use domain::ids::ProviderId;

use crate::db::Conn;
use crate::error::Result;
use crate::sql::params;

/// A way in that is about to be switched off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WayIn {
    /// Local sign-in with a password.
    Password,
    /// One provider.
    Provider(ProviderId),
}

/// How many active customers could not sign in any more without this way in: they have no password that works
/// and no identity at another enabled provider.
pub async fn count_without_other_way_in(conn: &mut Conn, way: WayIn) -> Result<i64> {
    let (password_goes, provider) = match way {
        WayIn::Password => (true, None),
        WayIn::Provider(id) => (false, Some(id)),
    };
    // Whoever loses a way in: has it now, and has no other one afterwards.
    let sql = "SELECT COUNT(*) AS value FROM customers AS c
               WHERE c.status = $1
                 AND (($2 AND c.password_hash IS NOT NULL)
                      OR EXISTS (SELECT 1 FROM identities AS i
                                 WHERE i.customer_id = c.id AND i.provider_id = $3))
                 AND NOT EXISTS (SELECT 1 FROM identities AS i JOIN providers AS p ON p.id = i.provider_id
                                 WHERE i.customer_id = c.id AND p.enabled AND ($3 IS NULL OR p.id <> $3))
                 AND NOT (NOT $2 AND c.password_hash IS NOT NULL
                          AND (SELECT local_sign_in FROM settings WHERE id = 'shop'))";
    conn.scalar(sql, params![CustomerStatus::Active, password_goes, provider])
        .await
}
