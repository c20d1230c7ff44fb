//! Logout tokens of providers: each is taken once, and ends the sessions that it names.

use domain::ids::{CustomerId, ProviderId};
use domain::time::Timestamp;

use crate::client_logouts::announce;
use crate::db::Tx;
use crate::error::Result;
use crate::sessions::EndedBecause;
use crate::sql::{insert, params, record};

/// Takes a token; `false` if somebody has taken it already. It is remembered until it is too old to be shown again.
pub async fn take(tx: &mut Tx, provider_id: ProviderId, jti: &str, spent_at: Timestamp) -> Result<bool> {
    let written = insert!(
        tx,
        "logout_tokens",
        { provider_id: provider_id, jti: jti, spent_at: spent_at },
        "ON CONFLICT (provider_id, jti) DO NOTHING"
    )
    .await?;
    Ok(written == 1)
}

/// Forgets tokens that are too old, and answers how many.
pub async fn purge(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    tx.execute("DELETE FROM logout_tokens WHERE spent_at < $1", params![now])
        .await
}

/// Whose sessions a provider ends.
#[derive(Clone, Copy, Debug)]
pub struct Upstream<'a> {
    /// The provider.
    pub provider_id: ProviderId,
    /// Its issuer.
    pub issuer: &'a str,
    /// Its own name of one session; none means all.
    pub sid: Option<&'a str>,
    /// Its own name of the person (`sub`), whatever claim identities go by; none means whoever it is.
    pub subject: Option<&'a str>,
}

/// An ended session's customer.
struct Whose {
    customer_id: CustomerId,
}

record!(Whose, "sessions", whose: customer_id);

/// Ends the sessions that a provider names and answers whose they were, one entry for each.
pub async fn end(tx: &mut Tx, named: &Upstream<'_>, now: Timestamp) -> Result<Vec<CustomerId>> {
    let sql = "UPDATE sessions SET ended_at = $2, ended_because = $1, id_token = NULL
               WHERE provider_id = $3 AND ended_at IS NULL
                 AND ($4 IS NULL OR upstream_sid = $4)
                 AND ($5 IS NULL OR upstream_subject = $5 AND identity_id IN
                      (SELECT id FROM identities WHERE provider_id = $3 AND issuer = $6))
               RETURNING customer_id";
    let values = params![
        EndedBecause::ProviderLogout,
        now,
        named.provider_id,
        named.sid,
        named.subject,
        named.issuer
    ];
    let ended: Vec<Whose> = tx.all(sql, values).await?;
    tx.execute(announce!("s.provider_id = $2"), params![now, named.provider_id])
        .await?;
    Ok(ended.into_iter().map(|session| session.customer_id).collect())
}
