//! A database for each test, and looking into it past the program.

use sqlx::{
    AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection, sqlite::SqliteConnectOptions,
};
use std::{
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};
use storage::{Database, Options};
use tokio::sync::OnceCell;

/// Which database a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

/// A migrated database that belongs to one test.
pub struct TestDatabase {
    pub url: String,
    name: String,
}

static COUNTER: AtomicU64 = AtomicU64::new(0);
static MIGRATED_FILE: OnceCell<PathBuf> = OnceCell::const_new();

fn folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("http")
}

fn url_of(file: &Path) -> String {
    format!("sqlite://{}", file.display())
}

/// Runs the migrations once; every test gets a copy of the file.
async fn migrated_file() -> PathBuf {
    let file = folder().join(format!("migrated_{}.db", std::process::id()));
    let database = Database::connect(&url_of(&file), &Options::default())
        .await
        .unwrap();
    database.migrate().await.unwrap();
    database.close().await;
    file
}

impl TestDatabase {
    pub async fn create(backend: Backend) -> Self {
        let name = format!(
            "http_{}_{}",
            std::process::id(),
            COUNTER.fetch_add(1, Ordering::Relaxed)
        );
        match backend {
            Backend::Sqlite => {
                let template = MIGRATED_FILE.get_or_init(migrated_file).await;
                let file = folder().join(format!("{name}.db"));
                std::fs::copy(template, &file).unwrap();
                Self {
                    url: url_of(&file),
                    name,
                }
            }
            Backend::Postgres => {
                let server = postgres_url();
                execute(&server, &format!("CREATE DATABASE {name}")).await;
                let url = sibling(&server, &name);
                let database = Database::connect(&url, &Options::default()).await.unwrap();
                database.migrate().await.unwrap();
                database.close().await;
                Self { url, name }
            }
        }
    }

    /// Sends a statement as a person at the console would.
    pub async fn execute(&self, sql: &str) -> u64 {
        execute(&self.url, sql).await
    }

    /// The same, when the database may refuse.
    pub async fn try_execute(&self, sql: &str) -> sqlx::Result<u64> {
        try_execute(&self.url, sql).await
    }

    /// The number that a query answers.
    pub async fn number(&self, sql: &str) -> i64 {
        let sql = AssertSqlSafe(sql);
        if self.url.starts_with("sqlite:") {
            let mut connection = sqlite(&self.url).await;
            sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap()
        } else {
            let mut connection = PgConnection::connect(&self.url).await.unwrap();
            sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap()
        }
    }

    /// The texts that a query answers, one a row.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        let sql = AssertSqlSafe(sql);
        if self.url.starts_with("sqlite:") {
            let mut connection = sqlite(&self.url).await;
            sqlx::query_scalar(sql).fetch_all(&mut connection).await.unwrap()
        } else {
            let mut connection = PgConnection::connect(&self.url).await.unwrap();
            sqlx::query_scalar(sql).fetch_all(&mut connection).await.unwrap()
        }
    }

    /// How many rows a table has.
    pub async fn count(&self, table: &str) -> i64 {
        self.number(&format!("SELECT COUNT(*) FROM {table}")).await
    }

    /// Removes the database.
    pub async fn remove(&self) {
        if self.url.starts_with("sqlite:") {
            for end in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(folder().join(format!("{}.db{end}", self.name)));
            }
        } else {
            execute(
                &postgres_url(),
                &format!("DROP DATABASE {} WITH (FORCE)", self.name),
            )
            .await;
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the test server is named by the environment, not the program's"
)]
fn postgres_url() -> String {
    std::env::var("PORTICO_TEST_POSTGRES").unwrap_or_else(|_| {
        panic!(
            "PORTICO_TEST_POSTGRES is not set: `cargo xtask test server` starts a PostgreSQL and sets it, \
             or set it to the URL of a role that may create databases"
        )
    })
}

/// The URL of another database on the same server.
fn sibling(server: &str, name: &str) -> String {
    let mut url = url::Url::parse(server).unwrap();
    url.set_path(name);
    url.into()
}

async fn sqlite(url: &str) -> SqliteConnection {
    let path = url.strip_prefix("sqlite://").unwrap();
    let options = SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(Duration::from_secs(10));
    SqliteConnection::connect_with(&options).await.unwrap()
}

async fn execute(url: &str, sql: &str) -> u64 {
    try_execute(url, sql)
        .await
        .unwrap_or_else(|error| panic!("{sql}: {error}"))
}

async fn try_execute(url: &str, sql: &str) -> sqlx::Result<u64> {
    let sql = AssertSqlSafe(sql);
    let done = if url.starts_with("sqlite:") {
        sqlite(url).await.execute(sql).await?.rows_affected()
    } else {
        PgConnection::connect(url)
            .await?
            .execute(sql)
            .await?
            .rows_affected()
    };
    Ok(done)
}
