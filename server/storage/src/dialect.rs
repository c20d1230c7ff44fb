//! The only place that knows which database is used: opening it, sending a text to it, reading its rows.

mod disk;
mod doubt;
mod warm;

use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use sqlx::encode::Encode;
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgRow};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteRow, SqliteSynchronous};
use sqlx::types::Type;
use sqlx::{Arguments, Connection as _, Database, Decode, Postgres, Row as _, Sqlite};

use crate::db::Options;
use crate::error::{Result, StorageError};
use crate::values::Value;
use disk::Disk;
use warm::{Held, Warm};

static SQLITE_MIGRATIONS: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES_MIGRATIONS: Migrator = sqlx::migrate!("migrations/postgres");

/// How long SQLite waits for a lock that another process holds.
const BUSY_TIMEOUT: Duration = Duration::from_secs(2);

/// Connections to one database.
#[derive(Clone, Debug)]
pub(crate) enum Pools {
    Sqlite(SqlitePools),
    Postgres(Warm<Postgres>),
}

/// SQLite has one writer at a time: whose turn it is is settled here, so that writers queue instead of failing there.
/// What reads cannot write.
#[derive(Clone, Debug)]
pub(crate) struct SqlitePools {
    read: Warm<Sqlite>,
    write: Warm<Sqlite>,
    disk: Arc<Disk>,
}

/// One connection, with or without an open transaction.
#[derive(Debug)]
pub(crate) enum Link {
    Sqlite {
        held: Held<Sqlite>,
        /// Who keeps what a transaction writes; nobody, where the end of the power may take it.
        disk: Option<Arc<Disk>>,
        /// Something was written that the disk must have.
        wrote: bool,
    },
    Postgres(Held<Postgres>),
}

enum Backend<'a> {
    Sqlite(&'a mut SqliteConnection),
    Postgres(&'a mut PgConnection),
}

/// One row of either database.
pub(crate) enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

/// The column types that both databases share: `String`, `i64` and `bool`.
pub(crate) trait Raw:
    Type<Sqlite> + for<'r> Decode<'r, Sqlite> + Type<Postgres> + for<'r> Decode<'r, Postgres>
{
}

impl Raw for String {}
impl Raw for i64 {}
impl Raw for bool {}

impl Pools {
    /// Opens `sqlite://<path>` (file and folder are made when missing) or `postgres://…`.
    pub(crate) async fn connect(url: &str, options: &Options) -> Result<Self> {
        if let Some(path) = url.strip_prefix("sqlite://") {
            let pools = SqlitePools::connect(Path::new(path), options).await?;
            Ok(Self::Sqlite(pools))
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let to = PgConnectOptions::from_str(url)?;
            Ok(Self::Postgres(Warm::connect(to, options, "BEGIN", true).await?))
        } else {
            let problem = "the database URL begins with neither sqlite:// nor postgres://";
            Err(StorageError::Other(sqlx::Error::Configuration(problem.into())))
        }
    }

    /// Whether the file is there; a server tells only when it is asked.
    pub(crate) fn is_there(url: &str) -> bool {
        url.strip_prefix("sqlite://")
            .is_none_or(|path| Path::new(path).exists())
    }

    /// Brings the schema up to date. Several programs may try at once: one does it, the others wait.
    pub(crate) async fn migrate(&self) -> Result<()> {
        match self {
            Self::Sqlite(pools) => {
                let mut held = pools.write.hold().await?;
                let mut transaction = held.connection().begin_with("BEGIN IMMEDIATE").await?;
                // `run` would take it too, but then the future is not `Send` for every lifetime.
                SQLITE_MIGRATIONS
                    .run_direct(None, &mut *transaction, false)
                    .await?;
                transaction.commit().await?;
                held.heard(true);
                pools.disk.keep().await?;
            }
            Self::Postgres(warm) => {
                let mut held = warm.hold().await?;
                POSTGRES_MIGRATIONS
                    .run_direct(None, held.connection(), false)
                    .await?;
                held.heard(true);
            }
        }
        Ok(())
    }

    /// How many migrations this program carries.
    pub(crate) fn migrations(&self) -> usize {
        match self {
            Self::Sqlite(_) => SQLITE_MIGRATIONS.iter().count(),
            Self::Postgres(..) => POSTGRES_MIGRATIONS.iter().count(),
        }
    }

    pub(crate) async fn acquire(&self) -> Result<Link> {
        Ok(match self {
            Self::Sqlite(pools) => {
                pools.disk.sound()?;
                Link::sqlite(pools.read.hold().await?, None)
            }
            Self::Postgres(warm) => Link::Postgres(warm.hold().await?),
        })
    }

    pub(crate) async fn begin(&self) -> Result<Link> {
        Ok(match self {
            Self::Sqlite(pools) => {
                pools.disk.sound()?;
                Link::sqlite(pools.write.begin().await?, Some(Arc::clone(&pools.disk)))
            }
            Self::Postgres(warm) => Link::Postgres(warm.begin().await?),
        })
    }

    /// A connection whose every statement is a transaction of its own.
    pub(crate) async fn brief(&self) -> Result<Link> {
        Ok(match self {
            Self::Sqlite(pools) => {
                pools.disk.sound()?;
                Link::sqlite(pools.write.hold().await?, None)
            }
            Self::Postgres(warm) => Link::Postgres(warm.hold().await?),
        })
    }

    /// Waits until the disk has all that reads may have found. PostgreSQL shows nothing before.
    pub(crate) async fn settled(&self) -> sqlx::Result<()> {
        match self {
            Self::Sqlite(pools) => pools.disk.keep().await,
            Self::Postgres(_) => Ok(()),
        }
    }

    pub(crate) async fn close(&self) {
        match self {
            Self::Sqlite(SqlitePools { read, write, .. }) => {
                read.close().await;
                write.close().await;
            }
            Self::Postgres(warm) => warm.close().await,
        }
    }
}

impl SqlitePools {
    async fn connect(path: &Path, options: &Options) -> Result<Self> {
        if let Some(folder) = path.parent() {
            tokio::fs::create_dir_all(folder).await.map_err(sqlx::Error::Io)?;
        }
        let file = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT);
        // A file does not go away while it is open, so no connection is asked whether it is still there.
        let one = Options {
            max_connections: 1,
            ..*options
        };
        // Taking the write lock at once: a read transaction that becomes a write one could fail midway.
        let write = Warm::connect(file.clone(), &one, "BEGIN IMMEDIATE", false).await?;
        let read = Warm::connect(file.pragma("query_only", "on"), options, "BEGIN", false).await?;
        Ok(Self {
            read,
            write,
            disk: Arc::new(Disk::of(path).map_err(sqlx::Error::Io)?),
        })
    }
}

impl Link {
    fn sqlite(held: Held<Sqlite>, disk: Option<Arc<Disk>>) -> Self {
        let wrote = false;
        Self::Sqlite { held, disk, wrote }
    }

    fn backend(&mut self) -> Backend<'_> {
        match self {
            Self::Sqlite { held, .. } => Backend::Sqlite(held.connection()),
            Self::Postgres(held) => Backend::Postgres(held.connection()),
        }
    }

    /// Remembers a statement that may write.
    fn note(&mut self, sql: &str) {
        if let Self::Sqlite { wrote, .. } = self {
            *wrote |= !sql.starts_with("SELECT");
        }
    }

    /// Remembers how a statement ended.
    fn heard<T>(&mut self, result: sqlx::Result<T>) -> sqlx::Result<T> {
        match self {
            Self::Sqlite { held, .. } => held.heard(result.is_ok()),
            Self::Postgres(held) => held.heard(result.is_ok()),
        }
        result
    }

    /// Sends a text and answers how many rows it wrote.
    pub(crate) async fn execute(&mut self, sql: &'static str, values: Vec<Value>) -> sqlx::Result<u64> {
        self.note(sql);
        let result = match self.backend() {
            Backend::Sqlite(connection) => {
                let query = sqlx::query_with(sql, arguments::<Sqlite>(values)?);
                query.execute(connection).await.map(|done| done.rows_affected())
            }
            Backend::Postgres(connection) => {
                let query = sqlx::query_with(sql, arguments::<Postgres>(values)?);
                query.execute(connection).await.map(|done| done.rows_affected())
            }
        };
        self.heard(result)
    }

    /// Sends a text and answers its rows.
    pub(crate) async fn fetch(&mut self, sql: &'static str, values: Vec<Value>) -> sqlx::Result<Vec<Row>> {
        self.note(sql);
        let result = match self.backend() {
            Backend::Sqlite(connection) => {
                let query = sqlx::query_with(sql, arguments::<Sqlite>(values)?);
                let rows = query.fetch_all(connection).await;
                rows.map(|rows| rows.into_iter().map(Row::Sqlite).collect())
            }
            Backend::Postgres(connection) => {
                let query = sqlx::query_with(sql, arguments::<Postgres>(values)?);
                let rows = query.fetch_all(connection).await;
                rows.map(|rows| rows.into_iter().map(Row::Postgres).collect())
            }
        };
        self.heard(result)
    }

    pub(crate) async fn commit(self) -> sqlx::Result<()> {
        match self {
            Self::Sqlite { held, disk, wrote } => {
                // The next one may write while this one waits for the disk.
                held.commit().await?;
                match disk {
                    Some(disk) if wrote => disk.keep().await,
                    Some(_) | None => Ok(()),
                }
            }
            Self::Postgres(held) => held.commit().await,
        }
    }

    pub(crate) async fn rollback(self) -> sqlx::Result<()> {
        match self {
            Self::Sqlite { held, .. } => held.rollback().await,
            Self::Postgres(held) => held.rollback().await,
        }
    }
}

fn arguments<DB: Database>(values: Vec<Value>) -> sqlx::Result<DB::Arguments>
where
    Option<String>: for<'q> Encode<'q, DB> + Type<DB>,
    Option<i64>: for<'q> Encode<'q, DB> + Type<DB>,
    Option<bool>: for<'q> Encode<'q, DB> + Type<DB>,
{
    let mut arguments = DB::Arguments::default();
    for value in values {
        match value {
            Value::Text(text) => arguments.add(text),
            Value::Integer(integer) => arguments.add(integer),
            Value::Boolean(boolean) => arguments.add(boolean),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(arguments)
}

impl Row {
    /// The value of a column, `None` for NULL.
    pub(crate) fn raw<R: Raw>(&self, column: &str) -> sqlx::Result<Option<R>> {
        match self {
            Self::Sqlite(row) => row.try_get(column),
            Self::Postgres(row) => row.try_get(column),
        }
    }
}
