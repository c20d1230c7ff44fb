//! Registration requests: applications for access that wait for a decision.

mod decide;
mod keys;
mod queue;

pub use decide::{
    Correction, Decision, activate, admit, assign, correct, decide, erase_rejected, expire_due,
    forget_unproven, hold, prove_address, reopen, withdraw,
};
pub use keys::{index, index_pending, sharing};
pub use queue::{Filter, Show, queue};

use domain::approvals::{RejectionReason, Status};
use domain::ids::{AccountId, CustomerId, ProviderId, RequestId, StaffId};
use domain::registration::Entry;
use domain::time::Timestamp;
use domain::values::{AddressKey, Email, Language};
use serde_json::Value;

use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::sql::{insert, params, record};
use crate::values::stored_as_text;

stored_as_text!(Entry, RejectionReason, Status);

/// A registration request. Once it is withdrawn, expired or erased, what tells who the applicant was is empty.
#[derive(Clone, Debug, PartialEq)]
pub struct RegistrationRequest {
    /// Its id.
    pub id: RequestId,
    /// Where it stands.
    pub status: Status,
    /// The customer who was made with it.
    pub customer_id: Option<CustomerId>,
    /// The account, made or matched.
    pub account_id: Option<AccountId>,
    /// True if the account existed and its code matched.
    pub matched: bool,
    /// Which way it came in.
    pub entry: Entry,
    /// The provider that the applicant came through.
    pub provider_id: Option<ProviderId>,
    /// The issuer of the identity that will be connected.
    pub issuer: Option<String>,
    /// The subject of that identity.
    pub subject: Option<String>,
    /// The claims that it brought; `{}` for a form.
    pub claims: Value,
    /// The address as it was typed or claimed; proven only if `address_proven_at` says so.
    pub email: Option<String>,
    /// Its key.
    pub address_key: Option<AddressKey>,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Company.
    pub company: Option<String>,
    /// Phone number.
    pub phone: Option<String>,
    /// What the applicant wrote to operations.
    pub message: Option<String>,
    /// The language of its mails.
    pub language: Language,
    /// Where the applicant wanted to go.
    pub return_to: Option<String>,
    /// Hash of the token in the address of its status page.
    pub status_token_hash: String,
    /// When it came in.
    pub submitted_at: Timestamp,
    /// When the address was proven.
    pub address_proven_at: Option<Timestamp>,
    /// When it was decided.
    pub decided_at: Option<Timestamp>,
    /// By whom.
    pub decided_by: Option<StaffId>,
    /// That person's name at that time.
    pub decided_by_name: Option<String>,
    /// Why, as a sentence of the shop.
    pub reason_code: Option<RejectionReason>,
    /// Why, in the words of staff.
    pub reason: Option<String>,
    /// Who has taken it on.
    pub assigned_to: Option<StaffId>,
    /// That person's name at that time.
    pub assigned_name: Option<String>,
    /// When the applicant corrected it last.
    pub corrected_at: Option<Timestamp>,
    /// When it was activated, withdrawn or expired.
    pub ended_at: Option<Timestamp>,
    /// When it expires where it stands.
    pub expires_at: Option<Timestamp>,
    /// Raised by every change.
    pub version: i64,
}

record!(RegistrationRequest, "registration_requests", columns:
    id, status, customer_id, account_id, matched, entry, provider_id, issuer, subject, claims, email,
    address_key, given_name, family_name, company, phone, message, language, return_to, status_token_hash,
    submitted_at, address_proven_at, decided_at, decided_by, decided_by_name, reason_code, reason, assigned_to,
    assigned_name, corrected_at, ended_at, expires_at, version);

use columns as all_columns;

/// A request to submit. See [`RegistrationRequest`] for each field.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields of `RegistrationRequest`")]
pub struct NewRequest<'a> {
    pub id: RequestId,
    pub status: Status,
    pub customer_id: Option<CustomerId>,
    pub account_id: Option<AccountId>,
    pub matched: bool,
    pub entry: Entry,
    pub provider_id: Option<ProviderId>,
    pub issuer: Option<&'a str>,
    pub subject: Option<&'a str>,
    pub claims: &'a Value,
    pub email: Option<&'a Email>,
    pub given_name: &'a str,
    pub family_name: &'a str,
    pub company: Option<&'a str>,
    pub phone: Option<&'a str>,
    pub message: Option<&'a str>,
    pub language: Language,
    pub return_to: Option<&'a str>,
    pub status_token_hash: &'a str,
    pub address_proven_at: Option<Timestamp>,
    pub expires_at: Option<Timestamp>,
    pub now: Timestamp,
}

/// Submits a request.
pub async fn insert(tx: &mut Tx, new: &NewRequest<'_>) -> Result<()> {
    insert!(tx, "registration_requests", {
        id: new.id,
        status: new.status,
        customer_id: new.customer_id,
        account_id: new.account_id,
        matched: new.matched,
        entry: new.entry,
        provider_id: new.provider_id,
        issuer: new.issuer,
        subject: new.subject,
        claims: new.claims,
        email: new.email.map(Email::as_str),
        address_key: new.email.map(Email::key),
        given_name: new.given_name,
        family_name: new.family_name,
        company: new.company,
        phone: new.phone,
        message: new.message,
        language: new.language,
        return_to: new.return_to,
        status_token_hash: new.status_token_hash,
        submitted_at: new.now,
        address_proven_at: new.address_proven_at,
        expires_at: new.expires_at,
    })
    .await
    .map(drop)
}

/// The request with this id.
pub async fn by_id(conn: &mut Conn, id: RequestId) -> Result<Option<RegistrationRequest>> {
    let sql = concat!("SELECT ", columns!(), " FROM registration_requests WHERE id = $1");
    conn.optional(sql, params![id]).await
}

/// The request whose status page has this token.
pub async fn by_status_token(conn: &mut Conn, token_hash: &str) -> Result<Option<RegistrationRequest>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM registration_requests WHERE status_token_hash = $1"
    );
    conn.optional(sql, params![token_hash]).await
}

/// The customer's latest request.
pub async fn by_customer(conn: &mut Conn, customer_id: CustomerId) -> Result<Option<RegistrationRequest>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM registration_requests WHERE customer_id = $1 ORDER BY id DESC LIMIT 1"
    );
    conn.optional(sql, params![customer_id]).await
}

/// How many requests stand there.
pub async fn count(conn: &mut Conn, status: Status) -> Result<i64> {
    let sql = "SELECT COUNT(*) AS value FROM registration_requests WHERE status = $1";
    conn.scalar(sql, params![status]).await
}

/// The number in the header of the back office.
pub async fn count_waiting(conn: &mut Conn) -> Result<i64> {
    count(conn, Status::Waiting).await
}
