//! The queue in pages, filtered and searched.

use std::sync::LazyLock;

use domain::approvals::{SEARCH_WORDS, Status};
use domain::ids::{ProviderId, RequestId, StaffId};
use domain::registration::Entry;
use domain::time::Timestamp;

use super::{RegistrationRequest, all_columns};
use crate::db::Conn;
use crate::error::Result;
use crate::sql::params;
use crate::values::Bind;

/// Which requests are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Show {
    /// Those that stand there.
    Standing(Status),
    /// Those that staff have decided.
    Decided,
    /// All.
    #[default]
    All,
}

/// What a page of the queue holds. `None` leaves a condition out.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Which part of the queue.
    pub show: Show,
    /// How they came.
    pub entry: Option<Entry>,
    /// Through which provider.
    pub provider: Option<ProviderId>,
    /// Submitted at this moment or earlier.
    pub submitted_by: Option<Timestamp>,
    /// Whether the address is proven.
    pub proven: Option<bool>,
    /// Who has taken it on.
    pub assigned_to: Option<StaffId>,
    /// Beginnings of words, folded, all of which the request has; at most [`SEARCH_WORDS`] count.
    pub words: Vec<String>,
    /// The newest first instead of the oldest.
    pub newest_first: bool,
    /// The last request of the page before.
    pub after: Option<RequestId>,
}

/// The text of each statement: by the part of the queue, the order and the number of words. A text for each, so that
/// a database need not guess which condition narrows the list down.
static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut texts = Vec::new();
    for show in [
        "status = $1",
        "$1 IS NULL AND decided_by IS NOT NULL",
        "$1 IS NULL",
    ] {
        for (than, order) in [(">", "ASC"), ("<", "DESC")] {
            for words in 0..=SEARCH_WORDS {
                texts.push(text(show, than, order, words));
            }
        }
    }
    texts
});

fn text(show: &str, than: &str, order: &str, words: usize) -> String {
    let mut text = format!(
        "SELECT {} FROM registration_requests
         WHERE {show} AND ($2 IS NULL OR entry = $2) AND ($3 IS NULL OR provider_id = $3)
           AND ($4 IS NULL OR submitted_at <= $4) AND ($5 IS NULL OR (address_proven_at IS NOT NULL) = $5)
           AND ($6 IS NULL OR assigned_to = $6) AND ($7 IS NULL OR id {than} $7)",
        all_columns!()
    );
    for word in 0..words {
        let (from, to) = (9 + 2 * word, 10 + 2 * word);
        text.push_str(&format!(
            " AND id IN (SELECT request_id FROM request_keys WHERE kind = 'word' AND value >= ${from} AND value < ${to})"
        ));
    }
    text.push_str(&format!(" ORDER BY id {order} LIMIT $8"));
    text
}

/// One page: at most `limit` requests.
pub async fn queue(conn: &mut Conn, filter: &Filter, limit: i64) -> Result<Vec<RegistrationRequest>> {
    let (show, status) = match filter.show {
        Show::Standing(status) => (0, Some(status)),
        Show::Decided => (1, None),
        Show::All => (2, None),
    };
    let words = &filter.words[..filter.words.len().min(SEARCH_WORDS)];
    let mut values = params![
        status,
        filter.entry,
        filter.provider,
        filter.submitted_by,
        filter.proven,
        filter.assigned_to,
        filter.after,
        limit
    ];
    for word in words {
        values.push(word.bind());
        // No word that begins so comes behind this.
        values.push(format!("{word}\u{10FFFF}").bind());
    }
    let order = usize::from(filter.newest_first);
    let text = &TEXTS[(show * 2 + order) * (SEARCH_WORDS + 1) + words.len()];
    conn.all(text, values).await
}
