//! The database, a connection that reads and a transaction that writes.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::dialect::{Link, Pools};
use crate::error::{Result, StorageError};
use crate::sql::{Field, Record, params};
use crate::values::Value;

/// How the database is opened.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Connections at most; on SQLite those that read, since one writes.
    pub max_connections: u32,
    /// How long a call waits for a free connection before it fails with `Unavailable`.
    pub acquire_timeout: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            max_connections: 16,
            acquire_timeout: Duration::from_secs(2),
        }
    }
}

/// The database. Clones share its connections.
#[derive(Clone, Debug)]
pub struct Database {
    pools: Pools,
    statements: Arc<AtomicU64>,
}

impl Database {
    /// Opens `sqlite://<path>` or `postgres://…`. The SQLite file and its folder are made when missing; the
    /// schema is left as it is.
    ///
    /// # Errors
    /// `Unavailable` if it cannot be reached, `Other` if the URL is not understood.
    pub async fn connect(url: &str, options: &Options) -> Result<Self> {
        Ok(Self {
            pools: Pools::connect(url, options).await?,
            statements: Arc::default(),
        })
    }

    /// Whether there is something to open at this URL, as far as that shows without opening it: `connect` would make a
    /// SQLite file that is missing.
    pub fn is_there(url: &str) -> bool {
        Pools::is_there(url)
    }

    /// Brings the schema up to date, and what is made from other rows by rules of the program. Replicas that start
    /// together wait for each other.
    ///
    /// # Errors
    /// `Migration` if the schema holds migrations that this program does not know, or a changed one.
    pub async fn migrate(&self) -> Result<()> {
        self.pools.migrate().await?;
        crate::customers::search::complete(self).await
    }

    /// True if every migration of this program is in the schema.
    ///
    /// # Errors
    /// `Unavailable` if the database cannot be asked.
    pub async fn migrated(&self) -> Result<bool> {
        let sql = "SELECT COUNT(*) AS value FROM _sqlx_migrations WHERE success";
        match self.read().await?.scalar::<i64>(sql, params![]).await {
            Ok(applied) => {
                Ok(usize::try_from(applied).is_ok_and(|applied| applied >= self.pools.migrations()))
            }
            // The table is missing before the first migration.
            Err(StorageError::Other(sqlx::Error::Database(_))) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// A connection to read with. On SQLite it refuses to write.
    ///
    /// # Errors
    /// `Unavailable` if none gets free in time.
    pub async fn read(&self) -> Result<Conn> {
        Ok(Conn {
            link: self.pools.acquire().await?,
            statements: Arc::clone(&self.statements),
        })
    }

    /// Begins a unit of work. On SQLite there is one at a time: do not wait for the network or hash a password
    /// while it is open.
    ///
    /// # Errors
    /// `Unavailable` if no connection gets free in time.
    pub async fn begin(&self) -> Result<Tx> {
        let link = self.pools.begin().await?;
        Ok(Tx(Conn {
            link,
            statements: Arc::clone(&self.statements),
        }))
    }

    /// A unit of work of one statement, which is done when the statement answers; `commit` has nothing to add. It
    /// survives the end of the program, and on SQLite not that of the power: for counts of tries, which are not worth
    /// waiting for the disk.
    ///
    /// # Errors
    /// `Unavailable` if no connection gets free in time.
    pub async fn brief(&self) -> Result<Tx> {
        let link = self.pools.brief().await?;
        Ok(Tx(Conn {
            link,
            statements: Arc::clone(&self.statements),
        }))
    }

    /// Waits until all that was read before this call survives a crash. On SQLite others read what is committed a moment
    /// before the disk has it: whoever answers that something is done already, since somebody else did it, asks this first.
    ///
    /// # Errors
    /// `Unavailable` if the disk does not take it.
    pub async fn settled(&self) -> Result<()> {
        Ok(self.pools.settled().await?)
    }

    /// How many statements were sent since it was opened, transaction control not counted.
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Waits until every connection is given back, and closes them.
    pub async fn close(&self) {
        self.pools.close().await;
    }
}

/// A connection. Everything that reads takes `&mut Conn`.
#[derive(Debug)]
pub struct Conn {
    link: Link,
    statements: Arc<AtomicU64>,
}

impl Conn {
    /// Sends a statement and answers how many rows it wrote.
    pub(crate) async fn execute(&mut self, sql: &'static str, values: Vec<Value>) -> Result<u64> {
        self.statements.fetch_add(1, Ordering::Relaxed);
        Ok(self.link.execute(sql, values).await?)
    }

    /// Every row.
    pub(crate) async fn all<T: Record>(&mut self, sql: &'static str, values: Vec<Value>) -> Result<Vec<T>> {
        self.statements.fetch_add(1, Ordering::Relaxed);
        self.link
            .fetch(sql, values)
            .await?
            .iter()
            .map(T::from_row)
            .collect()
    }

    /// The first row, if there is one.
    pub(crate) async fn optional<T: Record>(
        &mut self,
        sql: &'static str,
        values: Vec<Value>,
    ) -> Result<Option<T>> {
        self.statements.fetch_add(1, Ordering::Relaxed);
        self.link
            .fetch(sql, values)
            .await?
            .first()
            .map(T::from_row)
            .transpose()
    }

    /// The only row of a statement that always has one.
    pub(crate) async fn one<T: Record>(&mut self, sql: &'static str, values: Vec<Value>) -> Result<T> {
        self.optional(sql, values)
            .await?
            .ok_or(StorageError::Other(sqlx::Error::RowNotFound))
    }

    /// The column `value` of the only row.
    pub(crate) async fn scalar<T: Field>(&mut self, sql: &'static str, values: Vec<Value>) -> Result<T> {
        self.one::<Scalar<T>>(sql, values).await.map(|scalar| scalar.0)
    }
}

struct Scalar<T>(T);

impl<T: Field> Record for Scalar<T> {
    fn from_row(row: &crate::dialect::Row) -> Result<Self> {
        T::read(row, "result", "value").map(Self)
    }
}

/// A unit of work: what is written through it is there after `commit`, all of it, or not at all. Dropping it
/// rolls back. Everything that writes takes `&mut Tx`; it also reads.
#[derive(Debug)]
pub struct Tx(Conn);

impl Tx {
    /// Makes the work last: when this answers, it survives a crash.
    ///
    /// # Errors
    /// `Unavailable` if the connection was lost; whether the work lasts is then unknown.
    pub async fn commit(self) -> Result<()> {
        Ok(self.0.link.commit().await?)
    }

    /// Undoes the work now, where dropping would do it later.
    ///
    /// # Errors
    /// `Unavailable` if the connection was lost; the work is undone then too.
    pub async fn rollback(self) -> Result<()> {
        Ok(self.0.link.rollback().await?)
    }
}

impl Deref for Tx {
    type Target = Conn;

    fn deref(&self) -> &Conn {
        &self.0
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.0
    }
}
