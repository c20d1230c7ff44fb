//! Transactions, migrations, and what a lost or busy connection becomes.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use domain::values::AddressKey;
use storage::{Database, Options, StorageError, customers};

use super::support::*;

on_both!(
    committed_work_is_seen,
    open_work_is_not_seen,
    what_is_seen_settles,
    a_rollback_leaves_nothing,
    a_dropped_transaction_leaves_nothing,
    a_killed_task_leaves_nothing_and_blocks_nobody,
    a_refused_row_undoes_the_whole_unit,
    no_free_connection_is_unavailable,
    who_writes_gets_a_turn_among_many_who_read,
    closing_waits_for_nobody_who_comes_back_late,
    migrating_again_changes_nothing,
    replicas_that_start_together_migrate_once,
    a_schema_of_a_newer_program_is_refused,
    a_schema_without_migrations_is_not_ready,
    statements_are_counted,
);

const ADDRESS: &str = "ada@example.org";

async fn find(db: &Database) -> Option<customers::Customer> {
    let key: AddressKey = email(ADDRESS).key();
    customers::by_address_key(&mut db.read().await.unwrap(), &key)
        .await
        .unwrap()
}

async fn committed_work_is_seen(store: Store) {
    customer(&store.db, ADDRESS).await;
    assert!(find(&store.db).await.is_some());
}

async fn open_work_is_not_seen(store: Store) {
    let address = email(ADDRESS);
    let mut tx = store.db.begin().await.unwrap();
    customers::insert(&mut tx, &new_customer(Some(&address)))
        .await
        .unwrap();
    assert!(
        customers::by_address_key(&mut tx, &address.key())
            .await
            .unwrap()
            .is_some(),
        "by itself it is"
    );
    assert!(find(&store.db).await.is_none());
    tx.commit().await.unwrap();
    assert!(find(&store.db).await.is_some());
}

async fn what_is_seen_settles(store: Store) {
    store.db.settled().await.unwrap();
    customer(&store.db, ADDRESS).await;
    store.db.settled().await.unwrap();
    assert!(find(&store.db).await.is_some());
}

async fn a_rollback_leaves_nothing(store: Store) {
    let address = email(ADDRESS);
    let mut tx = store.db.begin().await.unwrap();
    customers::insert(&mut tx, &new_customer(Some(&address)))
        .await
        .unwrap();
    tx.rollback().await.unwrap();
    assert!(find(&store.db).await.is_none());
}

async fn a_dropped_transaction_leaves_nothing(store: Store) {
    let address = email(ADDRESS);
    let mut tx = store.db.begin().await.unwrap();
    customers::insert(&mut tx, &new_customer(Some(&address)))
        .await
        .unwrap();
    drop(tx);
    assert!(find(&store.db).await.is_none());
    customer(&store.db, ADDRESS).await;
    let found = find(&store.db).await.unwrap();
    assert_eq!(found.number, 100_001, "the number that was drawn is free again");
}

async fn a_killed_task_leaves_nothing_and_blocks_nobody(store: Store) {
    let (written, is_written) = tokio::sync::oneshot::channel();
    let db = store.db.clone();
    let task = tokio::spawn(async move {
        let address = email(ADDRESS);
        let mut tx = db.begin().await.unwrap();
        customers::insert(&mut tx, &new_customer(Some(&address)))
            .await
            .unwrap();
        written.send(()).unwrap();
        std::future::pending::<()>().await;
        tx.commit().await.unwrap();
    });
    is_written.await.unwrap();
    task.abort();
    assert!(task.await.unwrap_err().is_cancelled());
    assert!(find(&store.db).await.is_none());
    customer(&store.db, ADDRESS).await;
    assert!(find(&store.db).await.is_some());
}

async fn a_refused_row_undoes_the_whole_unit(store: Store) {
    customer(&store.db, ADDRESS).await;
    let (other, same) = (email("grace@example.org"), email(ADDRESS));
    let mut tx = store.db.begin().await.unwrap();
    customers::insert(&mut tx, &new_customer(Some(&other)))
        .await
        .unwrap();
    let error = customers::insert(&mut tx, &new_customer(Some(&same)))
        .await
        .unwrap_err();
    assert!(error.conflicts_with("customers_address_key"), "{error}");
    drop(tx);
    let mut conn = store.db.read().await.unwrap();
    assert!(
        customers::by_address_key(&mut conn, &other.key())
            .await
            .unwrap()
            .is_none()
    );
}

async fn no_free_connection_is_unavailable(store: Store) {
    let options = Options {
        max_connections: 1,
        acquire_timeout: Duration::from_millis(200),
    };
    let db = Database::connect(&store.url, &options).await.unwrap();
    let tx = db.begin().await.unwrap();
    let error = db.begin().await.unwrap_err();
    assert!(error.is_unavailable(), "{error}");
    drop(tx);
    db.begin().await.unwrap();
}

async fn who_writes_gets_a_turn_among_many_who_read(store: Store) {
    let options = Options {
        max_connections: 2,
        acquire_timeout: Duration::from_secs(1),
    };
    let db = Database::connect(&store.url, &options).await.unwrap();
    let over = Arc::new(AtomicBool::new(false));
    let readers: Vec<_> = (0..6)
        .map(|_| {
            let (db, over) = (db.clone(), Arc::clone(&over));
            tokio::spawn(async move {
                while !over.load(Ordering::Relaxed) {
                    let conn = db.read().await.unwrap();
                    tokio::time::sleep(Duration::from_millis(5)).await;
                    drop(conn);
                }
            })
        })
        .collect();
    for _ in 0..20 {
        db.begin().await.unwrap().commit().await.unwrap();
    }
    over.store(true, Ordering::Relaxed);
    for reader in readers {
        reader.await.unwrap();
    }
}

async fn closing_waits_for_nobody_who_comes_back_late(store: Store) {
    let db = Database::connect(&store.url, &OPTIONS).await.unwrap();
    let late = db.read().await.unwrap();
    let closing = {
        let db = db.clone();
        tokio::spawn(async move { db.close().await })
    };
    tokio::time::sleep(Duration::from_millis(100)).await;
    drop(late);
    let closed = tokio::time::timeout(Duration::from_secs(5), closing).await;
    closed.unwrap().unwrap();
}

async fn migrating_again_changes_nothing(store: Store) {
    store.db.migrate().await.unwrap();
    assert!(store.db.migrated().await.unwrap());
}

async fn replicas_that_start_together_migrate_once(store: Store) {
    let url = another_schema(&store).await;
    let mut replicas = Vec::new();
    for _ in 0..3 {
        let db = Database::connect(&url, &OPTIONS).await.unwrap();
        assert!(!db.migrated().await.unwrap());
        replicas.push(db);
    }
    let migrate = async |db: Database| {
        db.migrate().await.unwrap();
        assert!(db.migrated().await.unwrap());
        db.close().await;
    };
    let running: Vec<_> = replicas.into_iter().map(|db| tokio::spawn(migrate(db))).collect();
    for replica in running {
        replica.await.unwrap();
    }
}

async fn a_schema_of_a_newer_program_is_refused(store: Store) {
    let sql = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
               SELECT 9999, 'newer', success, checksum, 0 FROM _sqlx_migrations WHERE version = 1";
    execute(&store.url, sql).await.unwrap();
    let error = store.db.migrate().await.unwrap_err();
    assert!(matches!(error, StorageError::Migration(_)), "{error}");
}

async fn a_schema_without_migrations_is_not_ready(store: Store) {
    execute(&store.url, "DELETE FROM _sqlx_migrations WHERE version = 9")
        .await
        .unwrap();
    assert!(!store.db.migrated().await.unwrap());
    execute(&store.url, "DROP TABLE _sqlx_migrations").await.unwrap();
    assert!(!store.db.migrated().await.unwrap());
}

async fn statements_are_counted(store: Store) {
    let before = store.db.statements();
    assert!(find(&store.db).await.is_none());
    assert_eq!(store.db.statements() - before, 1);
}

/// PostgreSQL only: the server ends the connection under an open transaction.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_connection_is_unavailable_and_the_next_one_works() {
    on_postgres(async |store: Store| {
        let address = email(ADDRESS);
        let mut tx = store.db.begin().await.unwrap();
        customers::insert(&mut tx, &new_customer(Some(&address)))
            .await
            .unwrap();
        let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                   WHERE datname = current_database() AND pid <> pg_backend_pid()";
        execute(&store.url, sql).await.unwrap();
        let error = tx.commit().await.unwrap_err();
        assert!(error.is_unavailable(), "{error}");
        assert!(find(&store.db).await.is_none());
        customer(&store.db, ADDRESS).await;
        assert!(find(&store.db).await.is_some());
    })
    .await;
}

#[tokio::test]
async fn an_address_of_another_kind_is_refused() {
    assert!(
        Database::connect("mysql://localhost/shop", &OPTIONS)
            .await
            .is_err()
    );
}

#[tokio::test]
async fn a_server_that_is_not_there_is_unavailable() {
    let options = Options {
        max_connections: 1,
        acquire_timeout: Duration::from_millis(300),
    };
    let error = Database::connect("postgres://nobody@127.0.0.1:1/shop", &options)
        .await
        .unwrap_err();
    assert!(error.is_unavailable(), "{error}");
}
