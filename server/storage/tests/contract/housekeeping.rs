//! What replicas share: throttles and periodic jobs.

use domain::time::Span;
use storage::{periodic, throttles};

use super::support::*;

on_both!(
    a_window_counts_and_ends,
    an_attempt_that_is_given_back_does_not_count,
    two_windows_are_counted_at_once,
    parallel_attempts_are_all_counted,
    attempts_are_counted_briefly_beside_units_of_work,
    a_job_runs_once_in_its_turn,
);

const WINDOW: Span = Span::seconds(60);

async fn a_window_counts_and_ends(store: Store) {
    let hit = async |seconds| {
        let window = commit(&store.db, async |tx| {
            throttles::hit(tx, "login:ada", WINDOW, at(seconds)).await
        })
        .await;
        (window.count, window.window_ends_at)
    };
    assert_eq!(hit(0).await, (1, at(60)));
    assert_eq!(hit(59).await, (2, at(60)));
    let peek = async |seconds| {
        throttles::peek(&mut store.db.read().await.unwrap(), "login:ada", at(seconds))
            .await
            .unwrap()
    };
    assert_eq!((peek(59).await, peek(60).await), (2, 0));
    assert_eq!(hit(60).await, (1, at(120)), "the next window");
    assert_eq!(
        commit(&store.db, async |tx| throttles::purge(tx, at(119)).await).await,
        0
    );
    commit(&store.db, async |tx| throttles::reset(tx, "login:ada").await).await;
    assert_eq!(hit(70).await, (1, at(130)));
    assert_eq!(
        commit(&store.db, async |tx| throttles::purge(tx, at(130)).await).await,
        1
    );
}

async fn two_windows_are_counted_at_once(store: Store) {
    let hit = async |seconds| {
        let windows = commit(&store.db, async |tx| {
            throttles::hit_both(tx, ["requester", "pair"], WINDOW, at(seconds)).await
        })
        .await;
        windows.map(|window| (window.count, window.window_ends_at))
    };
    assert_eq!(hit(0).await, [(1, at(60)), (1, at(60))]);
    commit(&store.db, async |tx| throttles::reset(tx, "pair").await).await;
    assert_eq!(hit(1).await, [(2, at(60)), (1, at(61))]);
    assert_eq!(hit(61).await, [(1, at(121)), (1, at(121))]);
    commit(&store.db, async |tx| {
        throttles::reset_three(tx, ["pair", "account", "nothing"]).await
    })
    .await;
    assert_eq!(hit(62).await, [(2, at(121)), (1, at(122))]);
}

async fn parallel_attempts_are_all_counted(store: Store) {
    winners(&store.db, 10, async |db, _| {
        commit(&db, async |tx| throttles::hit(tx, "login:ada", WINDOW, NOW).await).await;
        true
    })
    .await;
    let count = throttles::peek(&mut store.db.read().await.unwrap(), "login:ada", NOW)
        .await
        .unwrap();
    assert_eq!(count, 10);
}

async fn attempts_are_counted_briefly_beside_units_of_work(store: Store) {
    winners(&store.db, 12, async |db, turn| {
        if turn % 2 == 0 {
            let mut brief = db.brief().await.unwrap();
            throttles::hit(&mut brief, "login:ada", WINDOW, NOW)
                .await
                .unwrap();
        } else {
            commit(&db, async |tx| throttles::hit(tx, "login:ada", WINDOW, NOW).await).await;
        }
        true
    })
    .await;
    let count = throttles::peek(&mut store.db.read().await.unwrap(), "login:ada", NOW)
        .await
        .unwrap();
    assert_eq!(count, 12, "without a commit, and none is refused");
}

async fn a_job_runs_once_in_its_turn(store: Store) {
    for (seconds, turns) in [(0, 1), (59, 0), (60, 1)] {
        let won = winners(&store.db, 4, async |db, _| {
            commit(&db, async |tx| {
                periodic::claim(tx, "expire", at(seconds), WINDOW).await
            })
            .await
        })
        .await;
        assert_eq!(won, turns, "after {seconds} seconds");
    }
}

async fn an_attempt_that_is_given_back_does_not_count(store: Store) {
    commit(&store.db, async |tx| {
        throttles::give_back(tx, "login:ada", NOW).await?;
        throttles::hit(tx, "login:ada", WINDOW, NOW).await?;
        throttles::hit(tx, "login:ada", WINDOW, NOW).await?;
        throttles::give_back(tx, "login:ada", at(1)).await
    })
    .await;
    let mut conn = store.db.read().await.unwrap();
    assert_eq!(throttles::peek(&mut conn, "login:ada", at(1)).await.unwrap(), 1);
}
