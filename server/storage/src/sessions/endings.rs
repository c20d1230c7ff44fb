//! How sessions end, and what follows for clients that were given something in them.

use domain::ids::{CustomerId, IdentityId, ProviderId, SessionId};
use domain::sessions::Began;
use domain::time::Timestamp;

use super::EndedBecause;
use crate::client_logouts::announce;
use crate::db::Tx;
use crate::error::Result;
use crate::grants::{self, end_given};
use crate::sql::params;

impl EndedBecause {
    /// Whether clients lose all that they were given in the session, refresh tokens too. They stay connected when the
    /// person, or the provider, only signs out, as `offline_access` promises (OpenID Connect Back-Channel Logout 1.0 §2.7).
    pub const fn ends_grants(self) -> bool {
        match self {
            Self::SignedOutLocally
            | Self::SignedOutGlobally
            | Self::LimitReached
            | Self::Replaced
            | Self::ProviderLogout => false,
            Self::SignedOutElsewhere
            | Self::ProviderDisabled
            | Self::PasswordReset
            | Self::PasswordChanged
            | Self::SecondFactorChanged
            | Self::CustomerClosed
            | Self::TakenOver
            | Self::Disconnected
            | Self::PasswordRemoved
            | Self::EndedByStaff
            | Self::CustomerAccountsOff => true,
        }
    }
}

/// Has the clients of the sessions that have just ended by this condition told, and ends what they were given, if the
/// reason is one for it.
macro_rules! follow {
    ($tx:ident, $condition:literal, $of:ident, $because:ident, $now:ident) => {
        $tx.execute(announce!($condition), params![$now, $of]).await?;
        if $because.ends_grants() {
            $tx.execute(end_given!($condition), params![$now, $of, $because])
                .await?;
        }
    };
}

/// Ends one session; `false` if it had ended.
pub async fn end(tx: &mut Tx, id: SessionId, because: EndedBecause, now: Timestamp) -> Result<bool> {
    let sql = "UPDATE sessions SET ended_at = $3, ended_because = $2, id_token = NULL
               WHERE id = $1 AND ended_at IS NULL";
    let ended = tx.execute(sql, params![id, because, now]).await? == 1;
    follow!(tx, "s.id = $2", id, because, now);
    Ok(ended)
}

/// Ends every session of the customer, and with them everything that clients were given; answers how many sessions.
pub async fn end_for_customer(
    tx: &mut Tx,
    customer_id: CustomerId,
    because: EndedBecause,
    now: Timestamp,
) -> Result<u64> {
    let sql = "UPDATE sessions SET ended_at = $3, ended_because = $2, id_token = NULL
               WHERE customer_id = $1 AND ended_at IS NULL";
    let ended = tx.execute(sql, params![customer_id, because, now]).await?;
    tx.execute(announce!("s.customer_id = $2"), params![now, customer_id])
        .await?;
    grants::end_for_customer(tx, customer_id, now).await?;
    Ok(ended)
}

/// Ends every session of the customer but one and answers how many.
pub async fn end_others(
    tx: &mut Tx,
    customer_id: CustomerId,
    but: SessionId,
    because: EndedBecause,
    now: Timestamp,
) -> Result<u64> {
    let sql = "UPDATE sessions SET ended_at = $3, ended_because = $2, id_token = NULL
               WHERE customer_id = $1 AND ended_at IS NULL AND id <> $4";
    let ended = tx.execute(sql, params![customer_id, because, now, but]).await?;
    follow!(tx, "s.customer_id = $2", customer_id, because, now);
    Ok(ended)
}

/// Ends every session that began through the provider and answers how many.
pub async fn end_for_provider(
    tx: &mut Tx,
    provider_id: ProviderId,
    because: EndedBecause,
    now: Timestamp,
) -> Result<u64> {
    let sql = "UPDATE sessions SET ended_at = $3, ended_because = $2, id_token = NULL
               WHERE provider_id = $1 AND ended_at IS NULL";
    let ended = tx.execute(sql, params![provider_id, because, now]).await?;
    follow!(tx, "s.provider_id = $2", provider_id, because, now);
    Ok(ended)
}

/// Ends every session that began with the identity and answers how many.
pub async fn end_for_identity(
    tx: &mut Tx,
    identity_id: IdentityId,
    because: EndedBecause,
    now: Timestamp,
) -> Result<u64> {
    let sql = "UPDATE sessions SET ended_at = $3, ended_because = $2, id_token = NULL
               WHERE identity_id = $1 AND ended_at IS NULL";
    let ended = tx.execute(sql, params![identity_id, because, now]).await?;
    follow!(tx, "s.identity_id = $2", identity_id, because, now);
    Ok(ended)
}

/// Ends every session of the customer that began in this way and answers how many.
pub async fn end_for_way(
    tx: &mut Tx,
    customer_id: CustomerId,
    began: Began,
    because: EndedBecause,
    now: Timestamp,
) -> Result<u64> {
    let sql = "UPDATE sessions SET ended_at = $4, ended_because = $3, id_token = NULL
               WHERE customer_id = $1 AND began = $2 AND ended_at IS NULL";
    let ended = tx.execute(sql, params![customer_id, began, because, now]).await?;
    follow!(tx, "s.customer_id = $2", customer_id, because, now);
    Ok(ended)
}
