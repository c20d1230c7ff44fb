//! Roles of customers: one is the default, and new customers get it.

use domain::ids::RoleId;
use domain::values::RoleName;
use storage::roles::{self, RoleSettings};

use super::support::*;

on_both!(
    new_customers_get_the_default,
    of_many_who_change_the_default_one_wins,
    a_rename_that_is_out_of_date_is_refused,
    a_customer_changes_roles_once,
    a_role_that_somebody_has_is_kept_by_the_database,
);

fn name(text: &str) -> RoleName {
    RoleName::parse(text).unwrap()
}

fn settings(name: &RoleName) -> RoleSettings<'_> {
    RoleSettings {
        name,
        needs_bot_check: false,
    }
}

async fn role(store: &Store, called: &str) -> RoleId {
    let id = RoleId::new(at(0), unique());
    commit(&store.db, async |tx| {
        roles::insert(tx, id, settings(&name(called)), at(0)).await
    })
    .await;
    id
}

async fn new_customers_get_the_default(store: Store) {
    let first = customer(&store.db, "ada@example.org").await;
    let wholesale = role(&store, "Wholesale").await;
    commit(&store.db, async |tx| {
        roles::hold(tx).await?;
        roles::make_default(tx, wholesale).await
    })
    .await;
    let second = customer(&store.db, "eve@example.org").await;
    let mut conn = store.db.read().await.unwrap();
    let mut called = Vec::new();
    for id in [first, second] {
        called.push(roles::of_customer(&mut conn, id).await.unwrap().unwrap().name);
    }
    assert_eq!(called, ["Customer", "Wholesale"]);
    let all = roles::list(&mut conn).await.unwrap();
    let all: Vec<_> = all
        .iter()
        .map(|role| (role.name.as_str(), role.is_default))
        .collect();
    assert_eq!(all, [("Wholesale", true), ("Customer", false)]);
    assert_eq!(roles::count_customers(&mut conn, wholesale).await.unwrap(), 1);
}

async fn of_many_who_change_the_default_one_wins(store: Store) {
    let ids = [
        role(&store, "A").await,
        role(&store, "B").await,
        role(&store, "C").await,
    ];
    let done = winners(&store.db, 3, async move |db, turn| {
        commit(&db, async |tx| {
            roles::hold(tx).await?;
            roles::make_default(tx, ids[turn]).await
        })
        .await;
        true
    })
    .await;
    assert_eq!(done, 3, "one after the other");
    let mut conn = store.db.read().await.unwrap();
    let all = roles::list(&mut conn).await.unwrap();
    assert_eq!(all.iter().filter(|role| role.is_default).count(), 1);
}

async fn a_rename_that_is_out_of_date_is_refused(store: Store) {
    let id = role(&store, "Trade").await;
    let rename = async |to: &'static str, version| {
        commit(&store.db, async |tx| {
            roles::change(tx, id, settings(&name(to)), version).await
        })
        .await
    };
    assert!(rename("Traders", 1).await);
    assert!(!rename("Dealers", 1).await);
    let mut conn = store.db.read().await.unwrap();
    assert_eq!(roles::by_id(&mut conn, id).await.unwrap().unwrap().version, 2);
    assert!(
        roles::by_name(&mut conn, &name("Traders"))
            .await
            .unwrap()
            .is_some()
    );
    assert!(
        roles::by_name(&mut conn, &name("traders"))
            .await
            .unwrap()
            .is_none()
    );
}

async fn a_customer_changes_roles_once(store: Store) {
    let ada = customer(&store.db, "ada@example.org").await;
    let to = role(&store, "Trade").await;
    let mut conn = store.db.read().await.unwrap();
    let from = roles::of_customer(&mut conn, ada).await.unwrap().unwrap().id;
    drop(conn);
    let won = winners(&store.db, 4, async move |db, _| {
        commit(&db, async |tx| roles::give(tx, ada, from, to, at(1)).await).await
    })
    .await;
    assert_eq!(won, 1);
}

async fn a_role_that_somebody_has_is_kept_by_the_database(store: Store) {
    let ada = customer(&store.db, "ada@example.org").await;
    let mut tx = store.db.begin().await.unwrap();
    let role = roles::of_customer(&mut tx, ada).await.unwrap().unwrap();
    let deleted = async {
        roles::delete(&mut tx, role.id).await?;
        tx.commit().await
    };
    assert!(deleted.await.is_err());
}
