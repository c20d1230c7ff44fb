//! Assertions of clients are taken once.

use storage::clients::{self, assertions};

use super::clients::client;
use super::support::*;

on_both!(
    of_many_who_show_an_assertion_one_wins,
    an_assertion_is_taken_once_for_each_client_until_it_is_forgotten,
    they_go_with_their_client,
);

async fn of_many_who_show_an_assertion_one_wins(store: Store) {
    let client = client(&store, "Magazine").await;
    let won = winners(&store.db, 8, async move |db, _| {
        commit(&db, async |tx| assertions::take(tx, client, "jti", at(60)).await).await
    })
    .await;
    assert_eq!(won, 1);
}

async fn an_assertion_is_taken_once_for_each_client_until_it_is_forgotten(store: Store) {
    let (one, two) = (client(&store, "One").await, client(&store, "Two").await);
    let take = async |client, jti: &'static str| {
        commit(&store.db, async |tx| {
            assertions::take(tx, client, jti, at(60)).await
        })
        .await
    };
    assert!(take(one, "jti").await && take(two, "jti").await && take(one, "JTI").await);
    assert!(!take(one, "jti").await);
    let purge = async |second| commit(&store.db, async |tx| assertions::purge(tx, at(second)).await).await;
    assert_eq!((purge(59).await, purge(60).await), (0, 3));
    assert!(take(one, "jti").await);
}

async fn they_go_with_their_client(store: Store) {
    let client = client(&store, "Magazine").await;
    commit(&store.db, async |tx| {
        assertions::take(tx, client, "jti", at(60)).await?;
        clients::delete(tx, client, 1).await
    })
    .await;
    let forgotten = commit(&store.db, async |tx| assertions::purge(tx, at(60)).await).await;
    assert_eq!(forgotten, 0);
}
