//! Throttles: attempts counted in fixed windows, shared by all replicas.

use domain::time::{Span, Timestamp};

use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::sql::{params, record};

/// A bucket's present window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Attempts in it, this one included.
    pub count: i64,
    /// When it ends and the count begins anew.
    pub window_ends_at: Timestamp,
}

record!(Window, "throttles", columns: count, window_ends_at);

struct Named {
    bucket: String,
    count: i64,
    window_ends_at: Timestamp,
}

record!(Named, "throttles", named: bucket, count, window_ends_at);

/// Counts one attempt. The first one opens a window of this length; the first one after its end opens the next.
pub async fn hit(tx: &mut Tx, bucket: &str, window: Span, now: Timestamp) -> Result<Window> {
    let sql = concat!(
        "INSERT INTO throttles (bucket, count, window_ends_at) VALUES ($1, 1, $3)
         ON CONFLICT (bucket) DO UPDATE
         SET count = CASE WHEN throttles.window_ends_at <= $2 THEN 1 ELSE throttles.count + 1 END,
             window_ends_at = CASE WHEN throttles.window_ends_at <= $2 THEN excluded.window_ends_at
                                   ELSE throttles.window_ends_at END
         RETURNING ",
        columns!()
    );
    tx.one(sql, params![bucket, now, now.plus(window)]).await
}

/// What becomes of the rows of an insert that are there already, at the moment `$1`; answers all of them.
macro_rules! count_on {
    () => {
        "
         ON CONFLICT (bucket) DO UPDATE
         SET count = CASE WHEN throttles.window_ends_at <= $1 THEN 1 ELSE throttles.count + 1 END,
             window_ends_at = CASE WHEN throttles.window_ends_at <= $1 THEN excluded.window_ends_at
                                   ELSE throttles.window_ends_at END
         RETURNING bucket, count, window_ends_at"
    };
}

/// Counts one attempt in each of two buckets, as `hit` does, and answers both windows in the order of the buckets.
pub async fn hit_both(tx: &mut Tx, buckets: [&str; 2], window: Span, now: Timestamp) -> Result<[Window; 2]> {
    let sql = concat!(
        "INSERT INTO throttles (bucket, count, window_ends_at) VALUES ($2, 1, $4), ($3, 1, $4)",
        count_on!()
    );
    let [first, second] = buckets;
    let windows = tx.all(sql, params![now, first, second, now.plus(window)]).await?;
    Ok(buckets.map(|bucket| named(&windows, bucket, now)))
}

/// The window of a bucket among those that a statement answered, which promises no order.
fn named(windows: &[Named], bucket: &str, now: Timestamp) -> Window {
    let named = windows.iter().find(|window| window.bucket == bucket);
    named.map_or(
        Window {
            count: 0,
            window_ends_at: now,
        },
        |window| Window {
            count: window.count,
            window_ends_at: window.window_ends_at,
        },
    )
}

/// How many attempts its present window holds; 0 if there is none.
pub async fn peek(conn: &mut Conn, bucket: &str, now: Timestamp) -> Result<i64> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM throttles WHERE bucket = $1 AND window_ends_at > $2"
    );
    Ok(conn
        .optional::<Window>(sql, params![bucket, now])
        .await?
        .map_or(0, |window| window.count))
}

/// Takes one attempt back, if its window goes on: it was none that must be counted.
pub async fn give_back(tx: &mut Tx, bucket: &str, now: Timestamp) -> Result<()> {
    let sql =
        "UPDATE throttles SET count = count - 1 WHERE bucket = $1 AND count > 0 AND window_ends_at > $2";
    tx.execute(sql, params![bucket, now]).await.map(drop)
}

/// Forgets a bucket, as a right password does; `false` when there was none.
pub async fn reset(tx: &mut Tx, bucket: &str) -> Result<bool> {
    let sql = "DELETE FROM throttles WHERE bucket = $1";
    Ok(tx.execute(sql, params![bucket]).await? == 1)
}

/// Forgets three buckets at once.
pub async fn reset_three(tx: &mut Tx, [first, second, third]: [&str; 3]) -> Result<()> {
    let sql = "DELETE FROM throttles WHERE bucket IN ($1, $2, $3)";
    tx.execute(sql, params![first, second, third]).await.map(drop)
}

/// Forgets windows that are over, and answers how many.
pub async fn purge(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    tx.execute("DELETE FROM throttles WHERE window_ends_at <= $1", params![now])
        .await
}
