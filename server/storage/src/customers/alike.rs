//! Customers to compare an applicant with.

use domain::ids::AccountId;

use super::{Customer, all_columns};
use crate::db::Conn;
use crate::error::Result;
use crate::sql::params;

/// Customers who may sign in, or could once, with the same name or telephone number, the latest first; at most `limit`.
pub async fn namesakes(
    conn: &mut Conn,
    given_name: &str,
    family_name: &str,
    phone: Option<&str>,
    limit: i64,
) -> Result<Vec<Customer>> {
    let sql = concat!(
        "SELECT ",
        all_columns!(),
        " FROM customers
         WHERE status IN ('active', 'disabled')
           AND ((family_name = $1 AND given_name = $2) OR phone = $3)
         ORDER BY id DESC LIMIT $4"
    );
    conn.all(sql, params![family_name, given_name, phone, limit])
        .await
}

/// Customers of an account, the latest first; at most `limit`.
pub async fn by_account(conn: &mut Conn, id: AccountId, limit: i64) -> Result<Vec<Customer>> {
    let sql = concat!(
        "SELECT ",
        all_columns!(),
        " FROM customers WHERE account_id = $1 ORDER BY id DESC LIMIT $2"
    );
    conn.all(sql, params![id, limit]).await
}
