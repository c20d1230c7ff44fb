//! Providers: the foreign OpenID providers that sign customers in.

use domain::ids::ProviderId;
use domain::providers::ClaimMapping;
use domain::time::Timestamp;
use serde_json::Value;

use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::sql::{insert, params, record};
use crate::values::{ByLanguage, stored_as_json, stored_enum};

stored_enum! {
    /// How we show the provider's token endpoint who we are (OpenID Connect Core 1.0 §9).
    pub enum ClientAuth {
        /// Secret in the Authorization header.
        ClientSecretBasic = "client_secret_basic",
        /// Secret in the body.
        ClientSecretPost = "client_secret_post",
        /// No secret: a public client, which PKCE protects.
        None = "none",
    }
}

stored_as_json!(ClaimMapping);

/// A provider.
#[derive(Clone, Debug, PartialEq)]
pub struct Provider {
    /// Its id.
    pub id: ProviderId,
    /// Its name in paths; unique.
    pub slug: String,
    /// Its name for staff.
    pub name: String,
    /// What stands on its button.
    pub labels: ByLanguage<String>,
    /// Path of its logo.
    pub logo: Option<String>,
    /// Issuer identifier, compared exactly.
    pub issuer: String,
    /// Our client id there.
    pub client_id: String,
    /// How we authenticate.
    pub client_auth: ClientAuth,
    /// Our secret there, sealed for the place `providers.client_secret:<id>`.
    pub client_secret: Option<String>,
    /// Scopes, space-separated; holds `openid`.
    pub scopes: String,
    /// Which claim fills which field.
    pub claims: ClaimMapping,
    /// Whether its `email_verified` is believed.
    pub trusts_email_verified: bool,
    /// Whether it alone controls the claim with the account code.
    pub account_code_controlled: bool,
    /// Whether PKCE is used.
    pub pkce: bool,
    /// Whether it may sign people in.
    pub enabled: bool,
    /// Whether it stands on the login page.
    pub visible: bool,
    /// Its place there, lowest first.
    pub position: i64,
    /// Its discovery document, as checked when it was fetched.
    pub metadata: Option<Value>,
    /// When that was fetched.
    pub metadata_fetched_at: Option<Timestamp>,
    /// Whether that names an end-session endpoint.
    pub offers_logout: bool,
    /// Raised by every edit; what is fetched from the provider does not count.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was edited last.
    pub updated_at: Timestamp,
}

record!(Provider, "providers", columns:
    id, slug, name, labels, logo, issuer, client_id, client_auth, client_secret, scopes, claims,
    trusts_email_verified, account_code_controlled, pkce, enabled, visible, position, metadata,
    metadata_fetched_at, offers_logout, version, created_at, updated_at);

/// What an administrator enters. See [`Provider`] for each field.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields of `Provider`")]
pub struct ProviderSettings<'a> {
    pub slug: &'a str,
    pub name: &'a str,
    pub labels: &'a ByLanguage<String>,
    pub logo: Option<&'a str>,
    pub issuer: &'a str,
    pub client_id: &'a str,
    pub client_auth: ClientAuth,
    pub client_secret: Option<&'a str>,
    pub scopes: &'a str,
    pub claims: &'a ClaimMapping,
    pub trusts_email_verified: bool,
    pub account_code_controlled: bool,
    pub pkce: bool,
    pub position: i64,
}

/// Makes a provider, disabled and hidden.
///
/// # Errors
/// `Conflict` on `providers_slug`.
pub async fn insert(
    tx: &mut Tx,
    id: ProviderId,
    settings: &ProviderSettings<'_>,
    now: Timestamp,
) -> Result<()> {
    insert!(tx, "providers", {
        id: id,
        slug: settings.slug,
        name: settings.name,
        labels: settings.labels,
        logo: settings.logo,
        issuer: settings.issuer,
        client_id: settings.client_id,
        client_auth: settings.client_auth,
        client_secret: settings.client_secret,
        scopes: settings.scopes,
        claims: settings.claims,
        trusts_email_verified: settings.trusts_email_verified,
        account_code_controlled: settings.account_code_controlled,
        pkce: settings.pkce,
        enabled: false,
        visible: false,
        position: settings.position,
        created_at: now,
        updated_at: now,
    })
    .await
    .map(drop)
}

/// Saves the settings; `false` if the provider is no longer at `expected_version`. Another issuer forgets what
/// was fetched from the old one.
///
/// # Errors
/// `Conflict` on `providers_slug`.
pub async fn update(
    tx: &mut Tx,
    id: ProviderId,
    expected_version: i64,
    settings: &ProviderSettings<'_>,
    now: Timestamp,
) -> Result<bool> {
    let sql = "UPDATE providers SET slug = $3, name = $4, labels = $5, logo = $6, issuer = $7,
                      client_id = $8, client_auth = $9, client_secret = $10, scopes = $11, claims = $12,
                      trusts_email_verified = $13, account_code_controlled = $14, pkce = $15, position = $16,
                      metadata = CASE WHEN issuer = $7 THEN metadata END,
                      metadata_fetched_at = CASE WHEN issuer = $7 THEN metadata_fetched_at END,
                      offers_logout = issuer = $7 AND offers_logout,
                      updated_at = $17, version = version + 1
               WHERE id = $1 AND version = $2";
    let values = params![
        id,
        expected_version,
        settings.slug,
        settings.name,
        settings.labels,
        settings.logo,
        settings.issuer,
        settings.client_id,
        settings.client_auth,
        settings.client_secret,
        settings.scopes,
        settings.claims,
        settings.trusts_email_verified,
        settings.account_code_controlled,
        settings.pkce,
        settings.position,
        now
    ];
    Ok(tx.execute(sql, values).await? == 1)
}

/// Enables, disables, shows or hides it; `false` if it is no longer at `expected_version`. Call
/// `settings::guard` first.
pub async fn set_flags(
    tx: &mut Tx,
    id: ProviderId,
    expected_version: i64,
    enabled: bool,
    visible: bool,
    now: Timestamp,
) -> Result<bool> {
    let sql = "UPDATE providers SET enabled = $3, visible = $4, updated_at = $5, version = version + 1
               WHERE id = $1 AND version = $2";
    Ok(tx
        .execute(sql, params![id, expected_version, enabled, visible, now])
        .await?
        == 1)
}

/// Keeps a discovery document that was just fetched from this issuer and checked. Nothing is kept if the provider has
/// another issuer by now.
pub async fn set_metadata(
    tx: &mut Tx,
    id: ProviderId,
    issuer: &str,
    metadata: &Value,
    offers_logout: bool,
    now: Timestamp,
) -> Result<()> {
    let sql = "UPDATE providers SET metadata = $3, offers_logout = $4, metadata_fetched_at = $5
               WHERE id = $1 AND issuer = $2";
    tx.execute(sql, params![id, issuer, metadata, offers_logout, now])
        .await
        .map(drop)
}

/// Holds the row until the transaction ends, if the provider is enabled.
pub async fn hold_enabled(tx: &mut Tx, id: ProviderId) -> Result<bool> {
    let sql = "UPDATE providers SET updated_at = updated_at WHERE id = $1 AND enabled";
    Ok(tx.execute(sql, params![id]).await? == 1)
}

/// Every provider, in the order of the login page.
pub async fn list(conn: &mut Conn) -> Result<Vec<Provider>> {
    conn.all(
        concat!("SELECT ", columns!(), " FROM providers ORDER BY position, id"),
        params![],
    )
    .await
}

/// The enabled ones, hidden ones too, in the order of the login page.
pub async fn list_enabled(conn: &mut Conn) -> Result<Vec<Provider>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM providers WHERE enabled ORDER BY position, id"
    );
    conn.all(sql, params![]).await
}

/// The provider with this slug.
pub async fn by_slug(conn: &mut Conn, slug: &str) -> Result<Option<Provider>> {
    conn.optional(
        concat!("SELECT ", columns!(), " FROM providers WHERE slug = $1"),
        params![slug],
    )
    .await
}

/// The provider with this id.
pub async fn by_id(conn: &mut Conn, id: ProviderId) -> Result<Option<Provider>> {
    conn.optional(
        concat!("SELECT ", columns!(), " FROM providers WHERE id = $1"),
        params![id],
    )
    .await
}

/// The n of the login table.
pub async fn count_visible_enabled(conn: &mut Conn) -> Result<i64> {
    conn.scalar(
        "SELECT COUNT(*) AS value FROM providers WHERE enabled AND visible",
        params![],
    )
    .await
}
