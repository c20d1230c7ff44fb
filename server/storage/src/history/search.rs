//! The history as staff look through it, page by page. Every statement walks one range of one index, for a customer
//! one for each of their requests besides.

use domain::ids::HistoryId;
use domain::time::Timestamp;

use super::{ActorKind, Entry, LAST};
use crate::db::Conn;
use crate::error::Result;
use crate::sql::params;

/// What is looked for. Everything given must fit.
#[derive(Clone, Debug, Default)]
pub struct Wanted<'a> {
    /// Who did it: the kind.
    pub actor_kind: Option<ActorKind>,
    /// Who did it: the id.
    pub actor_id: Option<&'a str>,
    /// What was done.
    pub action: Option<&'a str>,
    /// To what kind of thing.
    pub subject_kind: Option<&'a str>,
    /// To which one, with its kind. What was done to a customer's registration requests was done to the customer.
    pub subject_id: Option<&'a str>,
    /// At this moment or later.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
}

/// The lines before `$1` and from `$2` on that everything else fits.
macro_rules! walk {
    ($lead:literal) => {
        walk!(
            "history AS h",
            $lead,
            "($6 IS NULL OR h.subject_kind = $6) AND ($7 IS NULL OR h.subject_id = $7)"
        )
    };
    ($from:literal, $($about:literal),+) => {
        concat!(
            "SELECT h.id, h.at, h.actor_kind, h.actor_id, h.actor_name, h.action, h.subject_kind, h.subject_id,
                    h.old_value, h.new_value, h.requester, h.request_id
             FROM ", $from, "
             WHERE ", $($about,)+ " AND h.id < $1 AND h.id >= $2
               AND ($3 IS NULL OR h.actor_kind = $3) AND ($4 IS NULL OR h.actor_id = $4)
               AND ($5 IS NULL OR h.action = $5)
             ORDER BY h.id DESC LIMIT $8"
        )
    };
}

/// Lines about one thing.
pub const OF_THING: &str = walk!("history AS h", "h.subject_kind = $6 AND h.subject_id = $7");

/// Lines about a customer and about their registration requests. The join is a `CROSS JOIN`, so that SQLite begins with
/// the few requests instead of walking all lines about requests.
pub const OF_CUSTOMER: &str = concat!(
    "SELECT * FROM (",
    walk!("history AS h", "h.subject_kind = $6 AND h.subject_id = $7"),
    ") AS own UNION ALL SELECT * FROM (",
    walk!(
        "registration_requests AS r CROSS JOIN history AS h",
        "r.customer_id = $7 AND h.subject_kind = 'request' AND h.subject_id = r.id"
    ),
    ") AS of_requests ORDER BY id DESC LIMIT $8"
);

/// One page, newest first: at most `limit` lines before `before`. Ids sort by the moment at which they were made.
pub async fn page(
    conn: &mut Conn,
    wanted: &Wanted<'_>,
    before: Option<HistoryId>,
    limit: usize,
) -> Result<Vec<Entry>> {
    // What narrows most leads, so that its index is walked.
    let sql = match wanted {
        Wanted {
            subject_kind: Some("customer"),
            subject_id: Some(_),
            ..
        } => OF_CUSTOMER,
        Wanted {
            subject_kind: Some(_),
            subject_id: Some(_),
            ..
        } => OF_THING,
        Wanted {
            actor_id: Some(_), ..
        } => walk!("h.actor_id = $4 AND "),
        Wanted { action: Some(_), .. } => walk!("h.action = $5 AND "),
        Wanted {
            subject_kind: Some(_),
            ..
        } => walk!("h.subject_kind = $6 AND "),
        Wanted {
            actor_kind: Some(_), ..
        } => walk!("h.actor_kind = $3 AND "),
        Wanted { .. } => walk!(""),
    };
    let first_at = |at: Timestamp| HistoryId::new(at, [0; 10]);
    let upper = [before, wanted.until.map(first_at)].into_iter().flatten().min();
    let upper = upper.map_or_else(|| LAST.to_owned(), |id| id.to_string());
    let lower = wanted
        .from
        .map_or_else(String::new, |at| first_at(at).to_string());
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let values = params![
        upper,
        lower,
        wanted.actor_kind,
        wanted.actor_id,
        wanted.action,
        wanted.subject_kind,
        wanted.subject_id,
        limit
    ];
    conn.all(sql, values).await
}

/// Everything that was ever done, by name.
pub async fn actions(conn: &mut Conn) -> Result<Vec<String>> {
    distinct(
        conn,
        "WITH RECURSIVE known (name) AS (
             SELECT MIN(action) FROM history
             UNION ALL
             SELECT (SELECT MIN(action) FROM history WHERE action > known.name) FROM known WHERE known.name IS NOT NULL
         )
         SELECT name AS value FROM known WHERE name IS NOT NULL",
    )
    .await
}

/// Every kind of thing that something was ever done to, by name.
pub async fn subject_kinds(conn: &mut Conn) -> Result<Vec<String>> {
    distinct(
        conn,
        "WITH RECURSIVE known (name) AS (
             SELECT MIN(subject_kind) FROM history
             UNION ALL
             SELECT (SELECT MIN(subject_kind) FROM history WHERE subject_kind > known.name)
             FROM known WHERE known.name IS NOT NULL
         )
         SELECT name AS value FROM known WHERE name IS NOT NULL",
    )
    .await
}

/// From each value the statement jumps to the next in the index, however many lines have it.
async fn distinct(conn: &mut Conn, sql: &'static str) -> Result<Vec<String>> {
    let names: Vec<Name> = conn.all(sql, params![]).await?;
    Ok(names.into_iter().map(|Name { value }| value).collect())
}

struct Name {
    value: String,
}

crate::sql::record!(Name, "history", name_columns: value);
