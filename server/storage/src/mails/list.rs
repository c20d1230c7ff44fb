//! The outbox as the back office lists it, page by page. Every statement walks one range of one index.

use domain::ids::MailId;
use domain::mails::Status;
use domain::time::Timestamp;
use domain::values::AddressKey;

use super::Mail;
use crate::db::Conn;
use crate::error::Result;
use crate::sql::{params, record};
use crate::values::Bind;

/// Behind every id.
const LAST: &str = "ffffffff-ffff-ffff-ffff-ffffffffffff";

/// What is looked for. Everything given must fit.
#[derive(Clone, Debug, Default)]
pub struct Wanted<'a> {
    /// Where the mail stands.
    pub status: Option<Status>,
    /// The template's name.
    pub template: Option<&'a str>,
    /// Whom it goes to.
    pub recipient: Option<&'a AddressKey>,
    /// Written at this moment or later.
    pub from: Option<Timestamp>,
    /// Written before this moment.
    pub until: Option<Timestamp>,
}

/// How many mails stand where, each counted up to the limit that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// Wait.
    pub queued: i64,
    /// Left.
    pub sent: i64,
    /// Given up.
    pub failed: i64,
}

record!(Counts, "mails", count_columns: queued, sent, failed);

/// The mails before `$2` and from `$3` on that everything else fits; rows that nobody gets are none.
macro_rules! walk {
    ($lead:literal) => {
        concat!(
            "SELECT id, message_id, template, language, recipient, params, customer_id, status, attempts,
                    next_attempt_at, last_error, created_at, sent_at, copy_id
             FROM mails
             WHERE ",
            $lead,
            " id < $2 AND id >= $3 AND template <> 'blank'
               AND ($4 IS NULL OR status = $4) AND ($5 IS NULL OR template = $5)
               AND ($6 IS NULL OR recipient_key = $6)
             ORDER BY id DESC LIMIT $7"
        )
    };
}

/// One page, the newest first: at most `limit` mails before `before`. Ids sort by the moment at which they were made.
pub async fn page(
    conn: &mut Conn,
    wanted: &Wanted<'_>,
    before: Option<MailId>,
    limit: usize,
) -> Result<Vec<Mail>> {
    let Wanted {
        status,
        template,
        recipient,
        ..
    } = wanted;
    let (sql, lead) = match (recipient, status, template) {
        (Some(key), _, _) => (walk!("recipient_key = $1 AND"), key.bind()),
        (None, Some(status), None) => (walk!("status = $1 AND"), status.bind()),
        // Most mails have left, so that what they are for narrows more.
        (None, Some(status), Some(_)) if *status != Status::Sent => (walk!("status = $1 AND"), status.bind()),
        (None, _, Some(template)) => (walk!("template = $1 AND"), template.bind()),
        (None, None, None) => (walk!(""), <String as Bind>::NULL),
    };
    let until = wanted.until.map(first_at);
    let upper = [before, until].into_iter().flatten().min();
    let upper = upper.map_or_else(|| LAST.to_owned(), |id| id.to_string());
    let lower = wanted
        .from
        .map(first_at)
        .map_or_else(String::new, |id| id.to_string());
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut values = vec![lead];
    values.extend(params![upper, lower, status, template, recipient, limit]);
    conn.all(sql, values).await
}

/// The first id of a moment.
fn first_at(at: Timestamp) -> MailId {
    MailId::new(at, [0; 10])
}

/// How many mails stand where; no more than `limit` of each are counted.
pub async fn counts(conn: &mut Conn, limit: i64) -> Result<Counts> {
    let sql = "SELECT (SELECT COUNT(*) FROM (SELECT id FROM mails WHERE status = 'queued' LIMIT $1) AS q) AS queued,
                      (SELECT COUNT(*) FROM (SELECT id FROM mails WHERE status = 'sent' AND template <> 'blank'
                                             LIMIT $1) AS s) AS sent,
                      (SELECT COUNT(*) FROM (SELECT id FROM mails WHERE status = 'failed' LIMIT $1) AS f) AS failed";
    conn.one(sql, params![limit]).await
}
