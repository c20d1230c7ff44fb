//! A challenge is answered once.

use storage::bot_proofs;

use super::support::*;

on_both!(
    of_many_who_answer_a_challenge_one_wins,
    answers_are_counted_and_forgotten,
);

async fn of_many_who_answer_a_challenge_one_wins(store: Store) {
    let won = winners(&store.db, 4, async move |db, _| {
        commit(&db, async |tx| bot_proofs::take(tx, "c", at(0), at(60)).await).await
    })
    .await;
    assert_eq!(won, 1);
}

async fn answers_are_counted_and_forgotten(store: Store) {
    for (challenge, second) in [("a", 0), ("b", 10)] {
        let taken = commit(&store.db, async |tx| {
            bot_proofs::take(tx, challenge, at(second), at(second + 60)).await
        });
        assert!(taken.await);
    }
    let mut conn = store.db.read().await.unwrap();
    assert_eq!(bot_proofs::taken_since(&mut conn, at(0)).await.unwrap(), 2);
    assert_eq!(bot_proofs::taken_since(&mut conn, at(10)).await.unwrap(), 1);
    drop(conn);
    let purge = async |second| commit(&store.db, async |tx| bot_proofs::purge(tx, at(second)).await).await;
    assert_eq!((purge(60).await, purge(61).await, purge(71).await), (0, 1, 1));
}
