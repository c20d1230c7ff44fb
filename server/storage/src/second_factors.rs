//! Second factors: an authenticator app, codes by mail, and the recovery codes that come with them.

use domain::second_factor::{Methods, Owner};
use domain::time::Timestamp;

use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::sql::{insert, params, record};

/// What a person has set up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Factor {
    /// The app's secret, sealed for the place `second_factors.app_secret:<owner>`.
    pub app_secret: Option<String>,
    /// Since when it is set up.
    pub app_since: Option<Timestamp>,
    /// The step of the last code that was used; earlier ones are worth nothing.
    pub app_last_step: Option<i64>,
    /// Since when codes are mailed.
    pub mail_since: Option<Timestamp>,
}

record!(Factor, "second_factors", columns: app_secret, app_since, app_last_step, mail_since);

impl Factor {
    /// What the person can be asked for.
    pub fn methods(&self) -> Methods {
        Methods {
            app: self.app_secret.is_some(),
            mail: self.mail_since.is_some(),
        }
    }
}

/// What the person has set up; nothing without a row.
pub async fn load(conn: &mut Conn, owner: Owner) -> Result<Factor> {
    let sql = concat!("SELECT ", columns!(), " FROM second_factors WHERE owner = $1");
    Ok(conn.optional(sql, params![owner]).await?.unwrap_or_default())
}

/// How many apps' secrets begin so; with nothing, how many there are.
pub async fn count_apps(conn: &mut Conn, prefix: &str) -> Result<i64> {
    let sql = "SELECT COUNT(*) AS value FROM second_factors
               WHERE app_secret IS NOT NULL AND substr(app_secret, 1, length($1)) = $1";
    conn.scalar(sql, params![prefix]).await
}

/// Holds the person's factor until the transaction ends, also where there is none, and answers how it stands: of two
/// that change or use it, one comes after the other.
pub async fn hold(tx: &mut Tx, owner: Owner) -> Result<Factor> {
    let sql = concat!(
        "INSERT INTO second_factors (owner) VALUES ($1) ON CONFLICT (owner) DO UPDATE SET owner = excluded.owner
         RETURNING ",
        columns!()
    );
    tx.one(sql, params![owner]).await
}

/// Sets an app up, in place of another one. `last_step` is that of the code which confirmed it.
pub async fn set_app(tx: &mut Tx, owner: Owner, sealed: &str, last_step: i64, now: Timestamp) -> Result<()> {
    insert!(
        tx,
        "second_factors",
        { owner: owner, app_secret: sealed, app_since: now, app_last_step: last_step },
        "ON CONFLICT (owner) DO UPDATE SET app_secret = excluded.app_secret, app_since = excluded.app_since,
                                           app_last_step = excluded.app_last_step"
    )
    .await
    .map(drop)
}

/// Sets codes by mail up.
pub async fn set_mail(tx: &mut Tx, owner: Owner, now: Timestamp) -> Result<()> {
    insert!(
        tx,
        "second_factors",
        { owner: owner, mail_since: now },
        "ON CONFLICT (owner) DO UPDATE SET mail_since = excluded.mail_since"
    )
    .await
    .map(drop)
}

/// Takes the app away.
pub async fn clear_app(tx: &mut Tx, owner: Owner) -> Result<()> {
    let sql = "UPDATE second_factors SET app_secret = NULL, app_since = NULL, app_last_step = NULL
               WHERE owner = $1";
    tx.execute(sql, params![owner]).await.map(drop)
}

/// Takes the codes by mail away.
pub async fn clear_mail(tx: &mut Tx, owner: Owner) -> Result<()> {
    let sql = "UPDATE second_factors SET mail_since = NULL WHERE owner = $1";
    tx.execute(sql, params![owner]).await.map(drop)
}

/// Uses up the code of a step; `false` if this or a later one was used before, or the app is another one.
pub async fn use_step(tx: &mut Tx, owner: Owner, sealed: &str, step: i64) -> Result<bool> {
    let sql = "UPDATE second_factors SET app_last_step = $3
               WHERE owner = $1 AND app_secret = $2 AND (app_last_step IS NULL OR app_last_step < $3)";
    Ok(tx.execute(sql, params![owner, sealed, step]).await? == 1)
}

/// Takes the factor away with its recovery codes; `false` if there was none.
pub async fn remove(tx: &mut Tx, owner: Owner) -> Result<bool> {
    let sql = "DELETE FROM second_factors WHERE owner = $1";
    let there = tx.execute(sql, params![owner]).await? == 1;
    tx.execute("DELETE FROM recovery_codes WHERE owner = $1", params![owner])
        .await?;
    Ok(there)
}

/// Gives the person these recovery codes, by their hashes, in place of those before.
pub async fn set_recovery_codes(tx: &mut Tx, owner: Owner, hashes: &[String]) -> Result<()> {
    tx.execute("DELETE FROM recovery_codes WHERE owner = $1", params![owner])
        .await?;
    for hash in hashes {
        insert!(tx, "recovery_codes", { owner: owner, code_hash: hash }).await?;
    }
    Ok(())
}

/// Uses up a recovery code; `false` if it is none of this person's, or was used before.
pub async fn use_recovery_code(tx: &mut Tx, owner: Owner, hash: &str, now: Timestamp) -> Result<bool> {
    let sql =
        "UPDATE recovery_codes SET used_at = $3 WHERE owner = $1 AND code_hash = $2 AND used_at IS NULL";
    Ok(tx.execute(sql, params![owner, hash, now]).await? == 1)
}

/// How many recovery codes are left.
pub async fn count_recovery_codes(conn: &mut Conn, owner: Owner) -> Result<i64> {
    let sql = "SELECT COUNT(*) AS value FROM recovery_codes WHERE owner = $1 AND used_at IS NULL";
    conn.scalar(sql, params![owner]).await
}
