//! Providers: the foreign OpenID providers that sign customers in.

pub mod domains;
pub mod health;
pub mod keys;
pub mod logos;

use domain::ids::ProviderId;
use domain::providers::{AuthorizeParameters, ClaimMapping, ClientAuth};
use domain::time::Timestamp;
use domain::values::MailDomain;
use serde_json::Value;

use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::sql::{insert, params, record};
use crate::values::{ByLanguage, stored_as_json, stored_as_text};

stored_as_text!(ClientAuth);
stored_as_json!(AuthorizeParameters, ClaimMapping);

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
    /// Hash of its logo's content.
    pub logo: Option<String>,
    /// Issuer identifier, compared exactly.
    pub issuer: String,
    /// Our client id there.
    pub client_id: String,
    /// How we authenticate.
    pub client_auth: ClientAuth,
    /// Our secret there, sealed for the place `providers.client_secret:<id>`.
    pub client_secret: Option<String>,
    /// The day on which that secret expires, at 00:00 UTC.
    pub secret_expires_at: Option<Timestamp>,
    /// Scopes, space-separated; holds `openid`.
    pub scopes: String,
    /// Further parameters of the authorization request.
    pub authorize_parameters: AuthorizeParameters,
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
    /// Since when its discovery document can't be fetched or is wrong.
    pub discovery_failing_since: Option<Timestamp>,
    /// Since when its keys can't be fetched or used.
    pub keys_failing_since: Option<Timestamp>,
    /// Since when its keys don't verify its ID tokens.
    pub signatures_failing_since: Option<Timestamp>,
    /// Whether it has told when somebody authenticated since it was edited last.
    pub tells_auth_time: bool,
    /// Raised by every edit; what is fetched from the provider does not count.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was edited last.
    pub updated_at: Timestamp,
}

record!(Provider, "providers", columns:
    id, slug, name, labels, logo, issuer, client_id, client_auth, client_secret, secret_expires_at, scopes,
    authorize_parameters, claims, trusts_email_verified, account_code_controlled, pkce, enabled, visible, position,
    metadata, metadata_fetched_at, offers_logout, discovery_failing_since, keys_failing_since,
    signatures_failing_since, tells_auth_time, version, created_at, updated_at);

/// What an administrator enters. See [`Provider`] for each field.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields of `Provider`")]
pub struct ProviderSettings<'a> {
    pub slug: &'a str,
    pub name: &'a str,
    pub labels: &'a ByLanguage<String>,
    pub issuer: &'a str,
    pub client_id: &'a str,
    pub client_auth: ClientAuth,
    pub client_secret: Option<&'a str>,
    pub secret_expires_at: Option<Timestamp>,
    pub scopes: &'a str,
    pub authorize_parameters: AuthorizeParameters,
    pub claims: &'a ClaimMapping,
    pub trusts_email_verified: bool,
    pub account_code_controlled: bool,
    pub pkce: bool,
}

/// Makes a provider, disabled and hidden, the last one on the page.
///
/// # Errors
/// `Conflict` on `providers_slug`.
pub async fn insert(
    tx: &mut Tx,
    id: ProviderId,
    settings: &ProviderSettings<'_>,
    now: Timestamp,
) -> Result<()> {
    let last = "SELECT COALESCE(MAX(position), -1) AS value FROM providers";
    let position: i64 = tx.scalar(last, params![]).await?;
    insert!(tx, "providers", {
        id: id,
        slug: settings.slug,
        name: settings.name,
        labels: settings.labels,
        issuer: settings.issuer,
        client_id: settings.client_id,
        client_auth: settings.client_auth,
        client_secret: settings.client_secret,
        secret_expires_at: settings.secret_expires_at,
        scopes: settings.scopes,
        authorize_parameters: settings.authorize_parameters,
        claims: settings.claims,
        trusts_email_verified: settings.trusts_email_verified,
        account_code_controlled: settings.account_code_controlled,
        pkce: settings.pkce,
        enabled: false,
        visible: false,
        position: position + 1,
        created_at: now,
        updated_at: now,
    })
    .await
    .map(drop)
}

/// Saves the settings; `false` if the provider is no longer at `expected_version`. Our secret there stays where none is
/// given, as long as we prove ourselves by one: as it lies in the row, since it may be sealed again at any time. Another
/// issuer forgets what was fetched from the old one, and what was wrong there; whether it tells when somebody
/// authenticated is learnt anew.
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
    let sql = "UPDATE providers SET slug = $3, name = $4, labels = $5, issuer = $6, client_id = $7,
                      client_auth = $8,
                      client_secret = CASE WHEN $18 THEN COALESCE($9, client_secret) END, secret_expires_at = $10, scopes = $11,
                      authorize_parameters = $12, claims = $13, trusts_email_verified = $14,
                      account_code_controlled = $15, pkce = $16,
                      metadata = CASE WHEN issuer = $6 THEN metadata END,
                      metadata_fetched_at = CASE WHEN issuer = $6 THEN metadata_fetched_at END,
                      offers_logout = issuer = $6 AND offers_logout,
                      discovery_failing_since = CASE WHEN issuer = $6 THEN discovery_failing_since END,
                      keys_failing_since = CASE WHEN issuer = $6 THEN keys_failing_since END,
                      signatures_failing_since = CASE WHEN issuer = $6 THEN signatures_failing_since END,
                      tells_auth_time = FALSE, updated_at = $17, version = version + 1
               WHERE id = $1 AND version = $2";
    let values = params![
        id,
        expected_version,
        settings.slug,
        settings.name,
        settings.labels,
        settings.issuer,
        settings.client_id,
        settings.client_auth,
        settings.client_secret,
        settings.secret_expires_at,
        settings.scopes,
        settings.authorize_parameters,
        settings.claims,
        settings.trusts_email_verified,
        settings.account_code_controlled,
        settings.pkce,
        now,
        settings.client_auth.needs_secret()
    ];
    Ok(tx.execute(sql, values).await? == 1)
}

/// Moves it to this place on the login page. Its version stays: nothing that its form shows has changed.
pub async fn set_position(tx: &mut Tx, id: ProviderId, position: i64) -> Result<()> {
    let sql = "UPDATE providers SET position = $2 WHERE id = $1";
    tx.execute(sql, params![id, position]).await.map(drop)
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
/// another issuer by now, or a document that was fetched later.
pub async fn set_metadata(
    tx: &mut Tx,
    id: ProviderId,
    issuer: &str,
    metadata: &Value,
    offers_logout: bool,
    now: Timestamp,
) -> Result<()> {
    let sql = "UPDATE providers SET metadata = $3, offers_logout = $4, metadata_fetched_at = $5
               WHERE id = $1 AND issuer = $2 AND (metadata_fetched_at IS NULL OR metadata_fetched_at <= $5)";
    tx.execute(sql, params![id, issuer, metadata, offers_logout, now])
        .await
        .map(drop)
}

/// Notes that it tells when somebody authenticated; of the provider as it was read, since its next version may be another
/// one.
pub async fn note_auth_time(tx: &mut Tx, id: ProviderId, version: i64) -> Result<()> {
    let sql = "UPDATE providers SET tells_auth_time = TRUE WHERE id = $1 AND version = $2";
    tx.execute(sql, params![id, version]).await.map(drop)
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

/// The enabled provider, hidden or not, that addresses of this domain lead to.
pub async fn by_domain(conn: &mut Conn, domain: &MailDomain) -> Result<Option<Provider>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM providers WHERE enabled AND id = (SELECT provider_id FROM provider_domains WHERE domain = $1)"
    );
    conn.optional(sql, params![domain.as_str()]).await
}

/// Whether somebody is connected through it, or asked for access through it.
pub async fn is_used(conn: &mut Conn, id: ProviderId) -> Result<bool> {
    let sql = "SELECT (SELECT COUNT(*) FROM identities WHERE provider_id = $1)
                    + (SELECT COUNT(*) FROM registration_requests WHERE provider_id = $1) AS value";
    let uses: i64 = conn.scalar(sql, params![id]).await?;
    Ok(uses > 0)
}

/// Holds the row until the transaction ends, so that whoever comes back from the provider at this moment waits; `false`
/// if it is no longer at `expected_version`.
pub async fn hold(tx: &mut Tx, id: ProviderId, expected_version: i64) -> Result<bool> {
    let sql = "UPDATE providers SET version = version + 1 WHERE id = $1 AND version = $2";
    Ok(tx.execute(sql, params![id, expected_version]).await? == 1)
}

/// Deletes a provider that [`is_used`] by nobody, with all that belongs to it: its attempts, and sessions that began
/// through it. Call `settings::guard` and [`hold`] first.
pub async fn delete(tx: &mut Tx, id: ProviderId) -> Result<()> {
    for sql in [
        "DELETE FROM provider_logos WHERE provider_id = $1",
        "DELETE FROM provider_keys WHERE provider_id = $1",
        "DELETE FROM provider_domains WHERE provider_id = $1",
        "DELETE FROM provider_warnings WHERE provider_id = $1",
        "DELETE FROM attempts WHERE provider_id = $1",
        "DELETE FROM logout_tokens WHERE provider_id = $1",
        "DELETE FROM sessions WHERE provider_id = $1",
        "DELETE FROM providers WHERE id = $1",
    ] {
        tx.execute(sql, params![id]).await?;
    }
    Ok(())
}
