//! What moves a request on. Each is a compare-and-set on the status that the caller read: of two who act at
//! the same moment one wins, and the other reads the request again to be told who did.

use domain::approvals::{RejectionReason, Status};
use domain::ids::{CustomerId, RequestId, StaffId};
use domain::time::Timestamp;
use domain::values::Language;

use super::keys;
use crate::db::Tx;
use crate::error::Result;
use crate::sql::{params, record};

/// A decision of staff.
#[derive(Clone, Debug)]
pub struct Decision<'a> {
    /// The status that was seen.
    pub from: Status,
    /// The version that was seen, so that nobody decides about what has been corrected meanwhile.
    pub version: i64,
    /// Approved or rejected.
    pub to: Status,
    /// Who decides.
    pub staff: Option<StaffId>,
    /// That person's name.
    pub staff_name: &'a str,
    /// What the applicant is told, as a sentence of the shop.
    pub code: Option<RejectionReason>,
    /// What the applicant is told, in the words of staff.
    pub reason: Option<&'a str>,
    /// When the new status expires.
    pub expires_at: Option<Timestamp>,
    /// The present moment.
    pub now: Timestamp,
}

/// What an applicant may correct on the status page.
#[derive(Clone, Debug)]
pub struct Correction<'a> {
    /// Given name.
    pub given_name: &'a str,
    /// Family name.
    pub family_name: &'a str,
    /// Company.
    pub company: Option<&'a str>,
    /// Phone number.
    pub phone: Option<&'a str>,
    /// What the applicant writes to operations.
    pub message: Option<&'a str>,
    /// Language of the mails.
    pub language: Language,
    /// The present moment.
    pub now: Timestamp,
}

struct Erased {
    id: RequestId,
    customer_id: Option<CustomerId>,
}

record!(Erased, "registration_requests", erased: id, customer_id);

/// Holds the row until the transaction ends: whoever moves the same request on waits.
pub async fn hold(tx: &mut Tx, id: RequestId) -> Result<()> {
    let sql = "UPDATE registration_requests SET version = version WHERE id = $1";
    tx.execute(sql, params![id]).await.map(drop)
}

/// Approves or rejects; `false` if the request is no longer as it was seen.
pub async fn decide(tx: &mut Tx, id: RequestId, decision: &Decision<'_>) -> Result<bool> {
    let sql = "UPDATE registration_requests
               SET status = $3, decided_at = $4, decided_by = $5, decided_by_name = $6, reason = $7,
                   expires_at = $8, reason_code = $10, version = version + 1
               WHERE id = $1 AND status = $2 AND version = $9";
    let values = params![
        id,
        decision.from,
        decision.to,
        decision.now,
        decision.staff,
        decision.staff_name,
        decision.reason,
        decision.expires_at,
        decision.version,
        decision.code
    ];
    Ok(tx.execute(sql, values).await? == 1)
}

/// Undoes a rejection: the request waits again. `false` if it is not rejected, or already erased.
pub async fn reopen(tx: &mut Tx, id: RequestId, expires_at: Timestamp) -> Result<bool> {
    let sql = "UPDATE registration_requests
               SET status = $2, decided_at = NULL, decided_by = NULL, decided_by_name = NULL, reason = NULL,
                   reason_code = NULL, expires_at = $3, version = version + 1
               WHERE id = $1 AND status = $4 AND status_token_hash <> id";
    Ok(tx
        .execute(sql, params![id, Status::Waiting, expires_at, Status::Rejected])
        .await?
        == 1)
}

/// The address is proven, so operations can decide; `false` if it was, or the request is over.
pub async fn prove_address(
    tx: &mut Tx,
    id: RequestId,
    expires_at: Timestamp,
    now: Timestamp,
) -> Result<bool> {
    let sql = "UPDATE registration_requests
               SET status = $2, address_proven_at = $3, expires_at = $4, indexed = FALSE, version = version + 1
               WHERE id = $1 AND status = $5";
    let values = params![id, Status::Waiting, now, expires_at, Status::Unproven];
    Ok(tx.execute(sql, values).await? == 1)
}

/// Nobody has to decide about a request whose address is proven: waiting → activated; `false` if it does not wait.
pub async fn admit(tx: &mut Tx, id: RequestId, now: Timestamp) -> Result<bool> {
    let sql = "UPDATE registration_requests
               SET status = $3, decided_at = $4, ended_at = $4, expires_at = NULL, version = version + 1
               WHERE id = $1 AND status = $2";
    let values = params![id, Status::Waiting, Status::Activated, now];
    Ok(tx.execute(sql, values).await? == 1)
}

/// Saves what the applicant corrected; `false` if the request is no longer at `expected_version`, or decided.
pub async fn correct(
    tx: &mut Tx,
    id: RequestId,
    expected_version: i64,
    correction: &Correction<'_>,
) -> Result<bool> {
    let sql = "UPDATE registration_requests
               SET given_name = $3, family_name = $4, company = $5, phone = $6, message = $7,
                   language = $8, corrected_at = $9, indexed = FALSE, version = version + 1
               WHERE id = $1 AND version = $2 AND status IN ('unproven', 'waiting')";
    let values = params![
        id,
        expected_version,
        correction.given_name,
        correction.family_name,
        correction.company,
        correction.phone,
        correction.message,
        correction.language,
        correction.now
    ];
    Ok(tx.execute(sql, values).await? == 1)
}

/// Somebody takes the request on, or gives it back; `false` if it is decided or over. No change of what it says, so
/// the version stays.
pub async fn assign(tx: &mut Tx, id: RequestId, to: Option<(StaffId, &str)>) -> Result<bool> {
    let sql = "UPDATE registration_requests SET assigned_to = $2, assigned_name = $3
               WHERE id = $1 AND status IN ('unproven', 'waiting')";
    let (staff, name) = to.unzip();
    Ok(tx.execute(sql, params![id, staff, name]).await? == 1)
}

/// Forgets what somebody wrote who had not proven the address.
pub async fn forget_unproven(tx: &mut Tx, id: RequestId) -> Result<()> {
    let sql = "UPDATE registration_requests
               SET company = NULL, phone = NULL, message = NULL, indexed = FALSE, version = version + 1
               WHERE id = $1";
    tx.execute(sql, params![id]).await.map(drop)
}

/// The applicant has signed in: approved → activated; `false` if it is not approved.
pub async fn activate(tx: &mut Tx, id: RequestId, now: Timestamp) -> Result<bool> {
    let sql = "UPDATE registration_requests
               SET status = $2, ended_at = $4, expires_at = NULL, version = version + 1
               WHERE id = $1 AND status = $3";
    Ok(tx
        .execute(sql, params![id, Status::Activated, Status::Approved, now])
        .await?
        == 1)
}

/// The applicant takes the request back, and it is erased; `false` if it is decided or over.
pub async fn withdraw(tx: &mut Tx, id: RequestId, now: Timestamp) -> Result<bool> {
    let sql = "UPDATE registration_requests
               SET status = $2, ended_at = $3, expires_at = NULL, version = version + 1
               WHERE id = $1 AND status IN ('unproven', 'waiting')";
    let withdrawn = tx.execute(sql, params![id, Status::Withdrawn, now]).await? == 1;
    if withdrawn {
        erase(tx, id).await?;
    }
    Ok(withdrawn)
}

/// Ends the requests whose time is over, erases them, and answers which, with the customers made for them.
pub async fn expire_due(tx: &mut Tx, now: Timestamp) -> Result<Vec<(RequestId, Option<CustomerId>)>> {
    let sql = "UPDATE registration_requests
               SET status = $2, ended_at = $1, expires_at = NULL, version = version + 1
               WHERE status IN ('unproven', 'waiting') AND expires_at <= $1
               RETURNING id, customer_id";
    let expired = tx.all::<Erased>(sql, params![now, Status::Expired]).await?;
    erase_all(tx, expired).await
}

/// Erases the rejected requests whose time for an undo is over, and answers which; they stay rejected. The status
/// page's token stops working: no token hashes to an id.
pub async fn erase_rejected(tx: &mut Tx, now: Timestamp) -> Result<Vec<(RequestId, Option<CustomerId>)>> {
    let sql = "UPDATE registration_requests
               SET expires_at = NULL, status_token_hash = id, version = version + 1
               WHERE status = $2 AND expires_at <= $1
               RETURNING id, customer_id";
    let due = tx.all::<Erased>(sql, params![now, Status::Rejected]).await?;
    erase_all(tx, due).await
}

async fn erase_all(tx: &mut Tx, requests: Vec<Erased>) -> Result<Vec<(RequestId, Option<CustomerId>)>> {
    let mut erased = Vec::with_capacity(requests.len());
    for request in requests {
        erase(tx, request.id).await?;
        erased.push((request.id, request.customer_id));
    }
    Ok(erased)
}

/// Empties what tells who the applicant was. The status page's token goes on working, to say that nothing is left.
async fn erase(tx: &mut Tx, id: RequestId) -> Result<()> {
    let sql = "UPDATE registration_requests
               SET issuer = NULL, subject = NULL, claims = '{}', email = NULL, address_key = NULL,
                   given_name = '', family_name = '', company = NULL, phone = NULL, message = NULL,
                   return_to = NULL, reason = NULL, indexed = TRUE
               WHERE id = $1";
    tx.execute(sql, params![id]).await?;
    keys::forget(tx, id).await
}
