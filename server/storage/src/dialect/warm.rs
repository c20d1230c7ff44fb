//! Connections at hand. A pool asks each one whether it is still there whenever it comes back, which is as long a way as
//! most answers need; those that came back in order wait beside it for whoever is next, for a second at most.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use sqlx::pool::{PoolConnection, PoolOptions};
use sqlx::{Connection, Database, Executor, Pool};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::doubt::Doubt;
use crate::db::Options;

/// The pool, and who waits beside it.
///
/// Nobody waits at the pool for a connection that is beside it. As many turns are given as there may be connections, and
/// whoever has a turn takes one of those beside the pool, if there is one, before asking the pool. So there are never more
/// of them than turns that nobody has, and the pool has one for everybody else.
#[derive(Debug)]
pub(crate) struct Warm<DB: Database> {
    pool: Pool<DB>,
    /// How a transaction begins.
    begin: &'static str,
    doubt: Arc<Doubt>,
    turns: Arc<Semaphore>,
    patience: Duration,
    beside: Arc<Mutex<Vec<Beside<DB>>>>,
}

#[derive(Debug)]
struct Beside<DB: Database> {
    connection: PoolConnection<DB>,
    since: Instant,
}

/// A connection, for statements that are each a transaction of their own, or for one transaction.
#[derive(Debug)]
pub(crate) struct Held<DB>
where
    DB: Database,
    for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
{
    /// There until it is given back.
    connection: Option<PoolConnection<DB>>,
    home: Warm<DB>,
    state: State,
    /// Given up last.
    turn: Option<OwnedSemaphorePermit>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Nothing is under way.
    Free,
    /// A statement is, or was left in the middle.
    Busy,
    /// A transaction is open.
    Open,
}

impl<DB: Database> Clone for Warm<DB> {
    fn clone(&self) -> Self {
        Self {
            pool: self.pool.clone(),
            begin: self.begin,
            doubt: Arc::clone(&self.doubt),
            turns: Arc::clone(&self.turns),
            patience: self.patience,
            beside: Arc::clone(&self.beside),
        }
    }
}

impl<DB> Warm<DB>
where
    DB: Database,
    for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
{
    /// Opens a database. `asks` says whether a connection that comes out of the pool may be gone.
    pub(super) async fn connect(
        to: <DB::Connection as Connection>::Options,
        options: &Options,
        begin: &'static str,
        asks: bool,
    ) -> sqlx::Result<Self> {
        let doubt = Arc::new(Doubt::default());
        let known = Arc::clone(&doubt);
        let pool = PoolOptions::<DB>::new()
            .max_connections(options.max_connections)
            .acquire_timeout(options.acquire_timeout)
            .test_before_acquire(false)
            .before_acquire(move |connection, used| {
                let asked = asks && known.about(used.idle_for);
                Box::pin(async move {
                    if asked {
                        connection.ping().await?;
                    }
                    Ok(true)
                })
            })
            .connect_with(to)
            .await?;
        Ok(Self {
            pool,
            begin,
            doubt,
            turns: Arc::new(Semaphore::new(options.max_connections as usize)),
            patience: options.acquire_timeout,
            beside: Arc::default(),
        })
    }

    /// A connection whose every statement is a transaction of its own.
    pub(super) async fn hold(&self) -> sqlx::Result<Held<DB>> {
        let turn = Arc::clone(&self.turns).acquire_owned();
        let turn = match tokio::time::timeout(self.patience, turn).await {
            Ok(Ok(turn)) => turn,
            Ok(Err(_)) => return Err(sqlx::Error::PoolClosed),
            Err(_) => return Err(sqlx::Error::PoolTimedOut),
        };
        let connection = match self.take() {
            Some(connection) => connection,
            None => self.pool.acquire().await?,
        };
        Ok(Held {
            connection: Some(connection),
            home: self.clone(),
            state: State::Free,
            turn: Some(turn),
        })
    }

    /// Begins a transaction.
    pub(super) async fn begin(&self) -> sqlx::Result<Held<DB>> {
        let mut held = self.hold().await?;
        held.state = State::Open;
        held.send(self.begin).await?;
        Ok(held)
    }

    pub(super) async fn close(&self) {
        self.turns.close();
        self.beside().clear();
        self.pool.close().await;
    }

    /// The one that waits for the shortest time. When that is too long, they all go back to the pool, which asks them.
    fn take(&self) -> Option<PoolConnection<DB>> {
        let mut beside = self.beside();
        let newest = beside.pop()?;
        if !self.doubt.about(newest.since.elapsed()) {
            return Some(newest.connection);
        }
        beside.clear();
        None
    }

    fn beside(&self) -> MutexGuard<'_, Vec<Beside<DB>>> {
        self.beside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<DB> Held<DB>
where
    DB: Database,
    for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
{
    /// The connection, for a statement whose end [`Self::heard`] is told.
    pub(super) fn connection(&mut self) -> &mut DB::Connection {
        if self.state == State::Free {
            self.state = State::Busy;
        }
        self.connection
            .as_deref_mut()
            .expect("it is given back at the end alone")
    }

    /// How the statement ended. When something went wrong, other connections may be lost, too.
    pub(super) fn heard(&mut self, well: bool) {
        if !well {
            self.home.doubt.raise();
        } else if self.state == State::Busy {
            self.state = State::Free;
        }
    }

    pub(super) async fn commit(self) -> sqlx::Result<()> {
        self.end("COMMIT").await
    }

    pub(super) async fn rollback(self) -> sqlx::Result<()> {
        self.end("ROLLBACK").await
    }

    /// Ends the transaction, if one is open.
    async fn end(mut self, sql: &'static str) -> sqlx::Result<()> {
        if self.state == State::Open {
            self.send(sql).await?;
            self.state = State::Free;
        }
        Ok(())
    }

    async fn send(&mut self, sql: &'static str) -> sqlx::Result<()> {
        let result = self.connection().execute(sqlx::raw_sql(sql)).await;
        self.heard(result.is_ok());
        result.map(drop)
    }
}

impl<DB> Drop for Held<DB>
where
    DB: Database,
    for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
{
    #[expect(
        clippy::disallowed_methods,
        reason = "the pool tells by the same clock how long a connection rested"
    )]
    fn drop(&mut self) {
        let Some(mut connection) = self.connection.take() else {
            return;
        };
        match self.state {
            State::Free => {
                let mut beside = self.home.beside();
                if !self.home.turns.is_closed() {
                    let since = Instant::now();
                    beside.push(Beside { connection, since });
                }
            }
            // The pool asks it, and closes what does not answer in order.
            State::Busy => {}
            // Given up in the middle: it goes back when the database has heard of that.
            State::Open => {
                let turn = self.turn.take();
                tokio::spawn(async move {
                    if (&mut *connection)
                        .execute(sqlx::raw_sql("ROLLBACK"))
                        .await
                        .is_err()
                    {
                        connection.close_on_drop();
                    }
                    drop(connection);
                    drop(turn);
                });
            }
        }
    }
}
