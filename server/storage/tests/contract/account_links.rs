//! Links between customers and accounts that a sign-in made by itself.

use domain::ids::{AccountId, CustomerId};
use storage::accounts::{self, Kind, NewAccount, Origin};
use storage::customers::{self, NewCustomer};
use storage::{Database, account_links};

use super::support::*;

on_both!(
    candidates_know_who_else_is_there,
    a_link_is_made_once_and_undone_once,
    an_undone_link_is_known,
);

const ADDRESS: &str = "mia@corp.example";

async fn account(db: &Database, address: &str) -> AccountId {
    let new = NewAccount {
        id: AccountId::new(NOW, unique()),
        code: None,
        name: "Corp",
        kind: Kind::Company,
        origin: Origin::Import,
        reviewed: true,
        email: Some(&email(address)),
        now: NOW,
    };
    commit(db, async |tx| accounts::insert(tx, &new).await).await;
    new.id
}

async fn member(db: &Database, address: &str, account_id: AccountId) -> CustomerId {
    let address = email(address);
    let new = NewCustomer {
        account_id: Some(account_id),
        ..new_customer(Some(&address))
    };
    commit(db, async |tx| customers::insert(tx, &new).await).await;
    new.id
}

async fn candidates_know_who_else_is_there(store: Store) {
    let mia = customer(&store.db, ADDRESS).await;
    let free = account(&store.db, "MIA@corp.example").await;
    let taken = account(&store.db, ADDRESS).await;
    account(&store.db, "other@corp.example").await;
    let gone = member(&store.db, "gone@corp.example", free).await;
    commit(&store.db, async |tx| customers::anonymise(tx, gone, NOW).await).await;
    member(&store.db, "max@corp.example", taken).await;
    let mut conn = store.db.read().await.unwrap();
    let found = account_links::candidates(&mut conn, &email(ADDRESS).key(), mia)
        .await
        .unwrap();
    let found: Vec<_> = found
        .into_iter()
        .map(|it| (it.id, it.linked, it.undone))
        .collect();
    assert_eq!(found, [(free, false, false), (taken, true, false)]);
}

async fn a_link_is_made_once_and_undone_once(store: Store) {
    let mia = customer(&store.db, ADDRESS).await;
    let (one, other) = (
        account(&store.db, ADDRESS).await,
        account(&store.db, "other@corp.example").await,
    );
    let won = winners(&store.db, 2, async |db, number| {
        let account = [one, other][number];
        commit(&db, async |tx| account_links::link(tx, mia, account, at(1)).await).await
    });
    assert_eq!(won.await, 1);
    let mut conn = store.db.read().await.unwrap();
    let link = account_links::of_customer(&mut conn, mia).await.unwrap().unwrap();
    drop(conn);
    assert_eq!((link.name.as_str(), link.linked_at), ("Corp", at(1)));
    let undo = async |db: Database, _| {
        commit(&db, async |tx| {
            account_links::undo(tx, mia, link.account_id, at(2)).await
        })
        .await
    };
    assert_eq!(winners(&store.db, 2, undo).await, 1);
    let mut conn = store.db.read().await.unwrap();
    assert_eq!(account_links::of_customer(&mut conn, mia).await.unwrap(), None);
    let mia = customers::by_id(&mut conn, mia).await.unwrap().unwrap();
    assert_eq!(mia.account_id, None);
}

async fn an_undone_link_is_known(store: Store) {
    let mia = customer(&store.db, ADDRESS).await;
    let corp = account(&store.db, ADDRESS).await;
    commit(&store.db, async |tx| {
        assert!(account_links::link(tx, mia, corp, at(1)).await?);
        account_links::undo(tx, mia, corp, at(2)).await
    })
    .await;
    let mut conn = store.db.read().await.unwrap();
    let found = account_links::candidates(&mut conn, &email(ADDRESS).key(), mia).await;
    let [found] = found.unwrap().try_into().unwrap();
    assert_eq!((found.linked, found.undone), (false, true));
}
