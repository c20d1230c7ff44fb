//! Access tokens and refresh tokens.

use domain::clients::{Claims, Scopes};
use domain::ids::{ClientId, CustomerId, GrantId, SessionId};
use domain::time::Timestamp;

use super::{Grant, grant};
use crate::customers::Customer;
use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::sql::{insert, params, record};

/// An access token to make.
#[derive(Clone, Debug)]
pub struct NewAccessToken<'a> {
    /// Its SHA-256.
    pub token_hash: &'a str,
    /// Who was given it.
    pub client_id: ClientId,
    /// What it comes of; none for a client's own.
    pub grant_id: Option<GrantId>,
    /// The session that it ends with; none for one that a refresh token brought.
    pub session_id: Option<SessionId>,
    /// What it is good for.
    pub scopes: &'a Scopes,
    /// Now.
    pub now: Timestamp,
    /// When it stops working.
    pub expires_at: Timestamp,
}

/// Makes it.
pub async fn insert_access(tx: &mut Tx, new: &NewAccessToken<'_>) -> Result<()> {
    insert!(tx, "access_tokens", {
        token_hash: new.token_hash,
        client_id: new.client_id,
        grant_id: new.grant_id,
        session_id: new.session_id,
        scopes: new.scopes,
        created_at: new.now,
        expires_at: new.expires_at,
    })
    .await
    .map(drop)
}

/// An access token that works.
#[derive(Clone, Debug, PartialEq)]
pub struct AccessToken {
    /// Who was given it.
    pub client_id: ClientId,
    /// What it comes of; none for a client's own.
    pub grant_id: Option<GrantId>,
    /// Whose it is; nobody's where it is the client's own.
    pub customer_id: Option<CustomerId>,
    /// What it is good for.
    pub scopes: Scopes,
    /// Claims that it opens beside those of the scopes; none for a client's own.
    pub claims: Option<Claims>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it stops working.
    pub expires_at: Timestamp,
}

record!(AccessToken, "access_tokens", access_columns:
    client_id, grant_id, customer_id, scopes, claims, created_at, expires_at);

/// The access token of a hash, if it works at a time, of the table `t`.
macro_rules! working {
    () => {
        " FROM access_tokens AS t
          JOIN clients AS c ON c.id = t.client_id AND c.active
          LEFT JOIN grants AS g ON g.id = t.grant_id
          LEFT JOIN customers AS u ON u.id = g.customer_id
          LEFT JOIN sessions AS s ON s.id = t.session_id
          WHERE t.token_hash = $1 AND t.expires_at > $2
            AND (t.grant_id IS NULL OR (g.ended_at IS NULL AND u.status = 'active'))
            AND (t.session_id IS NULL OR (s.id IS NOT NULL AND s.ended_at IS NULL))"
    };
}

/// The access token with this hash, if it works: its time goes on, its client is switched on, and the grant, the
/// customer and the session that it comes of have not ended.
pub async fn access(conn: &mut Conn, token_hash: &str, now: Timestamp) -> Result<Option<AccessToken>> {
    let sql = concat!(
        "SELECT t.client_id, t.grant_id, g.customer_id, t.scopes, g.claims, t.created_at, t.expires_at",
        working!()
    );
    conn.optional(sql, params![token_hash, now]).await
}

/// Whom an access token tells of, and what.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// Whose token it is.
    pub customer: Customer,
    /// What it is good for.
    pub scopes: Scopes,
    /// Claims that it opens beside those of the scopes.
    pub claims: Claims,
    /// The sector of the client that was given it.
    pub sector_identifier: Option<String>,
}

impl crate::sql::Record for Opened {
    fn from_row(row: &crate::dialect::Row) -> Result<Self> {
        Ok(Self {
            customer: crate::sql::Record::from_row(row)?,
            scopes: crate::sql::Field::read(row, "access_tokens", "scopes")?,
            claims: crate::sql::Field::read(row, "grants", "claims")?,
            sector_identifier: crate::sql::Field::read(row, "clients", "sector_identifier")?,
        })
    }
}

/// What the access token with this hash opens, if it works as for [`access`] and is somebody's.
pub async fn opened(conn: &mut Conn, token_hash: &str, now: Timestamp) -> Result<Option<Opened>> {
    let sql = concat!(
        "SELECT ",
        crate::customers::all_columns!(),
        ", scopes, claims, sector_identifier FROM (
             SELECT g.customer_id, t.scopes, g.claims, c.sector_identifier",
        working!(),
        ") AS token JOIN customers ON id = customer_id"
    );
    conn.optional(sql, params![token_hash, now]).await
}

/// Forgets an access token of this client; `false` when there was none.
pub async fn revoke_access(tx: &mut Tx, token_hash: &str, client_id: ClientId) -> Result<bool> {
    let sql = "DELETE FROM access_tokens WHERE token_hash = $1 AND client_id = $2";
    Ok(tx.execute(sql, params![token_hash, client_id]).await? == 1)
}

/// Makes a refresh token.
pub async fn insert_refresh(tx: &mut Tx, token_hash: &str, grant_id: GrantId, now: Timestamp) -> Result<()> {
    insert!(tx, "refresh_tokens", { token_hash: token_hash, grant_id: grant_id, created_at: now })
        .await
        .map(drop)
}

/// A refresh token.
#[derive(Clone, Debug, PartialEq)]
pub struct RefreshToken {
    /// What it comes of.
    pub grant: Grant,
    /// When another one took its place.
    pub rotated_at: Option<Timestamp>,
}

impl crate::sql::Record for RefreshToken {
    fn from_row(row: &crate::dialect::Row) -> Result<Self> {
        Ok(Self {
            grant: crate::sql::Record::from_row(row)?,
            rotated_at: crate::sql::Field::read(row, "refresh_tokens", "rotated_at")?,
        })
    }
}

/// The refresh token with this hash, rotated ones too.
pub async fn refresh(conn: &mut Conn, token_hash: &str) -> Result<Option<RefreshToken>> {
    let sql = concat!(
        grant!(
            ", t.rotated_at",
            "refresh_tokens AS t JOIN grants AS g ON g.id = t.grant_id"
        ),
        " WHERE t.token_hash = $1"
    );
    conn.optional(sql, params![token_hash]).await
}

/// Takes a refresh token out of use, since another one takes its place; `false` for the second time.
pub async fn rotate(tx: &mut Tx, token_hash: &str, now: Timestamp) -> Result<bool> {
    let sql = "UPDATE refresh_tokens SET rotated_at = $2 WHERE token_hash = $1 AND rotated_at IS NULL";
    Ok(tx.execute(sql, params![token_hash, now]).await? == 1)
}

/// Forgets access tokens whose time is over, and answers how many.
pub async fn purge(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    tx.execute("DELETE FROM access_tokens WHERE expires_at <= $1", params![now])
        .await
}
