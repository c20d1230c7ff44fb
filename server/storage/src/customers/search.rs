//! The words by which staff find customers: kept in the transaction of every change of what they are made of.

use std::collections::BTreeSet;

use domain::customers::search::{Findable, WORDS_VERSION, words};
use domain::ids::CustomerId;
use domain::values::AddressKey;

use crate::counters::{self, Counter};
use crate::db::{Database, Tx};
use crate::error::Result;
use crate::sql::{params, record};
use crate::values::Bind;

/// Words that one statement writes.
const AT_ONCE: usize = 8;
/// Customers that one transaction makes anew.
const BATCH: i64 = 200;

struct Facts {
    number: i64,
    address_key: Option<AddressKey>,
    given_name: String,
    family_name: String,
    phone: Option<String>,
    account_code: Option<String>,
}
record!(Facts, "customers", columns: number, address_key, given_name, family_name, phone, account_code);

struct Id {
    id: CustomerId,
}
record!(Id, "customers", id_columns: id);

/// Makes the words of a customer anew. Everything that changes a name, an address, a telephone number, or an
/// account's code calls it, after its own statement, which holds the row.
pub(crate) async fn reindex(tx: &mut Tx, id: CustomerId) -> Result<()> {
    let sql = "SELECT c.number, c.address_key, c.given_name, c.family_name, c.phone, a.code AS account_code
               FROM customers AS c LEFT JOIN accounts AS a ON a.id = c.account_id WHERE c.id = $1";
    let Some(facts) = tx.optional::<Facts>(sql, params![id]).await? else {
        return Ok(());
    };
    let words = words(&Findable {
        number: facts.number,
        address: facts.address_key.as_ref(),
        given_name: &facts.given_name,
        family_name: &facts.family_name,
        phone: facts.phone.as_deref(),
        account_code: facts.account_code.as_deref(),
    });
    tx.execute("DELETE FROM customer_words WHERE customer_id = $1", params![id])
        .await?;
    write(tx, id, words).await
}

async fn write(tx: &mut Tx, id: CustomerId, words: BTreeSet<String>) -> Result<()> {
    let sql = "INSERT INTO customer_words (customer_id, word)
               SELECT $1, column1 FROM (VALUES ($2), ($3), ($4), ($5), ($6), ($7), ($8), ($9)) AS given
               WHERE column1 IS NOT NULL";
    let words: Vec<_> = words.into_iter().map(Some).collect();
    for some in words.chunks(AT_ONCE) {
        let mut values = params![id];
        values.extend(some.iter().map(Bind::bind));
        values.resize(AT_ONCE + 1, <String as Bind>::NULL);
        tx.execute(sql, values).await?;
    }
    Ok(())
}

/// Makes the words of all customers anew when they were made by other rules than today's. Replicas that start together
/// do the same work twice, and nobody waits for it but the one that migrates.
pub(crate) async fn complete(database: &Database) -> Result<()> {
    let version = counters::read(&mut database.read().await?, Counter::CustomerWords).await?;
    if version >= WORDS_VERSION {
        return Ok(());
    }
    let mut after = None;
    loop {
        let mut tx = database.begin().await?;
        // Holds the rows, so that a change at this moment comes before or after.
        let sql = "UPDATE customers SET updated_at = updated_at
                   WHERE id IN (SELECT id FROM customers WHERE ($1 IS NULL OR id > $1) ORDER BY id LIMIT $2)
                   RETURNING id";
        let ids: Vec<Id> = tx.all(sql, params![after, BATCH]).await?;
        for Id { id } in &ids {
            reindex(&mut tx, *id).await?;
        }
        after = ids.iter().map(|found| found.id).max();
        if after.is_none() {
            counters::set(&mut tx, Counter::CustomerWords, WORDS_VERSION).await?;
        }
        tx.commit().await?;
        if after.is_none() {
            return Ok(());
        }
    }
}
