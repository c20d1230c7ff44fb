//! Customers to compare an applicant with.

use domain::customers::search::{phone_word, prefixes};
use domain::ids::AccountId;

use super::{Customer, all_columns};
use crate::db::Conn;
use crate::error::Result;
use crate::sql::params;
use crate::values::{Bind, Value};

/// Names that are compared; `prefixes` answers no more.
const NAMES: usize = 4;

/// Customers who may sign in, or could once, with all these names, however they are written and in whatever order, or
/// with the same telephone number, the latest first; at most `limit`.
pub async fn namesakes(
    conn: &mut Conn,
    names: &str,
    phone: Option<&str>,
    limit: i64,
) -> Result<Vec<Customer>> {
    let sql = concat!(
        "SELECT ",
        all_columns!(),
        " FROM customers
         WHERE status IN ('active', 'disabled')
           AND id IN (SELECT customer_id FROM customer_words AS w
                      WHERE word = $1
                        AND ($2 IS NULL OR EXISTS (SELECT 1 FROM customer_words
                                                   WHERE customer_id = w.customer_id AND word = $2))
                        AND ($3 IS NULL OR EXISTS (SELECT 1 FROM customer_words
                                                   WHERE customer_id = w.customer_id AND word = $3))
                        AND ($4 IS NULL OR EXISTS (SELECT 1 FROM customer_words
                                                   WHERE customer_id = w.customer_id AND word = $4))
                      UNION SELECT customer_id FROM customer_words WHERE word = $5)
         ORDER BY id DESC LIMIT $6"
    );
    let mut values: Vec<Value> = prefixes(names).iter().map(Bind::bind).collect();
    values.resize(NAMES, <String as Bind>::NULL);
    values.extend(params![phone.and_then(phone_word), limit]);
    conn.all(sql, values).await
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
