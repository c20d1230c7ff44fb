//! What clients were told of a logout is kept for a while.

use storage::client_logouts::{self, Status};

use super::client_logouts::{end, finish, give, of_session};
use super::support::*;

on_both!(what_came_to_an_end_long_ago_is_forgotten);

async fn what_came_to_an_end_long_ago_is_forgotten(store: Store) {
    let given = [give(&store, "told").await, give(&store, "waiting").await];
    for one in &given {
        end(&store, one.session, 5).await;
    }
    finish(&store, (given[0].client, "told"), Status::Told, 6).await;
    let purge =
        async |second| commit(&store.db, async |tx| client_logouts::purge(tx, at(second)).await).await;
    assert_eq!((purge(6).await, purge(7).await), (0, 1));
    assert_eq!(purge(9999).await, 0, "who waits is still to be told");
    assert_eq!(of_session(&store, "waiting").await.len(), 1);
}
