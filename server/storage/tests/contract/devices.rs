//! Browsers that customers sign in with: met once, known from then on, forgotten but for the last one.

use domain::ids::CustomerId;
use domain::values::Email;
use storage::devices::{self, Met};

use super::support::*;

on_both!(
    a_browser_is_known_from_the_second_time_on,
    a_browser_is_known_to_each_customer_by_itself,
    the_same_browser_met_twice_at_once_is_one,
    a_browser_is_known_by_its_owners_address,
    the_others_are_forgotten_with_the_old_password,
    the_last_browser_is_never_forgotten,
    nobodys_browsers_are_left_when_they_are_erased,
);

async fn meet(store: &Store, customer: CustomerId, token: &str, seconds: i64) -> Met {
    commit(&store.db, async |tx| {
        devices::meet(tx, customer, token, at(seconds)).await
    })
    .await
}

async fn a_browser_is_known_from_the_second_time_on(store: Store) {
    let ada = customer(&store.db, "ada@example.org").await;
    assert_eq!(meet(&store, ada, "laptop", 0).await, Met::First);
    assert_eq!(meet(&store, ada, "laptop", 1).await, Met::Known);
    assert_eq!(meet(&store, ada, "phone", 2).await, Met::Another);
    assert_eq!(meet(&store, ada, "laptop", 3).await, Met::Known);
}

async fn a_browser_is_known_to_each_customer_by_itself(store: Store) {
    let ada = customer(&store.db, "ada@example.org").await;
    let grace = customer(&store.db, "grace@example.org").await;
    meet(&store, ada, "laptop", 0).await;
    assert_eq!(meet(&store, grace, "laptop", 1).await, Met::First);
}

async fn a_browser_is_known_by_its_owners_address(store: Store) {
    let ada = customer(&store.db, "ada@example.org").await;
    customer(&store.db, "grace@example.org").await;
    meet(&store, ada, "laptop", 0).await;
    let knows = async |address: &str, token| {
        let key = Email::parse(address).unwrap().key();
        let mut conn = store.db.read().await.unwrap();
        devices::knows(&mut conn, &key, token).await.unwrap()
    };
    assert!(knows("Ada@Example.org", "laptop").await);
    assert!(!knows("ada@example.org", "phone").await);
    assert!(!knows("grace@example.org", "laptop").await);
    assert!(!knows("nobody@example.org", "laptop").await);
}

async fn the_same_browser_met_twice_at_once_is_one(store: Store) {
    let ada = customer(&store.db, "ada@example.org").await;
    winners(&store.db, 3, async move |db, _| {
        commit(&db, async |tx| devices::meet(tx, ada, "laptop", NOW).await).await;
        true
    })
    .await;
    assert_eq!(meet(&store, ada, "laptop", 1).await, Met::Known);
}

async fn the_others_are_forgotten_with_the_old_password(store: Store) {
    let ada = customer(&store.db, "ada@example.org").await;
    let grace = customer(&store.db, "grace@example.org").await;
    for token in ["laptop", "phone", "thief"] {
        meet(&store, ada, token, 0).await;
    }
    meet(&store, grace, "phone", 0).await;
    commit(&store.db, async |tx| {
        devices::forget_others(tx, ada, "laptop").await
    })
    .await;
    assert_eq!(meet(&store, ada, "laptop", 1).await, Met::Known);
    assert_eq!(meet(&store, ada, "thief", 1).await, Met::Another);
    assert_eq!(meet(&store, grace, "phone", 1).await, Met::Known);
}

async fn the_last_browser_is_never_forgotten(store: Store) {
    let ada = customer(&store.db, "ada@example.org").await;
    for (second, token) in ["one", "two", "three"].into_iter().enumerate() {
        meet(&store, ada, token, second.try_into().unwrap()).await;
    }
    let purge = async |before| commit(&store.db, async |tx| devices::purge(tx, at(before)).await).await;
    assert_eq!(purge(1).await, 1);
    assert_eq!(purge(100).await, 1);
    assert_eq!(purge(100).await, 0);
    assert_eq!(
        meet(&store, ada, "one", 200).await,
        Met::Another,
        "it is new again"
    );
}

async fn nobodys_browsers_are_left_when_they_are_erased(store: Store) {
    let ada = customer(&store.db, "ada@example.org").await;
    meet(&store, ada, "laptop", 0).await;
    commit(&store.db, async |tx| {
        storage::customers::anonymise(tx, ada, NOW).await
    })
    .await;
    assert_eq!(meet(&store, ada, "phone", 1).await, Met::First);
}
