//! What a person is in the middle of: the second step of a sign-in, or setting a second factor up. Bound to the
//! browser by the hash of its cookie, or to the session.

use domain::ids::{FactorStepId, MailId};
use domain::second_factor::{Owner, Proof};
use domain::time::Timestamp;

use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::sql::{insert, params, record};

/// A step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its id.
    pub id: FactorStepId,
    /// Whose.
    pub owner: Owner,
    /// Which password was right: nothing of a sign-in is left when it is another one meanwhile.
    pub password_mark: String,
    /// Where the person goes on, a path of ours.
    pub return_to: String,
    /// *Keep me signed in*.
    pub keep: bool,
    /// The secret of an app that is not confirmed, sealed for the place `factor_steps.secret:<id>`.
    pub secret: Option<String>,
    /// The mail with the code that works.
    pub mail_id: Option<MailId>,
    /// When it was asked for.
    pub mail_at: Option<Timestamp>,
    /// Whether a method is being set up, not asked for.
    pub enrols: bool,
    /// What was proven; a sign-in goes on then.
    pub proof: Option<Proof>,
    /// New recovery codes that were not noted yet, sealed for the place `factor_steps.codes:<id>`.
    pub codes: Option<String>,
}

record!(Step, "factor_steps", columns:
    id, owner, password_mark, return_to, keep, secret, mail_id, mail_at, enrols, proof, codes);

/// A step to begin. See [`Step`] for each field.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields of `Step`")]
pub struct NewStep<'a> {
    pub id: FactorStepId,
    pub binding: &'a str,
    pub owner: Owner,
    pub password_mark: &'a str,
    pub return_to: &'a str,
    pub keep: bool,
    pub enrols: bool,
    pub now: Timestamp,
    pub expires_at: Timestamp,
}

/// Begins a step, in place of the one that was bound there.
pub async fn begin(tx: &mut Tx, new: &NewStep<'_>) -> Result<()> {
    end_bound(tx, new.binding).await?;
    insert!(tx, "factor_steps", {
        id: new.id,
        binding: new.binding,
        owner: new.owner,
        password_mark: new.password_mark,
        return_to: new.return_to,
        keep: new.keep,
        enrols: new.enrols,
        created_at: new.now,
        expires_at: new.expires_at,
    })
    .await
    .map(drop)
}

/// The step that is bound here and not over.
pub async fn find(conn: &mut Conn, binding: &str, tries: i64, now: Timestamp) -> Result<Option<Step>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM factor_steps WHERE binding = $1 AND used_at IS NULL AND tries < $2 AND expires_at > $3"
    );
    conn.optional(sql, params![binding, tries, now]).await
}

/// Where the step that is bound here leads: also of one that is over, until it is forgotten.
pub async fn wanted(conn: &mut Conn, binding: &str) -> Result<Option<String>> {
    let sql = concat!("SELECT ", columns!(), " FROM factor_steps WHERE binding = $1");
    let step: Option<Step> = conn.optional(sql, params![binding]).await?;
    Ok(step.map(|step| step.return_to))
}

/// Counts a try, before the code is looked at; `false` if the step is over or has had this many.
pub async fn try_once(tx: &mut Tx, id: FactorStepId, tries: i64, now: Timestamp) -> Result<bool> {
    let sql = "UPDATE factor_steps SET tries = tries + 1
               WHERE id = $1 AND used_at IS NULL AND tries < $2 AND expires_at > $3";
    Ok(tx.execute(sql, params![id, tries, now]).await? == 1)
}

/// Holds the row until the transaction ends; `false` if the step is over.
pub async fn hold(tx: &mut Tx, id: FactorStepId, now: Timestamp) -> Result<bool> {
    let sql = "UPDATE factor_steps SET tries = tries WHERE id = $1 AND used_at IS NULL AND expires_at > $2";
    Ok(tx.execute(sql, params![id, now]).await? == 1)
}

/// Uses the step up; `false` the second time, or too late.
pub async fn use_up(tx: &mut Tx, id: FactorStepId, now: Timestamp) -> Result<bool> {
    let sql = "UPDATE factor_steps SET used_at = $2, secret = NULL, codes = NULL
               WHERE id = $1 AND used_at IS NULL AND expires_at > $2";
    Ok(tx.execute(sql, params![id, now]).await? == 1)
}

/// Sets an app up: this is its secret until it is confirmed.
pub async fn put_secret(tx: &mut Tx, id: FactorStepId, sealed: Option<&str>) -> Result<()> {
    let sql = "UPDATE factor_steps SET secret = $2, mail_id = NULL, mail_at = NULL WHERE id = $1";
    tx.execute(sql, params![id, sealed]).await.map(drop)
}

/// A code is on its way; the one before works no more. The step lasts at least until the code is too old.
pub async fn put_mail(
    tx: &mut Tx,
    id: FactorStepId,
    mail: MailId,
    now: Timestamp,
    until: Timestamp,
) -> Result<()> {
    let sql = "UPDATE factor_steps SET mail_id = $2, mail_at = $3, secret = NULL,
                      expires_at = CASE WHEN expires_at < $4 THEN $4 ELSE expires_at END
               WHERE id = $1";
    tx.execute(sql, params![id, mail, now, until]).await.map(drop)
}

/// Uses up the code of a mail; `false` if another one was sent, or it was used before.
pub async fn use_mail(tx: &mut Tx, id: FactorStepId, mail: MailId) -> Result<bool> {
    let sql = "UPDATE factor_steps SET mail_id = NULL WHERE id = $1 AND mail_id = $2 AND used_at IS NULL";
    Ok(tx.execute(sql, params![id, mail]).await? == 1)
}

/// The method is set up, and these recovery codes are to be noted before anything goes on.
pub async fn put_codes(tx: &mut Tx, id: FactorStepId, proof: Option<Proof>, sealed: &str) -> Result<()> {
    let sql = "UPDATE factor_steps SET proof = $2, codes = $3, secret = NULL, mail_id = NULL WHERE id = $1";
    tx.execute(sql, params![id, proof, sealed]).await.map(drop)
}

/// Ends the step that is bound here.
pub async fn end_bound(tx: &mut Tx, binding: &str) -> Result<()> {
    tx.execute("DELETE FROM factor_steps WHERE binding = $1", params![binding])
        .await
        .map(drop)
}

/// Ends everything that the person is in the middle of, but for one step; answers how many.
pub async fn end_others(tx: &mut Tx, owner: Owner, but: Option<FactorStepId>) -> Result<u64> {
    let sql = "DELETE FROM factor_steps WHERE owner = $1 AND ($2 IS NULL OR id <> $2)";
    tx.execute(sql, params![owner, but]).await
}

/// Forgets steps that are over and answers how many.
pub async fn purge(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    tx.execute("DELETE FROM factor_steps WHERE expires_at <= $1", params![now])
        .await
}
