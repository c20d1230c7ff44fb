//! Receipts: what a browser is shown after it logged out.

use serde_json::{Value, json};
use storage::receipts;

use super::support::*;

on_both!(
    a_receipt_stays_until_it_expires,
    the_last_one_counts_and_goes_with_a_sign_in,
    old_receipts_are_forgotten,
);

async fn put(store: &Store, receipt: Value) {
    commit(&store.db, async |tx| {
        receipts::put(tx, "browser", &receipt, at(60)).await
    })
    .await;
}

async fn read(store: &Store, flow_hash: &str, seconds: i64) -> Option<Value> {
    let mut conn = store.db.read().await.unwrap();
    receipts::read(&mut conn, flow_hash, at(seconds)).await.unwrap()
}

async fn a_receipt_stays_until_it_expires(store: Store) {
    let receipt = json!({"provider": "came_back"});
    put(&store, receipt.clone()).await;
    assert_eq!(read(&store, "browser", 1).await, Some(receipt.clone()));
    assert_eq!(
        read(&store, "browser", 59).await,
        Some(receipt),
        "the page may be loaded again"
    );
    assert_eq!(read(&store, "browser", 60).await, None);
    assert_eq!(read(&store, "another", 1).await, None);
}

async fn the_last_one_counts_and_goes_with_a_sign_in(store: Store) {
    put(&store, json!({"provider": "sent"})).await;
    let last = json!({"provider": "came_back"});
    put(&store, last.clone()).await;
    assert_eq!(read(&store, "browser", 1).await, Some(last));
    commit(&store.db, async |tx| receipts::forget(tx, "browser").await).await;
    assert_eq!(read(&store, "browser", 1).await, None);
}

async fn old_receipts_are_forgotten(store: Store) {
    put(&store, json!({})).await;
    assert_eq!(
        commit(&store.db, async |tx| receipts::purge(tx, at(59)).await).await,
        0
    );
    assert_eq!(
        commit(&store.db, async |tx| receipts::purge(tx, at(60)).await).await,
        1
    );
}
