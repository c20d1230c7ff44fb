//! Customers' sessions. The cookie holds a random token, the row its SHA-256 in hexadecimal.

mod begin;
mod beginning;
mod endings;
mod open;

pub use begin::{NewSession, hold, insert, renew};
pub use beginning::{Beginning, beginning};
pub use endings::{end, end_for_customer, end_for_identity, end_for_provider, end_for_way, end_others};
pub use open::{OpenSession, open_for_customer};

use domain::customers::CustomerStatus;
use domain::ids::{CustomerId, IdentityId, ProviderId, SessionId};
use domain::sessions::Began;
use domain::settings::SessionPolicy;
use domain::time::Timestamp;
use domain::values::Language;

use crate::db::{Conn, Tx};
use crate::dialect::Row;
use crate::error::Result;
use crate::policies;
use crate::settings::WaysIn;
use crate::sql::{Field, Record, params, record};
use crate::values::stored_enum;

stored_enum! {
    /// Why a session ended before its time.
    pub enum EndedBecause {
        /// The customer signed out here.
        SignedOutLocally = "signed_out_locally",
        /// The customer signed out here and at the provider.
        SignedOutGlobally = "signed_out_globally",
        /// The customer ended it from another session.
        SignedOutElsewhere = "signed_out_elsewhere",
        /// Idle too long, or too old.
        LimitReached = "limit_reached",
        /// Somebody else signed in with the same browser, or somebody whose session was over.
        Replaced = "replaced",
        /// Its provider was disabled.
        ProviderDisabled = "provider_disabled",
        /// The provider said so (OpenID Connect Back-Channel Logout 1.0).
        ProviderLogout = "provider_logout",
        /// The password was reset by mail.
        PasswordReset = "password_reset",
        /// The password was changed.
        PasswordChanged = "password_changed",
        /// The second factor was set up, turned off or reset.
        SecondFactorChanged = "second_factor_changed",
        /// The customer was disabled, rejected or erased.
        CustomerClosed = "customer_closed",
        /// An identity took over the address, which was never proven.
        TakenOver = "taken_over",
        /// The identity that it began with was disconnected.
        Disconnected = "disconnected",
        /// The password was taken away.
        PasswordRemoved = "password_removed",
        /// Staff ended it.
        EndedByStaff = "ended_by_staff",
        /// Customer accounts were switched off.
        CustomerAccountsOff = "customer_accounts_off",
    }
}

/// A session, as its row stands, without the token's hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// The name that client applications know it by; unique.
    pub sid: String,
    /// Who is signed in.
    pub customer_id: CustomerId,
    /// How it began.
    pub began: Began,
    /// The provider that it began through.
    pub provider_id: Option<ProviderId>,
    /// The identity that it began with.
    pub identity_id: Option<IdentityId>,
    /// The provider's own name for its session (`sid` of the ID token).
    pub upstream_sid: Option<String>,
    /// The provider's own name for the person (`sub` of the ID token).
    pub upstream_subject: Option<String>,
    /// The ID token, sealed for the place `sessions.id_token:<id>`: the hint for a global logout.
    pub id_token: Option<String>,
    /// When the person authenticated, which may lie before the session; `UNTOLD` when nobody knows.
    pub auth_time: Timestamp,
    /// How (RFC 8176), space-separated.
    pub amr: String,
    /// Whether "keep me signed in" was chosen, which moves the limits.
    pub keep: bool,
    /// The browser's name for itself.
    pub user_agent: String,
    /// The address that it began from.
    pub requester: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was used last, to the minute.
    pub last_seen_at: Timestamp,
    /// When it ended, if somebody ended it; limits leave no trace here.
    pub ended_at: Option<Timestamp>,
    /// Why.
    pub ended_because: Option<EndedBecause>,
}

record!(Session, "sessions", columns:
    id, sid, customer_id, began, provider_id, identity_id, upstream_sid, upstream_subject, id_token, auth_time, amr,
    keep, user_agent, requester, created_at, last_seen_at, ended_at, ended_because);

/// What the frame of every page needs to know about who is looking: the session, its customer, its provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionView {
    /// The session.
    pub id: SessionId,
    /// Its name for client applications.
    pub sid: String,
    /// Who is signed in.
    pub customer_id: CustomerId,
    /// How it began.
    pub began: Began,
    /// The provider that it began through.
    pub provider_id: Option<ProviderId>,
    /// The identity that it began with.
    pub identity_id: Option<IdentityId>,
    /// When the person authenticated.
    pub auth_time: Timestamp,
    /// Whether "keep me signed in" was chosen.
    pub keep: bool,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was used last, to the minute.
    pub last_seen_at: Timestamp,
    /// The customer's number.
    pub number: i64,
    /// Whether the customer may be signed in at all.
    pub status: CustomerStatus,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Address.
    pub email: Option<String>,
    /// Language.
    pub language: Language,
    /// Time zone.
    pub time_zone: Option<String>,
    /// Whether there is a password.
    pub has_password: bool,
    /// The version of the terms that was accepted last.
    pub terms_version: Option<i64>,
    /// The version that is published; `None` in a shop without terms.
    pub current_terms_version: Option<i64>,
    /// The provider's slug.
    pub provider_slug: Option<String>,
    /// The provider's name.
    pub provider_name: Option<String>,
    /// Whether it is enabled.
    pub provider_enabled: bool,
    /// Whether it is visible.
    pub provider_visible: bool,
    /// Whether it offers OpenID RP-initiated logout.
    pub provider_offers_logout: bool,
    /// Whether there is a client that the customer may sign in to, or that they agreed to.
    pub clients: bool,
}

record!(SessionView, "sessions", view_columns:
    id, sid, customer_id, began, provider_id, identity_id, auth_time, keep, created_at, last_seen_at, number,
    status, given_name, family_name, email, language, time_zone, has_password, terms_version,
    current_terms_version, provider_slug, provider_name, provider_enabled, provider_visible,
    provider_offers_logout, clients);

/// The columns of `SessionView`, from the session `s`, its customer `c` and its provider `p`.
macro_rules! view_text {
    () => {
        "s.id, s.sid, s.customer_id, s.began, s.provider_id, s.identity_id, s.auth_time, s.keep, s.created_at,
         s.last_seen_at, c.number, c.status, c.given_name, c.family_name, c.email, c.language, c.time_zone,
         c.password_hash IS NOT NULL AS has_password, c.terms_version,
         (SELECT MAX(version) FROM legal_texts WHERE kind = 'terms') AS current_terms_version,
         p.slug AS provider_slug, p.name AS provider_name, COALESCE(p.enabled, FALSE) AS provider_enabled,
         COALESCE(p.visible, FALSE) AS provider_visible, COALESCE(p.offers_logout, FALSE) AS provider_offers_logout,
         EXISTS (SELECT 1 FROM clients WHERE active)
           OR EXISTS (SELECT 1 FROM client_consents AS a WHERE a.customer_id = c.id) AS clients"
    };
}

/// What every page needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Here {
    /// The settings, and how many ways in there are.
    pub ways_in: WaysIn,
    /// The version of the catalogue: whoever has read the offers at it need not read them again.
    pub catalogue_version: i64,
    /// How long sessions live.
    pub limits: SessionPolicy,
    /// The session, if the browser has one that nobody ended.
    pub session: Option<SessionView>,
}

impl Record for Here {
    fn from_row(row: &Row) -> Result<Self> {
        let session: Option<SessionId> = Field::read(row, "sessions", "id")?;
        let limits: Option<serde_json::Value> = Field::read(row, "policies", "session_limits")?;
        Ok(Self {
            ways_in: WaysIn::from_row(row)?,
            catalogue_version: Field::read(row, "counters", "catalogue_version")?,
            limits: limits.map(policies::parse).transpose()?.unwrap_or_default(),
            session: session.map(|_| SessionView::from_row(row)).transpose()?,
        })
    }
}

/// The session of this token, unless somebody ended it. Its limits and its customer's status are for
/// `domain::sessions` to judge.
pub async fn view(conn: &mut Conn, token_hash: &str) -> Result<Option<SessionView>> {
    let sql = concat!(
        "SELECT ",
        view_text!(),
        " FROM sessions AS s
         JOIN customers AS c ON c.id = s.customer_id
         LEFT JOIN providers AS p ON p.id = s.provider_id
         WHERE s.token_hash = $1 AND s.ended_at IS NULL"
    );
    conn.optional(sql, params![token_hash]).await
}

/// The settings, the limits of sessions and the session of this token as `view` tells it, read at one moment by one
/// statement: what every page needs. A visitor has no token, and none hashes to the empty text.
pub async fn here(conn: &mut Conn, token_hash: &str) -> Result<Here> {
    let sql = concat!(
        "SELECT ",
        crate::settings::ways_in_text!(),
        ", (SELECT value FROM counters WHERE name = 'catalogue') AS catalogue_version,
           (SELECT value FROM policies WHERE name = 'sessions') AS session_limits, ",
        view_text!(),
        " FROM settings
         LEFT JOIN sessions AS s ON s.token_hash = $1 AND s.ended_at IS NULL
         LEFT JOIN customers AS c ON c.id = s.customer_id
         LEFT JOIN providers AS p ON p.id = s.provider_id
         WHERE settings.id = 'shop'"
    );
    conn.one(sql, params![token_hash]).await
}

/// The session with this id, ended or not.
pub async fn by_id(conn: &mut Conn, id: SessionId) -> Result<Option<Session>> {
    conn.optional(
        concat!("SELECT ", columns!(), " FROM sessions WHERE id = $1"),
        params![id],
    )
    .await
}

/// The session that had this token, ended or not.
pub async fn by_token(conn: &mut Conn, token_hash: &str) -> Result<Option<Session>> {
    let sql = concat!("SELECT ", columns!(), " FROM sessions WHERE token_hash = $1");
    conn.optional(sql, params![token_hash]).await
}

/// Holds the session's row until the transaction ends, unless somebody ended it, and answers how it stands now.
pub async fn hold_open(tx: &mut Tx, id: SessionId) -> Result<Option<Session>> {
    let sql = concat!(
        "UPDATE sessions SET last_seen_at = last_seen_at WHERE id = $1 AND ended_at IS NULL RETURNING ",
        columns!()
    );
    tx.optional(sql, params![id]).await
}

/// The session is in use. The caller asks at most once a minute.
pub async fn touch(tx: &mut Tx, id: SessionId, now: Timestamp) -> Result<()> {
    let sql = "UPDATE sessions SET last_seen_at = $2 WHERE id = $1 AND last_seen_at < $2";
    tx.execute(sql, params![id, now]).await.map(drop)
}

/// Forgets sessions that began before a moment and answers how many. The moment lies further back than any
/// limit.
pub async fn purge(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    tx.execute("DELETE FROM sessions WHERE created_at < $1", params![before])
        .await
}
