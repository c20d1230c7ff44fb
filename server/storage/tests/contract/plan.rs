//! How a database carries a statement out, as it tells.

use sqlx::{AssertSqlSafe, Connection, Row};

use super::support::Store;

/// The plan, one step a line. `values` stand for `$1`, `$2` and so on as SQL; SQLite plans without them.
pub async fn plan(store: &Store, sql: &str, values: &[&str]) -> String {
    let steps: Vec<String> = if let Some(path) = store.url.strip_prefix("sqlite://") {
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path);
        let mut connection = sqlx::SqliteConnection::connect_with(&options).await.unwrap();
        let rows = sqlx::query(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}")))
            .fetch_all(&mut connection)
            .await
            .unwrap();
        rows.iter().map(|row| row.get("detail")).collect()
    } else {
        let mut connection = sqlx::PgConnection::connect(&store.url).await.unwrap();
        sqlx::raw_sql("ANALYZE").execute(&mut connection).await.unwrap();
        let sql = values
            .iter()
            .enumerate()
            .rev()
            .fold(sql.to_owned(), |sql, (at, value)| {
                sql.replace(&format!("${}", at + 1), value)
            });
        let rows = sqlx::query(AssertSqlSafe(format!("EXPLAIN {sql}")))
            .fetch_all(&mut connection)
            .await
            .unwrap();
        rows.iter().map(|row| row.get(0)).collect()
    };
    steps.join("\n")
}
