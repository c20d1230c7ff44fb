//! The outbox. A mail is written in the transaction that causes it; a worker claims it, sends it and says so.

pub mod list;

use domain::ids::{CustomerId, MailId};
use domain::time::{Span, Timestamp};
use domain::values::{AddressKey, Email, Language};
use serde_json::Value;

use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::sql::{insert, params, record};
use crate::values::stored_as_text;

pub use domain::mails::Status;

stored_as_text!(Status);

/// A mail: template and parameters. Links and codes are made when it is sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Mail {
    /// Its id.
    pub id: MailId,
    /// Its Message-ID, the same for every copy (RFC 5322 §3.6.4).
    pub message_id: String,
    /// The template's name.
    pub template: String,
    /// Its language.
    pub language: Language,
    /// Where it goes.
    pub recipient: String,
    /// What the template needs.
    pub params: Value,
    /// The customer whom it is about.
    pub customer_id: Option<CustomerId>,
    /// Where it stands.
    pub status: Status,
    /// How often sending was begun.
    pub attempts: i64,
    /// When it is due.
    pub next_attempt_at: Timestamp,
    /// What went wrong last.
    pub last_error: Option<String>,
    /// When it was written.
    pub created_at: Timestamp,
    /// When the mail server took it.
    pub sent_at: Option<Timestamp>,
    /// The copy that staff sent in its place.
    pub copy_id: Option<MailId>,
}

record!(Mail, "mails", columns:
    id, message_id, template, language, recipient, params, customer_id, status, attempts, next_attempt_at,
    last_error, created_at, sent_at, copy_id);

struct Params {
    params: Value,
}

record!(Params, "mails", params_column: params);

/// A mail to write. See [`Mail`] for each field.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields of `Mail`")]
pub struct NewMail<'a> {
    pub id: MailId,
    pub message_id: &'a str,
    pub template: &'a str,
    pub language: Language,
    pub recipient: &'a str,
    pub params: &'a Value,
    pub customer_id: Option<CustomerId>,
    pub now: Timestamp,
}

/// Writes a mail; it is due at once.
pub async fn enqueue(tx: &mut Tx, new: &NewMail<'_>) -> Result<()> {
    insert!(tx, "mails", {
        id: new.id,
        message_id: new.message_id,
        template: new.template,
        language: new.language,
        recipient: new.recipient,
        recipient_key: Email::parse(new.recipient).ok().map(|address| address.key()),
        params: new.params,
        customer_id: new.customer_id,
        status: Status::Queued,
        next_attempt_at: new.now,
        created_at: new.now,
    })
    .await
    .map(drop)
}

/// Parameters of the last mail of a template about the customer that was written since a moment and not given up.
pub async fn last_params(
    conn: &mut Conn,
    customer_id: CustomerId,
    template: &str,
    since: Timestamp,
) -> Result<Option<Value>> {
    let sql = concat!(
        "SELECT ",
        params_column!(),
        " FROM mails WHERE customer_id = $1 AND template = $2 AND created_at > $3 AND status <> $4
         ORDER BY id DESC LIMIT 1"
    );
    let last: Option<Params> = conn
        .optional(sql, params![customer_id, template, since, Status::Failed])
        .await?;
    Ok(last.map(|last| last.params))
}

/// Writes a row that nobody gets, where somebody else's address would have got a mail: it costs the same. Names nobody.
pub async fn enqueue_blank(tx: &mut Tx, id: MailId, language: Language, now: Timestamp) -> Result<()> {
    insert!(tx, "mails", {
        id: id,
        message_id: id.to_string(),
        template: "blank",
        language: language,
        recipient: "",
        params: serde_json::json!({}),
        customer_id: None::<CustomerId>,
        status: Status::Sent,
        next_attempt_at: now,
        created_at: now,
    })
    .await
    .map(drop)
}

/// Claims up to `limit` mails that are due and raises their attempts. Nobody else gets them until `lock_for`
/// has passed: a worker that dies leaves them to the next one after that.
pub async fn claim_due(tx: &mut Tx, now: Timestamp, limit: i64, lock_for: Span) -> Result<Vec<Mail>> {
    // The outer condition is asked again for a row that another claim held meanwhile.
    let sql = concat!(
        "UPDATE mails SET locked_until = $4, attempts = attempts + 1
         WHERE id IN (SELECT id FROM mails
                      WHERE status = $1 AND next_attempt_at <= $2
                        AND (locked_until IS NULL OR locked_until <= $2)
                      ORDER BY next_attempt_at, id LIMIT $3)
           AND status = $1 AND (locked_until IS NULL OR locked_until <= $2)
         RETURNING ",
        columns!()
    );
    let mut mails: Vec<Mail> = tx
        .all(sql, params![Status::Queued, now, limit, now.plus(lock_for)])
        .await?;
    // RETURNING promises no order.
    mails.sort_by_key(|mail| (mail.next_attempt_at, mail.id));
    Ok(mails)
}

/// The mail server has taken it; `false` if that was known.
pub async fn sent(tx: &mut Tx, id: MailId, now: Timestamp) -> Result<bool> {
    let sql = "UPDATE mails SET status = $2, sent_at = $3, locked_until = NULL, last_error = NULL
               WHERE id = $1 AND status <> $2";
    Ok(tx.execute(sql, params![id, Status::Sent, now]).await? == 1)
}

/// Sending failed for now: it is due again later.
pub async fn retry(tx: &mut Tx, id: MailId, next_attempt_at: Timestamp, error: &str) -> Result<()> {
    let sql = "UPDATE mails SET next_attempt_at = $2, last_error = $3, locked_until = NULL
               WHERE id = $1 AND status = $4";
    tx.execute(sql, params![id, next_attempt_at, error, Status::Queued])
        .await
        .map(drop)
}

/// Sending failed for good.
pub async fn failed(tx: &mut Tx, id: MailId, error: &str) -> Result<()> {
    let sql = "UPDATE mails SET status = $2, last_error = $3, locked_until = NULL
               WHERE id = $1 AND status = $4";
    tx.execute(sql, params![id, Status::Failed, error, Status::Queued])
        .await
        .map(drop)
}

/// Takes mails of this template about the customer back that have not left yet.
pub async fn take_back(tx: &mut Tx, customer_id: CustomerId, template: &str) -> Result<()> {
    let sql = "DELETE FROM mails WHERE customer_id = $1 AND template = $2 AND status = $3";
    tx.execute(sql, params![customer_id, template, Status::Queued])
        .await
        .map(drop)
}

/// Takes mails of this template to an address back that have not left yet.
pub async fn take_back_from(tx: &mut Tx, recipient: &AddressKey, template: &str) -> Result<()> {
    let sql = "DELETE FROM mails WHERE recipient_key = $1 AND template = $2 AND status = $3";
    tx.execute(sql, params![recipient, template, Status::Queued])
        .await
        .map(drop)
}

/// Forgets mails that were sent or given up and that were written before a moment, and answers how many.
pub async fn purge(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    let sql = "DELETE FROM mails WHERE status <> $2 AND created_at < $1";
    tx.execute(sql, params![before, Status::Queued]).await
}

/// Lets a mail that was given up wait again, as if it were new; `false` if it was not given up, or waits again already.
pub async fn wait_again(tx: &mut Tx, id: MailId, now: Timestamp) -> Result<bool> {
    let sql = "UPDATE mails SET status = $2, attempts = 0, next_attempt_at = $3, locked_until = NULL
               WHERE id = $1 AND status = $4";
    let changed = tx
        .execute(sql, params![id, Status::Queued, now, Status::Failed])
        .await?;
    Ok(changed == 1)
}

/// Notes the copy that leaves in the place of a mail that has left; `false` if there is one already.
pub async fn copied(tx: &mut Tx, id: MailId, copy: MailId) -> Result<bool> {
    let sql = "UPDATE mails SET copy_id = $2 WHERE id = $1 AND status = $3 AND copy_id IS NULL";
    Ok(tx.execute(sql, params![id, copy, Status::Sent]).await? == 1)
}

/// The mail with this id.
pub async fn by_id(conn: &mut Conn, id: MailId) -> Result<Option<Mail>> {
    conn.optional(
        concat!("SELECT ", columns!(), " FROM mails WHERE id = $1"),
        params![id],
    )
    .await
}

/// The mails about the customer, newest first.
pub async fn latest_of(conn: &mut Conn, customer_id: CustomerId, limit: i64) -> Result<Vec<Mail>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM mails WHERE customer_id = $1 ORDER BY id DESC LIMIT $2"
    );
    conn.all(sql, params![customer_id, limit]).await
}
