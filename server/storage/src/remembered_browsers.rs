//! Browsers that are not asked for the second factor for a while. The cookie holds a random token, the row its SHA-256.

use domain::ids::RememberedBrowserId;
use domain::second_factor::Owner;
use domain::time::Timestamp;

use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::sql::{insert, params, record};

/// A browser. Whether it still counts is for `domain::second_factor::browser_counts` to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RememberedBrowser {
    /// Its id.
    pub id: RememberedBrowserId,
    /// The browser's name for itself.
    pub user_agent: String,
    /// The address that it was remembered from.
    pub requester: String,
    /// When it was remembered.
    pub created_at: Timestamp,
    /// When it was spared the second step last.
    pub last_used_at: Timestamp,
}

record!(RememberedBrowser, "remembered_browsers", columns:
    id, user_agent, requester, created_at, last_used_at);

/// A browser to remember.
#[derive(Clone, Debug)]
pub struct NewBrowser<'a> {
    /// Its id.
    pub id: RememberedBrowserId,
    /// Whom it is remembered for.
    pub owner: Owner,
    /// Hash of the cookie's token.
    pub token_hash: &'a str,
    /// The browser's name for itself.
    pub user_agent: &'a str,
    /// The address that it is remembered from.
    pub requester: &'a str,
    /// The present moment.
    pub now: Timestamp,
}

/// Remembers a browser.
pub async fn insert(tx: &mut Tx, new: &NewBrowser<'_>) -> Result<()> {
    insert!(tx, "remembered_browsers", {
        id: new.id,
        owner: new.owner,
        token_hash: new.token_hash,
        user_agent: new.user_agent,
        requester: new.requester,
        created_at: new.now,
        last_used_at: new.now,
    })
    .await
    .map(drop)
}

/// The browser of this token, if it is remembered for this person.
pub async fn find(conn: &mut Conn, owner: Owner, token_hash: &str) -> Result<Option<RememberedBrowser>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM remembered_browsers WHERE owner = $1 AND token_hash = $2"
    );
    conn.optional(sql, params![owner, token_hash]).await
}

/// The person's browsers, the latest first.
pub async fn list(conn: &mut Conn, owner: Owner) -> Result<Vec<RememberedBrowser>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM remembered_browsers WHERE owner = $1 ORDER BY id DESC"
    );
    conn.all(sql, params![owner]).await
}

/// It was spared the second step; `false` if it was forgotten meanwhile.
pub async fn touch(tx: &mut Tx, id: RememberedBrowserId, now: Timestamp) -> Result<bool> {
    let sql = "UPDATE remembered_browsers SET last_used_at = $2 WHERE id = $1";
    Ok(tx.execute(sql, params![id, now]).await? == 1)
}

/// Forgets one of the person's browsers; `false` if it is none of theirs.
pub async fn forget(tx: &mut Tx, owner: Owner, id: RememberedBrowserId) -> Result<bool> {
    let sql = "DELETE FROM remembered_browsers WHERE owner = $1 AND id = $2";
    Ok(tx.execute(sql, params![owner, id]).await? == 1)
}

/// Forgets the browser of this token, whomever it is remembered for.
pub async fn forget_token(tx: &mut Tx, token_hash: &str) -> Result<()> {
    let sql = "DELETE FROM remembered_browsers WHERE token_hash = $1";
    tx.execute(sql, params![token_hash]).await.map(drop)
}

/// Forgets all of the person's browsers and answers how many.
pub async fn forget_all(tx: &mut Tx, owner: Owner) -> Result<u64> {
    tx.execute("DELETE FROM remembered_browsers WHERE owner = $1", params![owner])
        .await
}

/// Forgets browsers that were remembered before a moment and answers how many. The moment lies further back than any
/// setting.
pub async fn purge(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    let sql = "DELETE FROM remembered_browsers WHERE created_at < $1";
    tx.execute(sql, params![before]).await
}
