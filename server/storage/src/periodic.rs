//! Periodic jobs: which replica runs one, and when it is due again.

use domain::time::{Span, Timestamp};

use crate::db::Tx;
use crate::error::Result;
use crate::sql::params;

/// Claims the job's present turn: `true` for one replica once in `every`, and at once for a job that never ran.
pub async fn claim(tx: &mut Tx, name: &str, now: Timestamp, every: Span) -> Result<bool> {
    let sql = "INSERT INTO periodic_jobs (name, next_run_at) VALUES ($1, $3)
               ON CONFLICT (name) DO UPDATE SET next_run_at = excluded.next_run_at
               WHERE periodic_jobs.next_run_at <= $2";
    Ok(tx.execute(sql, params![name, now, now.plus(every)]).await? == 1)
}
