//! Groups of settings: defaults, saves that notice each other, and values that nobody can read.

use domain::settings::Policy;
use serde::{Deserialize, Serialize};
use storage::{StorageError, policies};

use super::support::*;

on_both!(
    a_group_nobody_saved_has_its_defaults,
    a_stale_save_is_refused,
    only_one_of_two_first_saves_wins,
    a_value_of_another_shape_is_named
);

#[derive(Clone, Default, Debug, PartialEq, Serialize, Deserialize)]
struct Colours {
    walls: String,
}

impl Policy for Colours {
    const NAME: &'static str = "colours";
}

async fn loaded(store: &Store) -> (String, i64) {
    let mut conn = store.db.read().await.unwrap();
    let kept = policies::load::<Colours>(&mut conn).await.unwrap();
    (kept.policy.walls, kept.version)
}

async fn save(store: &Store, walls: &str, version: i64) -> bool {
    let colours = Colours {
        walls: walls.to_owned(),
    };
    commit(&store.db, async |tx| policies::save(tx, &colours, version).await).await
}

async fn a_group_nobody_saved_has_its_defaults(store: Store) {
    assert_eq!(loaded(&store).await, (String::new(), 0));
}

async fn a_stale_save_is_refused(store: Store) {
    assert!(save(&store, "white", 0).await);
    assert!(save(&store, "grey", 1).await);
    assert!(!save(&store, "black", 1).await);
    assert_eq!(loaded(&store).await, ("grey".to_owned(), 2));
}

async fn only_one_of_two_first_saves_wins(store: Store) {
    let (one, other) = tokio::join!(save(&store, "white", 0), save(&store, "black", 0));
    assert!(one ^ other);
    assert_eq!(loaded(&store).await.1, 1);
}

async fn a_value_of_another_shape_is_named(store: Store) {
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    struct Other(Vec<u8>);
    impl Policy for Other {
        const NAME: &'static str = "colours";
    }
    assert!(save(&store, "white", 0).await);
    let mut conn = store.db.read().await.unwrap();
    let error = policies::load::<Other>(&mut conn).await.unwrap_err();
    assert!(
        matches!(&error, StorageError::Inconsistent { table: "policies", row, .. } if row == "colours"),
        "{error}"
    );
}
