//! Of each client two at most are being told at a time.

use storage::client_logouts::{self, Status};
use storage::sessions;

use super::client_logouts::{Given, claim, end, finish, give, grant, is_due};
use super::support::*;

on_both!(
    a_client_with_many_keeps_no_other_waiting,
    two_of_a_client_at_most_are_with_somebody,
    a_client_has_its_turns_back_when_a_lock_is_over,
    who_claims_at_once_takes_two_of_a_client,
);

/// A client with five sessions that are over, since so many seconds, the first of them before the others.
async fn with_five(store: &Store, second: i64) -> Given {
    let given = give(store, "many-0").await;
    end(store, given.session, second).await;
    for number in 1..5 {
        let name = format!("many-{number}");
        let session = new_session(&name, given.customer);
        commit(&store.db, async |tx| sessions::insert(tx, &session).await).await;
        grant(store, given.client, given.customer, session.id).await;
        end(store, session.id, second + number).await;
    }
    given
}

async fn claimed(store: &Store, second: i64, limit: i64) -> Vec<String> {
    let mut names = claim(store, second, limit).await;
    names.sort();
    names
}

async fn a_client_with_many_keeps_no_other_waiting(store: Store) {
    with_five(&store, 5).await;
    for (name, second) in [("one", 20), ("two", 21)] {
        let given = give(&store, name).await;
        end(&store, given.session, second).await;
    }
    assert_eq!(claimed(&store, 30, 3).await, ["many-0", "many-1", "one"]);
    assert!(is_due(&store, 30).await);
    assert_eq!(claimed(&store, 30, 10).await, ["two"]);
}

async fn two_of_a_client_at_most_are_with_somebody(store: Store) {
    let many = with_five(&store, 5).await;
    assert_eq!(claimed(&store, 30, 10).await, ["many-0", "many-1"]);
    assert!(!is_due(&store, 30).await && claimed(&store, 30, 10).await.is_empty());
    assert!(finish(&store, (many.client, "many-1"), Status::Told, 31).await);
    assert!(is_due(&store, 31).await);
    assert_eq!(claimed(&store, 31, 10).await, ["many-2"]);
    // One that is tried again later makes room meanwhile.
    commit(&store.db, async |tx| {
        client_logouts::retry(tx, (many.client, "many-0"), at(40), "it answered 503").await
    })
    .await;
    assert_eq!(claimed(&store, 32, 10).await, ["many-3"]);
    assert!(!is_due(&store, 40).await);
    assert!(finish(&store, (many.client, "many-2"), Status::Told, 41).await);
    assert_eq!(claimed(&store, 41, 10).await, ["many-4"], "the oldest first");
    assert!(finish(&store, (many.client, "many-3"), Status::Told, 42).await);
    assert_eq!(claimed(&store, 42, 10).await, ["many-0"]);
}

async fn a_client_has_its_turns_back_when_a_lock_is_over(store: Store) {
    with_five(&store, 5).await;
    assert_eq!(claimed(&store, 30, 10).await, ["many-0", "many-1"]);
    assert!(!is_due(&store, 89).await);
    assert!(is_due(&store, 90).await);
    assert_eq!(claimed(&store, 90, 10).await, ["many-0", "many-1"]);
}

async fn who_claims_at_once_takes_two_of_a_client(store: Store) {
    with_five(&store, 5).await;
    let taken = std::sync::atomic::AtomicUsize::new(0);
    let counted = &taken;
    let all = winners(&store.db, 4, async move |db, _| {
        let rows = commit(&db, async |tx| {
            client_logouts::claim_due(tx, at(30), 10, domain::time::Span::seconds(60)).await
        })
        .await;
        counted.fetch_add(rows.len(), std::sync::atomic::Ordering::Relaxed);
        true
    })
    .await;
    assert_eq!((all, taken.into_inner()), (4, 2));
}
