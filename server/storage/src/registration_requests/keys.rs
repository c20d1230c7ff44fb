//! By what a request is found: words for the search, and values that requests of the same person share. They are
//! written when a request begins to wait and when it is corrected; a job writes those of the others, so that
//! registering takes the same work for every address.

use domain::approvals::{Applicant, Likeness, likenesses, words_of};
use domain::ids::RequestId;

use super::{RegistrationRequest, all_columns, by_id};
use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::sql::{insert, params, record};

/// The kind of the words; the others are those of [`Likeness`].
const WORD: &str = "word";

struct Pending {
    id: RequestId,
}

record!(Pending, "registration_requests", pending: id);

struct Code {
    code: String,
}

record!(Code, "accounts", code_column: code);

impl RegistrationRequest {
    /// What is compared of its applicant.
    pub fn applicant(&self) -> Applicant<'_> {
        Applicant {
            given_name: &self.given_name,
            family_name: &self.family_name,
            company: self.company.as_deref(),
            phone: self.phone.as_deref(),
            email: self.email.as_deref(),
        }
    }
}

/// Writes the keys of a request as it stands now.
pub async fn index(tx: &mut Tx, id: RequestId) -> Result<()> {
    let Some(request) = by_id(tx, id).await? else {
        return Ok(());
    };
    let sql = concat!("SELECT ", code_column!(), " FROM accounts WHERE id = $1");
    let account: Option<Code> = tx.optional(sql, params![request.account_id]).await?;
    forget(tx, id).await?;
    let texts = [
        Some(request.given_name.as_str()),
        Some(request.family_name.as_str()),
        request.company.as_deref(),
        request.email.as_deref(),
        account.as_ref().map(|account| account.code.as_str()),
    ];
    for word in words_of(texts.into_iter().flatten()) {
        keep(tx, id, WORD, &word).await?;
    }
    for (likeness, value) in likenesses(&request.applicant()) {
        keep(tx, id, likeness.as_str(), &value).await?;
    }
    let sql = "UPDATE registration_requests SET indexed = TRUE WHERE id = $1";
    tx.execute(sql, params![id]).await.map(drop)
}

async fn keep(tx: &mut Tx, id: RequestId, kind: &str, value: &str) -> Result<()> {
    insert!(tx, "request_keys", { request_id: id, kind: kind, value: value })
        .await
        .map(drop)
}

/// Forgets the keys of a request.
pub(super) async fn forget(tx: &mut Tx, id: RequestId) -> Result<()> {
    tx.execute("DELETE FROM request_keys WHERE request_id = $1", params![id])
        .await
        .map(drop)
}

/// Writes the keys of at most `limit` requests that have none yet, and answers how many these were.
pub async fn index_pending(tx: &mut Tx, limit: i64) -> Result<u64> {
    let sql = concat!(
        "SELECT ",
        pending!(),
        " FROM registration_requests WHERE NOT indexed ORDER BY id LIMIT $1"
    );
    let found: Vec<Pending> = tx.all(sql, params![limit]).await?;
    for request in &found {
        index(tx, request.id).await?;
    }
    Ok(found.len() as u64)
}

/// The latest requests that share a value with this one, at most `limit`.
pub async fn sharing(
    conn: &mut Conn,
    id: RequestId,
    likeness: Likeness,
    value: &str,
    limit: i64,
) -> Result<Vec<RegistrationRequest>> {
    let sql = concat!(
        "SELECT ",
        all_columns!(),
        " FROM registration_requests
         WHERE id IN (SELECT request_id FROM request_keys
                      WHERE kind = $1 AND value = $2 AND request_id <> $3 ORDER BY request_id DESC LIMIT $4)
         ORDER BY id DESC"
    );
    conn.all(sql, params![likeness.as_str(), value, id, limit]).await
}
