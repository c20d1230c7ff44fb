//! Requests that wait for a person, and those that a client pushed.

use domain::ids::SessionId;
use storage::authorize_requests::{self as requests, AuthorizeRequest, Pairs};

use super::clients::client;
use super::support::*;

on_both!(
    a_request_waits_until_it_is_answered,
    of_many_browsers_that_bring_a_pushed_request_one_wins,
    a_pushed_request_is_its_own_clients,
);

fn parameters() -> Pairs {
    Pairs(vec![
        ("scope".to_owned(), "openid".to_owned()),
        ("scope".to_owned(), "twice é".to_owned()),
    ])
}

async fn insert(store: &Store, token: &str, pushed: bool) -> domain::ids::ClientId {
    let client = client(store, "Magazine").await;
    commit(&store.db, async |tx| {
        requests::insert(tx, token, (client, &parameters()), pushed, (NOW, at(60))).await
    })
    .await;
    client
}

async fn find(store: &Store, token: &str, second: i64) -> Option<AuthorizeRequest> {
    let mut conn = store.db.read().await.unwrap();
    requests::find(&mut conn, token, at(second)).await.unwrap()
}

async fn a_request_waits_until_it_is_answered(store: Store) {
    let client_id = insert(&store, "token", false).await;
    assert_eq!(
        find(&store, "token", 59).await,
        Some(AuthorizeRequest {
            client_id,
            parameters: parameters(),
            pushed: false,
            chosen_session: None,
            agreed_session: None,
            created_at: NOW,
            expires_at: at(60),
        })
    );
    assert_eq!(find(&store, "token", 60).await, None);
    assert_eq!(find(&store, "another", 0).await, None);
    let (first, second) = (SessionId::new(NOW, unique()), SessionId::new(NOW, unique()));
    commit(&store.db, async |tx| {
        assert!(requests::choose(tx, "token", first).await?);
        requests::agree(tx, "token", second).await
    })
    .await;
    let found = find(&store, "token", 1).await.unwrap();
    assert_eq!(
        (found.chosen_session, found.agreed_session),
        (Some(first), Some(second))
    );
    let finish = async || commit(&store.db, async |tx| requests::finish(tx, "token").await).await;
    assert!(finish().await && !finish().await);
    insert(&store, "old", false).await;
    let purge = async |second| commit(&store.db, async |tx| requests::purge(tx, at(second)).await).await;
    assert_eq!((purge(59).await, purge(60).await), (0, 1));
}

async fn of_many_browsers_that_bring_a_pushed_request_one_wins(store: Store) {
    let client = insert(&store, "pushed", true).await;
    let won = winners(&store.db, 8, async move |db, _| {
        let taken = commit(&db, async |tx| {
            requests::take_pushed(tx, "pushed", client, at(1)).await
        })
        .await;
        taken.is_some()
    })
    .await;
    assert_eq!(won, 1);
}

async fn a_pushed_request_is_its_own_clients(store: Store) {
    let client = insert(&store, "pushed", true).await;
    let other = insert(&store, "waiting", false).await;
    let take = async |token: &str, client, second| {
        commit(&store.db, async |tx| {
            requests::take_pushed(tx, token, client, at(second)).await
        })
        .await
        .is_some()
    };
    assert!(!take("pushed", other, 1).await);
    assert!(!take("pushed", client, 60).await, "too late");
    assert!(!take("waiting", other, 1).await, "none that was pushed");
    assert!(take("pushed", client, 59).await);
}
