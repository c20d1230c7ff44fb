//! Periodic jobs. Of several replicas, one runs each turn.

mod housekeeping;
mod invitations;
mod requests;

use std::sync::Arc;
use std::time::Duration;

use domain::time::{Clock, Span, Timestamp};
use storage::{Database, StorageError, Tx, periodic};
use tokio::sync::watch;

use crate::crypto::Entropy;
use crate::mail::Outbox;
use crate::services::{Outcome, oidc::keys, provider_health};
use crate::state::Portico;

/// How often the runner looks for jobs that are due.
const LOOK: Duration = Duration::from_secs(30);

/// A periodic job. A new one is a variant and a line in [`Job::ALL`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Job {
    /// Mails customers whom a change leaves without a way in.
    InviteToWayIn,
    /// Ends registration requests whose time is over and erases their data.
    ExpireRequests,
    /// Erases rejected requests when their time for an undo is over.
    EraseRejected,
    /// Writes the words by which requests are found that have none yet.
    IndexRequests,
    /// Deletes login attempts, links, throttles and mails that are over.
    DeleteSpent,
    /// Deletes sessions that are past every limit.
    DeleteSessions,
}

impl Job {
    /// Every job.
    pub const ALL: &'static [Job] = &[
        Job::InviteToWayIn,
        Job::ExpireRequests,
        Job::EraseRejected,
        Job::IndexRequests,
        Job::DeleteSpent,
        Job::DeleteSessions,
    ];

    /// The name in the table `periodic_jobs` and in metrics.
    pub const fn name(self) -> &'static str {
        match self {
            Job::InviteToWayIn => "invite_to_way_in",
            Job::ExpireRequests => "expire_requests",
            Job::EraseRejected => "erase_rejected",
            Job::IndexRequests => "index_requests",
            Job::DeleteSpent => "delete_spent",
            Job::DeleteSessions => "delete_sessions",
        }
    }

    /// The time between two turns.
    pub const fn every(self) -> Span {
        match self {
            Job::IndexRequests => Span::minutes(1),
            Job::InviteToWayIn => Span::seconds(20),
            Job::ExpireRequests => Span::minutes(5),
            Job::EraseRejected | Job::DeleteSpent => Span::hours(1),
            Job::DeleteSessions => Span::hours(6),
        }
    }

    /// Does the work and tells how many rows it touched.
    async fn run(self, tx: &mut Tx, now: Timestamp, means: &Means<'_>) -> Result<u64, StorageError> {
        match self {
            Job::InviteToWayIn => invitations::invite(tx, now, means).await,
            Job::ExpireRequests => requests::expire(tx, now, means.entropy).await,
            Job::EraseRejected => requests::erase_rejected(tx, now, means.entropy).await,
            Job::IndexRequests => requests::index(tx).await,
            Job::DeleteSpent => housekeeping::delete_spent(tx, now).await,
            Job::DeleteSessions => housekeeping::delete_sessions(tx, now).await,
        }
    }
}

/// What jobs work with beside the transaction.
struct Means<'a> {
    entropy: &'a dyn Entropy,
    outbox: &'a Outbox,
}

/// Runs the jobs.
#[derive(Clone)]
pub struct Runner {
    database: Database,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    outbox: Outbox,
    shop: Option<Portico>,
}

impl Runner {
    /// A runner for this process.
    pub fn new(
        database: Database,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
        outbox: Outbox,
    ) -> Runner {
        Runner {
            database,
            clock,
            entropy,
            outbox,
            shop: None,
        }
    }

    /// The same, which looks after the shop's providers and keys as well: these have turns of their own, since nothing is
    /// locked while providers answer and keys are made.
    #[must_use]
    pub fn with_shop(self, shop: Portico) -> Runner {
        Runner {
            shop: Some(shop),
            ..self
        }
    }

    /// Runs jobs when they are due, until `stop` becomes true. A job that fails has its turn again half a minute later.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow_and_update() {
            self.run_due().await;
            self.refresh_providers().await;
            self.rotate_keys().await;
            tokio::select! {
                () = tokio::time::sleep(LOOK) => {}
                changed = stop.changed() => if changed.is_err() { return },
            }
        }
    }

    /// Runs the jobs whose turn it is now and tells which ones ran here.
    pub async fn run_due(&self) -> Vec<Job> {
        let mut ran = Vec::new();
        for job in Job::ALL.iter().copied() {
            let result = match self.run_job(job).await {
                Ok(None) => continue,
                Ok(Some(rows)) => {
                    tracing::debug!(job = job.name(), rows, "job done");
                    ran.push(job);
                    "done"
                }
                Err(error) => {
                    tracing::warn!(job = job.name(), %error, "job failed");
                    "failed"
                }
            };
            metrics::counter!("portico_jobs_total", "job" => job.name(), "result" => result).increment(1);
        }
        ran
    }

    /// Refreshes the providers if it is their turn.
    pub async fn refresh_providers(&self) {
        let Some(shop) = &self.shop else { return };
        count("refresh_providers", provider_health::take_turn(shop).await);
    }

    /// Makes the keys that follow those whose time is over, if it is time to look.
    pub async fn rotate_keys(&self) {
        let Some(shop) = &self.shop else { return };
        count("rotate_keys", keys::take_turn(shop).await);
    }

    /// The claim and the work are one transaction: a job that fails has not had its turn.
    async fn run_job(&self, job: Job) -> Result<Option<u64>, StorageError> {
        let now = self.clock.now();
        let mut tx = self.database.begin().await?;
        if !periodic::claim(&mut tx, job.name(), now, job.every()).await? {
            return Ok(None);
        }
        let means = Means {
            entropy: &*self.entropy,
            outbox: &self.outbox,
        };
        let rows = job.run(&mut tx, now, &means).await?;
        tx.commit().await?;
        self.outbox.wake();
        Ok(Some(rows))
    }
}

/// Counts a turn outside of a transaction that was had.
fn count(job: &'static str, turn: Outcome<bool>) {
    let result = match turn {
        Ok(false) => return,
        Ok(true) => "done",
        Err(_) => "failed",
    };
    metrics::counter!("portico_jobs_total", "job" => job, "result" => result).increment(1);
}
