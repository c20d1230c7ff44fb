//! Connections to PostgreSQL. A pool asks each one whether it is still there whenever it comes back, which is as long a
//! way as most answers need; those that only read wait beside it for the next reader, for a second at most.

use std::str::FromStr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions};
use sqlx::{Connection as _, Postgres, Transaction};

use super::doubt::Doubt;
use crate::db::Options;

/// The pool, and who waits beside it.
#[derive(Clone, Debug)]
pub(crate) struct Warm {
    pub(super) pool: PgPool,
    pub(super) doubt: Arc<Doubt>,
    waiting: Arc<Mutex<Vec<Waiting>>>,
    /// How many may wait: half of them, so that who writes does not.
    most: usize,
}

#[derive(Debug)]
struct Waiting {
    connection: PoolConnection<Postgres>,
    since: Instant,
}

/// A connection for statements that are each a transaction of their own.
#[derive(Debug)]
pub(crate) struct Reader {
    connection: Option<PoolConnection<Postgres>>,
    home: Warm,
    /// A statement is under way, or was left in the middle.
    busy: bool,
}

impl Warm {
    /// Opens `postgres://…`.
    pub(super) async fn connect(url: &str, options: &Options) -> sqlx::Result<Self> {
        let doubt = Arc::new(Doubt::default());
        let known = Arc::clone(&doubt);
        let pool = PgPoolOptions::new()
            .max_connections(options.max_connections)
            .acquire_timeout(options.acquire_timeout)
            .test_before_acquire(false)
            .before_acquire(move |connection, used| {
                let asked = known.about(used.idle_for);
                Box::pin(async move {
                    if asked {
                        connection.ping().await?;
                    }
                    Ok(true)
                })
            })
            .connect_with(PgConnectOptions::from_str(url)?)
            .await?;
        Ok(Self {
            pool,
            doubt,
            waiting: Arc::default(),
            most: options.max_connections as usize / 2,
        })
    }

    /// A connection to read with.
    pub(super) async fn read(&self) -> sqlx::Result<Reader> {
        let connection = match self.take() {
            Some(connection) => connection,
            None => self.pool.acquire().await?,
        };
        Ok(Reader {
            connection: Some(connection),
            home: self.clone(),
            busy: false,
        })
    }

    /// Begins a transaction.
    pub(super) async fn begin(&self) -> sqlx::Result<Transaction<'static, Postgres>> {
        if self.pool.num_idle() == 0 {
            // Back to the pool with one that only waits.
            drop(self.waiting().pop());
        }
        self.pool.begin().await
    }

    pub(super) async fn close(&self) {
        self.waiting().clear();
        self.pool.close().await;
    }

    /// The one that waits for the shortest time. When that is too long, they all go back to the pool, which asks them.
    fn take(&self) -> Option<PoolConnection<Postgres>> {
        let mut waiting = self.waiting();
        let newest = waiting.pop()?;
        if !self.doubt.about(newest.since.elapsed()) {
            return Some(newest.connection);
        }
        waiting.clear();
        None
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<Waiting>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Reader {
    /// The connection, for a statement whose end [`Self::heard`] is told.
    pub(super) fn connection(&mut self) -> &mut PgConnection {
        self.busy = true;
        self.connection
            .as_deref_mut()
            .expect("it is given back at the end alone")
    }

    /// How the statement ended.
    pub(super) fn heard(&mut self, well: bool) {
        self.busy = !well;
        if !well {
            self.home.doubt.raise();
        }
    }
}

impl Drop for Reader {
    #[expect(
        clippy::disallowed_methods,
        reason = "the pool tells by the same clock how long a connection rested"
    )]
    fn drop(&mut self) {
        let mut waiting = self.home.waiting();
        if self.busy || waiting.len() >= self.home.most {
            return;
        }
        if let Some(connection) = self.connection.take() {
            let since = Instant::now();
            waiting.push(Waiting { connection, since });
        }
    }
}
