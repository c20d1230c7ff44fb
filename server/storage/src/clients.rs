//! Clients: the applications whose users sign in here.

pub mod assertions;
pub mod consents;
pub mod logos;
pub mod registration_tokens;
pub mod secrets;

use domain::clients::{Claims, GrantType, IdTokenAlgorithm, RedirectUri, ResponseType, Scopes};
use domain::ids::{ClientId, SessionId};
use domain::providers::ClientAuth;
use domain::time::{Span, Timestamp};
use domain::values::Colour;
use serde_json::Value;

use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::grants;
use crate::sql::{insert, params, record};
use crate::values::{stored_as_json, stored_as_text};

stored_as_text!(IdTokenAlgorithm, Scopes, Colour);
stored_as_json!(Vec<RedirectUri>, Vec<ResponseType>, Vec<GrantType>, Claims);

/// A client.
#[derive(Clone, Debug, PartialEq)]
pub struct Client {
    /// Its `client_id`.
    pub id: ClientId,
    /// What people read when they are asked.
    pub name: String,
    /// Hash of its logo's content.
    pub logo: Option<String>,
    /// Where it says what it does with what it knows.
    pub policy_uri: Option<String>,
    /// Where its terms are.
    pub tos_uri: Option<String>,
    /// Its colour on the pages of its flows; without one they have the shop's.
    pub colour: Option<Colour>,
    /// How it shows who it is.
    pub auth_method: ClientAuth,
    /// The JWK set by which its assertions are verified.
    pub public_keys: Option<Value>,
    /// What it may ask the authorization endpoint for.
    pub response_types: Vec<ResponseType>,
    /// What it may ask the token endpoint for.
    pub grant_types: Vec<GrantType>,
    /// Where answers may go.
    pub redirect_uris: Vec<RedirectUri>,
    /// Where people may go after a logout.
    pub post_logout_redirect_uris: Vec<RedirectUri>,
    /// What it may know and do.
    pub scopes: Scopes,
    /// Whether nobody is asked what it may know.
    pub trusted: bool,
    /// Whether it must show a challenge.
    pub pkce: bool,
    /// Where it is told of a logout by us.
    pub back_channel_logout_uri: Option<String>,
    /// Where it is told of a logout by the browser.
    pub front_channel_logout_uri: Option<String>,
    /// How its ID tokens are signed.
    pub id_token_algorithm: IdTokenAlgorithm,
    /// How long its access tokens last.
    pub access_token_minutes: i64,
    /// How long after the sign-in it stays connected at most.
    pub refresh_token_days: i64,
    /// With one, people have another `sub` for each sector (OpenID Connect Core 1.0 §8.1).
    pub sector_identifier: Option<String>,
    /// Whether it may do anything.
    pub active: bool,
    /// When it was given tokens last.
    pub last_used_at: Option<Timestamp>,
    /// Raised by every edit.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was edited last.
    pub updated_at: Timestamp,
}

record!(Client, "clients", columns:
    id, name, logo, policy_uri, tos_uri, colour, auth_method, public_keys, response_types, grant_types,
    redirect_uris, post_logout_redirect_uris, scopes, trusted, pkce, back_channel_logout_uri, front_channel_logout_uri,
    id_token_algorithm, access_token_minutes, refresh_token_days, sector_identifier, active, last_used_at, version,
    created_at, updated_at);

/// What an administrator enters. See [`Client`] for each field.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields of `Client`")]
pub struct ClientSettings<'a> {
    pub name: &'a str,
    pub policy_uri: Option<&'a str>,
    pub tos_uri: Option<&'a str>,
    pub colour: Option<&'a Colour>,
    pub auth_method: ClientAuth,
    pub public_keys: Option<&'a Value>,
    pub response_types: &'a Vec<ResponseType>,
    pub grant_types: &'a Vec<GrantType>,
    pub redirect_uris: &'a Vec<RedirectUri>,
    pub post_logout_redirect_uris: &'a Vec<RedirectUri>,
    pub scopes: &'a Scopes,
    pub trusted: bool,
    pub pkce: bool,
    pub back_channel_logout_uri: Option<&'a str>,
    pub front_channel_logout_uri: Option<&'a str>,
    pub id_token_algorithm: IdTokenAlgorithm,
    pub access_token_minutes: i64,
    pub refresh_token_days: i64,
    pub sector_identifier: Option<&'a str>,
}

/// Makes a client, active.
pub async fn insert(tx: &mut Tx, id: ClientId, settings: &ClientSettings<'_>, now: Timestamp) -> Result<()> {
    insert!(tx, "clients", {
        id: id,
        name: settings.name,
        policy_uri: settings.policy_uri,
        tos_uri: settings.tos_uri,
        colour: settings.colour,
        auth_method: settings.auth_method,
        public_keys: settings.public_keys,
        response_types: settings.response_types,
        grant_types: settings.grant_types,
        redirect_uris: settings.redirect_uris,
        post_logout_redirect_uris: settings.post_logout_redirect_uris,
        scopes: settings.scopes,
        trusted: settings.trusted,
        pkce: settings.pkce,
        back_channel_logout_uri: settings.back_channel_logout_uri,
        front_channel_logout_uri: settings.front_channel_logout_uri,
        id_token_algorithm: settings.id_token_algorithm,
        access_token_minutes: settings.access_token_minutes,
        refresh_token_days: settings.refresh_token_days,
        sector_identifier: settings.sector_identifier,
        active: true,
        created_at: now,
        updated_at: now,
    })
    .await
    .map(drop)
}

/// Saves the settings; `false` if the client is no longer at `expected_version`.
pub async fn update(
    tx: &mut Tx,
    id: ClientId,
    expected_version: i64,
    settings: &ClientSettings<'_>,
    now: Timestamp,
) -> Result<bool> {
    let sql =
        "UPDATE clients SET name = $3, policy_uri = $4, tos_uri = $5, auth_method = $6, public_keys = $7,
                      response_types = $8, grant_types = $9, redirect_uris = $10,
                      post_logout_redirect_uris = $11, scopes = $12, trusted = $13, pkce = $14,
                      back_channel_logout_uri = $15, front_channel_logout_uri = $16, id_token_algorithm = $17,
                      access_token_minutes = $18, refresh_token_days = $19, sector_identifier = $20,
                      updated_at = $21, colour = $22, version = version + 1
               WHERE id = $1 AND version = $2";
    let values = params![
        id,
        expected_version,
        settings.name,
        settings.policy_uri,
        settings.tos_uri,
        settings.auth_method,
        settings.public_keys,
        settings.response_types,
        settings.grant_types,
        settings.redirect_uris,
        settings.post_logout_redirect_uris,
        settings.scopes,
        settings.trusted,
        settings.pkce,
        settings.back_channel_logout_uri,
        settings.front_channel_logout_uri,
        settings.id_token_algorithm,
        settings.access_token_minutes,
        settings.refresh_token_days,
        settings.sector_identifier,
        now,
        settings.colour,
    ];
    Ok(tx.execute(sql, values).await? == 1)
}

/// Switches it on or off; `false` if it is no longer at `expected_version`.
pub async fn set_active(
    tx: &mut Tx,
    id: ClientId,
    expected_version: i64,
    active: bool,
    now: Timestamp,
) -> Result<bool> {
    let sql = "UPDATE clients SET active = $3, updated_at = $4, version = version + 1
               WHERE id = $1 AND version = $2";
    Ok(tx
        .execute(sql, params![id, expected_version, active, now])
        .await?
        == 1)
}

/// Raises the version alone, for a change beside the row; `false` if the client is no longer at `expected_version`.
pub async fn raise(tx: &mut Tx, id: ClientId, expected_version: i64, now: Timestamp) -> Result<bool> {
    let sql = "UPDATE clients SET updated_at = $3, version = version + 1 WHERE id = $1 AND version = $2";
    Ok(tx.execute(sql, params![id, expected_version, now]).await? == 1)
}

/// Deletes a client with everything that it has; `false` if it is no longer at `expected_version`.
pub async fn delete(tx: &mut Tx, id: ClientId, expected_version: i64) -> Result<bool> {
    let sql = "DELETE FROM clients WHERE id = $1 AND version = $2";
    Ok(tx.execute(sql, params![id, expected_version]).await? == 1)
}

/// Ends everything that a client was given, so that nothing comes back when it is switched on again: codes, tokens, and
/// requests under way. What customers agreed to stays.
pub async fn end_all(tx: &mut Tx, id: ClientId, now: Timestamp) -> Result<()> {
    grants::end_all_for_client(tx, id, now).await?;
    let tokens = "DELETE FROM access_tokens WHERE client_id = $1";
    tx.execute(tokens, params![id]).await?;
    let requests = "DELETE FROM authorize_requests WHERE client_id = $1";
    tx.execute(requests, params![id]).await.map(drop)
}

/// Every client, by name.
pub async fn list(conn: &mut Conn) -> Result<Vec<Client>> {
    let sql = concat!("SELECT ", columns!(), " FROM clients ORDER BY name, id");
    conn.all(sql, params![]).await
}

/// The clients that were given something in a session, by name. Not those that are switched off: nothing is left to them.
pub async fn of_session(conn: &mut Conn, session_id: SessionId) -> Result<Vec<Client>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM clients WHERE active AND id IN (SELECT client_id FROM grants WHERE session_id = $1)
         ORDER BY name, id"
    );
    conn.all(sql, params![session_id]).await
}

/// The client with this id, switched off ones too.
pub async fn by_id(conn: &mut Conn, id: ClientId) -> Result<Option<Client>> {
    let sql = concat!("SELECT ", columns!(), " FROM clients WHERE id = $1");
    conn.optional(sql, params![id]).await
}

/// Holds the row until the transaction ends, and answers how it stands now: whoever edits or switches the client off at
/// this moment either comes first and is seen, or comes after and ends what is given. Held after customers and sessions,
/// and before requests and grants, by everybody who holds several of them.
pub async fn hold(tx: &mut Tx, id: ClientId) -> Result<Option<Client>> {
    let sql = concat!(
        "UPDATE clients SET updated_at = updated_at WHERE id = $1 RETURNING ",
        columns!()
    );
    tx.optional(sql, params![id]).await
}

/// The client with this id, switched off ones too, and the hashes of its secrets that work now, the newest first.
pub async fn with_secrets(
    conn: &mut Conn,
    id: ClientId,
    now: Timestamp,
) -> Result<Option<(Client, Vec<String>)>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        ", secret FROM clients LEFT JOIN (
             SELECT client_id AS owner, hash AS secret, created_at AS made_at FROM client_secrets
             WHERE client_id = $1 AND (expires_at IS NULL OR expires_at > $2)
         ) AS own ON owner = id
         WHERE id = $1 ORDER BY made_at DESC, secret"
    );
    let mut rows = conn
        .all::<WithSecret>(sql, params![id, now])
        .await?
        .into_iter()
        .peekable();
    let client = rows.peek().map(|row| row.client.clone());
    Ok(client.map(|client| (client, rows.filter_map(|row| row.secret).collect())))
}

struct WithSecret {
    client: Client,
    secret: Option<String>,
}

impl crate::sql::Record for WithSecret {
    fn from_row(row: &crate::dialect::Row) -> Result<Self> {
        Ok(Self {
            client: crate::sql::Record::from_row(row)?,
            secret: crate::sql::Field::read(row, "client_secrets", "secret")?,
        })
    }
}

/// Notes that it was given tokens, to the minute.
pub async fn touch(tx: &mut Tx, client: &Client, now: Timestamp) -> Result<()> {
    let before = now.minus(Span::minutes(1));
    if client.last_used_at.is_some_and(|noted| noted > before) {
        return Ok(());
    }
    let sql = "UPDATE clients SET last_used_at = $3
               WHERE id = $1 AND (last_used_at IS NULL OR last_used_at <= $2)";
    tx.execute(sql, params![client.id, before, now]).await.map(drop)
}
