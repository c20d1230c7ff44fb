//! The small macros of the areas: parameters, the columns of a row, an insert. None of them writes SQL that a
//! reader cannot predict, and none knows which database it is for.

use crate::dialect::Row;
use crate::error::{Result, StorageError};
use crate::values::Stored;

/// The parameters of a statement, in the order of `$1`, `$2`, …
macro_rules! params {
    ($($value:expr),* $(,)?) => { vec![$(crate::values::Bind::bind(&$value)),*] };
}

/// Says which columns a struct is read from: its fields, all of them, by name. Defines the macro `$columns!()`,
/// the list as it stands after SELECT and RETURNING.
macro_rules! record {
    ($name:ident, $table:literal, $columns:ident: $first:ident $(, $field:ident)* $(,)?) => {
        #[allow(unused_macros)]
        macro_rules! $columns {
            () => { concat!(stringify!($first) $(, ", ", stringify!($field))*) };
        }

        impl crate::sql::Record for $name {
            fn from_row(row: &crate::dialect::Row) -> crate::error::Result<Self> {
                Ok(Self {
                    $first: crate::sql::Field::read(row, $table, stringify!($first))?,
                    $($field: crate::sql::Field::read(row, $table, stringify!($field))?,)*
                })
            }
        }
    };
}

/// Inserts one row, each column beside its value, and answers how many rows were written. The optional text
/// follows the VALUES: `ON CONFLICT …`.
macro_rules! insert {
    ($tx:expr, $table:literal, { $($column:ident: $value:expr),+ $(,)? }) => {
        crate::sql::insert!($tx, $table, { $($column: $value),+ }, "")
    };
    ($tx:expr, $table:literal, { $($column:ident: $value:expr),+ $(,)? }, $on_conflict:expr) => {{
        static SQL: std::sync::LazyLock<String> = std::sync::LazyLock::new(|| {
            crate::sql::insert_text($table, &[$(stringify!($column)),+], $on_conflict)
        });
        $tx.execute(SQL.as_str(), crate::sql::params![$($value),+])
    }};
}

pub(crate) use {insert, params, record};

/// A struct that is read from a row.
pub(crate) trait Record: Sized {
    fn from_row(row: &Row) -> Result<Self>;
}

/// A field of such a struct: a stored type, or an option of one for a column that may be NULL.
pub(crate) trait Field: Sized {
    fn read(row: &Row, table: &'static str, column: &'static str) -> Result<Self>;
}

impl<T: Stored> Field for T {
    fn read(row: &Row, table: &'static str, column: &'static str) -> Result<Self> {
        <Option<T> as Field>::read(row, table, column)?
            .ok_or_else(|| inconsistent(row, table, column, "it is NULL".to_owned()))
    }
}

impl<T: Stored> Field for Option<T> {
    fn read(row: &Row, table: &'static str, column: &'static str) -> Result<Self> {
        let raw = row.raw(column).map_err(|error| match error {
            sqlx::Error::ColumnDecode { source, .. } => inconsistent(row, table, column, source.to_string()),
            other => other.into(),
        })?;
        raw.map(T::from_column)
            .transpose()
            .map_err(|refusal| inconsistent(row, table, column, refusal.to_string()))
    }
}

fn inconsistent(row: &Row, table: &'static str, column: &'static str, problem: String) -> StorageError {
    let row = row
        .raw::<String>("id")
        .ok()
        .flatten()
        .unwrap_or_else(|| "?".to_owned());
    StorageError::Inconsistent {
        table,
        column,
        row,
        problem,
    }
}

/// `INSERT INTO t (a, b) VALUES ($1, $2) …`
pub(crate) fn insert_text(table: &str, columns: &[&str], on_conflict: &str) -> String {
    let places: Vec<String> = (1..=columns.len()).map(|place| format!("${place}")).collect();
    format!(
        "INSERT INTO {table} ({}) VALUES ({}) {on_conflict}",
        columns.join(", "),
        places.join(", ")
    )
}
