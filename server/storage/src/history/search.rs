//! The history as staff look through it, page by page. Every statement walks one range of one index.

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
    /// To which one, with its kind.
    pub subject_id: Option<&'a str>,
    /// At this moment or later.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
}

/// The lines before `$1` and from `$2` on that everything else fits.
macro_rules! walk {
    ($lead:literal) => {
        concat!(
            "SELECT id, at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, old_value, new_value,
                    requester, request_id
             FROM history
             WHERE ", $lead, " id < $1 AND id >= $2
               AND ($3 IS NULL OR actor_kind = $3) AND ($4 IS NULL OR actor_id = $4) AND ($5 IS NULL OR action = $5)
               AND ($6 IS NULL OR subject_kind = $6) AND ($7 IS NULL OR subject_id = $7)
             ORDER BY id DESC LIMIT $8"
        )
    };
}

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
            subject_kind: Some(_),
            subject_id: Some(_),
            ..
        } => walk!("subject_kind = $6 AND subject_id = $7 AND"),
        Wanted {
            actor_id: Some(_), ..
        } => walk!("actor_id = $4 AND"),
        Wanted { action: Some(_), .. } => walk!("action = $5 AND"),
        Wanted {
            subject_kind: Some(_),
            ..
        } => walk!("subject_kind = $6 AND"),
        Wanted {
            actor_kind: Some(_), ..
        } => walk!("actor_kind = $3 AND"),
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
