//! Initial access tokens: good once, in time.

use storage::clients::registration_tokens as tokens;

use super::support::*;

on_both!(one_is_taken_once, a_late_one_is_not_taken);

async fn add(store: &Store) {
    commit(&store.db, async |tx| tokens::add(tx, "hash", NOW, at(60)).await).await;
}

async fn any(store: &Store, second: i64) -> bool {
    let mut conn = store.db.read().await.unwrap();
    tokens::any(&mut conn, at(second)).await.unwrap()
}

async fn one_is_taken_once(store: Store) {
    assert!(!any(&store, 0).await);
    add(&store).await;
    assert!(any(&store, 0).await);
    let won = winners(&store.db, 4, async |db, _| {
        commit(&db, async |tx| tokens::take(tx, "hash", at(5)).await).await
    })
    .await;
    assert_eq!(won, 1);
    assert!(!any(&store, 5).await);
    assert!(!commit(&store.db, async |tx| tokens::take(tx, "another", at(5)).await).await);
}

async fn a_late_one_is_not_taken(store: Store) {
    add(&store).await;
    assert!(!any(&store, 60).await);
    assert!(!commit(&store.db, async |tx| tokens::take(tx, "hash", at(60)).await).await);
    assert_eq!(
        commit(&store.db, async |tx| tokens::purge(tx, at(59)).await).await,
        0
    );
    assert_eq!(
        commit(&store.db, async |tx| tokens::purge(tx, at(60)).await).await,
        1
    );
}
