//! The customers as the back office lists them: found by words or filtered, page by page. Every statement walks one
//! range of one index and looks at so many entries of it at most, so that no page is slower among a million.

use domain::customers::{CustomerStatus, search::behind};
use domain::ids::{CustomerId, ProviderId};
use domain::time::Timestamp;

use crate::db::Conn;
use crate::dialect::Row;
use crate::error::Result;
use crate::sql::{Field, Record, params, record};
use crate::values::{Bind, Value};

/// Entries of an index that one page looks at. When too few of them fit, the page is short and the next goes on.
pub const LOOKED_AT: i64 = 500;
/// Beginnings of words that are asked besides the one whose range is walked.
const FURTHER: usize = 3;
/// Behind every id.
pub(super) const LAST: &str = "ffffffff-ffff-ffff-ffff-ffffffffffff";

/// A customer in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The id.
    pub id: CustomerId,
    /// The number.
    pub number: i64,
    /// Where the customer stands.
    pub status: CustomerStatus,
    /// The address.
    pub email: Option<String>,
    /// When it was proven.
    pub address_proven_at: Option<Timestamp>,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Code of the account.
    pub account_code: Option<String>,
    /// Its name.
    pub account_name: Option<String>,
    /// When the row was made.
    pub created_at: Timestamp,
}

record!(Listed, "customers", columns:
    id, number, status, email, address_proven_at, given_name, family_name, account_code, account_name, created_at);

/// What is looked for. Everything given must fit.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Beginnings of words (`domain::customers::search::prefixes`), the first of which leads.
    pub prefixes: Vec<String>,
    /// Where the customer stands.
    pub status: Option<CustomerStatus>,
    /// A provider that the customer is connected with.
    pub provider: Option<ProviderId>,
}

/// Where a page ends: the customer, and the word that led there when words were asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Empty unless words were asked.
    pub word: String,
    /// The customer.
    pub id: CustomerId,
}

/// A page of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The newest customers first; by the word that was found when words were asked.
    pub rows: Vec<Listed>,
    /// Where the next page begins.
    pub next: Option<Key>,
}

struct Found {
    word: String,
    customer: Listed,
}

impl Record for Key {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self {
            word: Field::read(row, "customer_words", "word")?,
            id: Field::read(row, "customer_words", "customer_id")?,
        })
    }
}

impl Record for Found {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self {
            word: Field::read(row, "customer_words", "word")?,
            customer: Listed::from_row(row)?,
        })
    }
}

/// One index to walk: `$1` what leads, `$2` and `$3` the entry to go on behind, `$4` the end, `$5` how many entries.
struct Walk {
    /// A page of those entries that everything else fits.
    page: &'static str,
    /// The last entry that the page looks at, if there are so many.
    last: &'static str,
}

/// Of the entries that were walked, the customers that everything else fits: `$6` to `$11` beginnings of words and
/// what lies behind them, `$12` status, `$13` provider.
macro_rules! walk {
    ($entries:literal, $unless:literal, $order:literal) => {
        Walk {
            page: concat!(
                "WITH walked AS (", $entries, " ORDER BY ", $order, " LIMIT $5)
                 SELECT walked.word, c.id, c.number, c.status, c.email, c.address_proven_at, c.given_name, c.family_name,
                        a.code AS account_code, a.name AS account_name, c.created_at
                 FROM walked JOIN customers AS c ON c.id = walked.customer_id
                             LEFT JOIN accounts AS a ON a.id = c.account_id
                 WHERE ", $unless, "
                       ($6 IS NULL OR EXISTS (SELECT 1 FROM customer_words AS w
                                              WHERE w.customer_id = c.id AND w.word >= $6 AND w.word < $7))
                   AND ($8 IS NULL OR EXISTS (SELECT 1 FROM customer_words AS w
                                              WHERE w.customer_id = c.id AND w.word >= $8 AND w.word < $9))
                   AND ($10 IS NULL OR EXISTS (SELECT 1 FROM customer_words AS w
                                               WHERE w.customer_id = c.id AND w.word >= $10 AND w.word < $11))
                   AND ($12 IS NULL OR c.status = $12)
                   AND ($13 IS NULL OR EXISTS (SELECT 1 FROM identities AS i
                                               WHERE i.customer_id = c.id AND i.provider_id = $13))
                 ORDER BY ", $order, " LIMIT $14"
            ),
            last: concat!($entries, " ORDER BY ", $order, " LIMIT 1 OFFSET $5"),
        }
    };
}

/// The words that begin as asked. Found by several, a customer stands at the first of them.
const BY_WORD: Walk = walk!(
    "SELECT word, customer_id FROM customer_words WHERE (word, customer_id) > ($2, $3) AND word < $4",
    "NOT EXISTS (SELECT 1 FROM customer_words AS w
                 WHERE w.customer_id = c.id AND w.word >= $1 AND w.word < walked.word) AND",
    "word, customer_id"
);
const BY_PROVIDER: Walk = walk!(
    "SELECT DISTINCT '' AS word, customer_id FROM identities WHERE provider_id = $1 AND customer_id < $3",
    "",
    "customer_id DESC"
);
const BY_STATUS: Walk = walk!(
    "SELECT '' AS word, id AS customer_id FROM customers WHERE status = $1 AND id < $3",
    "",
    "customer_id DESC"
);
const ALL: Walk = walk!(
    "SELECT '' AS word, id AS customer_id FROM customers WHERE id < $3",
    "",
    "customer_id DESC"
);

/// The statement of a search, for whoever wants to see how a database carries it out.
pub const SEARCH: &str = BY_WORD.page;

/// One page: at most `limit` customers behind `after`.
pub async fn page(conn: &mut Conn, wanted: &Wanted, after: Option<&Key>, limit: usize) -> Result<Page> {
    let (walk, range) = range(wanted, after);
    let mut values = range.clone();
    values.push(LOOKED_AT.bind());
    values.extend(further(wanted));
    values.push(i64::try_from(limit + 1).unwrap_or(i64::MAX).bind());
    let mut found: Vec<Found> = conn.all(walk.page, values).await?;
    let next = if found.len() > limit {
        found.truncate(limit);
        found.last().map(|last| Key {
            word: last.word.clone(),
            id: last.customer.id,
        })
    } else {
        let mut values = range;
        values.push((LOOKED_AT - 1).bind());
        conn.optional(walk.last, values).await?
    };
    Ok(Page {
        rows: found.into_iter().map(|found| found.customer).collect(),
        next,
    })
}

/// The index to walk, and `$1` to `$4`.
fn range(wanted: &Wanted, after: Option<&Key>) -> (Walk, Vec<Value>) {
    if let Some(prefix) = wanted.prefixes.first() {
        let (word, id) = match after {
            Some(key) => (key.word.as_str(), key.id.to_string()),
            None => (prefix.as_str(), String::new()),
        };
        return (BY_WORD, params![prefix, word, id, behind(prefix)]);
    }
    let before = after.map_or_else(|| LAST.to_owned(), |key| key.id.to_string());
    let none = <String as Bind>::NULL;
    let (walk, lead) = match (wanted.provider, wanted.status) {
        (Some(provider), _) => (BY_PROVIDER, provider.bind()),
        (None, Some(status)) => (BY_STATUS, status.bind()),
        (None, None) => (ALL, none.clone()),
    };
    (walk, vec![lead, none.clone(), before.bind(), none])
}

/// `$6` to `$13`.
fn further(wanted: &Wanted) -> Vec<Value> {
    let mut values = Vec::new();
    for prefix in wanted.prefixes.iter().skip(1).take(FURTHER) {
        values.extend(params![prefix, behind(prefix)]);
    }
    values.resize(2 * FURTHER, <String as Bind>::NULL);
    values.extend(params![wanted.status, wanted.provider]);
    values
}
