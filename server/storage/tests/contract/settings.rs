//! Settings: what a new shop has, and saves that notice each other.

use domain::settings::ShopSettings;
use storage::settings;

use super::support::*;

on_both!(
    a_new_shop_has_everything_on,
    a_stale_save_is_refused,
    hidden_and_disabled_providers_do_not_count
);

async fn a_new_shop_has_everything_on(store: Store) {
    let loaded = settings::load(&mut store.db.read().await.unwrap()).await.unwrap();
    assert_eq!((loaded.shop, loaded.version), (ShopSettings::default(), 1));
}

async fn a_stale_save_is_refused(store: Store) {
    let changed = ShopSettings {
        approval: false,
        local_registration: false,
        ..ShopSettings::default()
    };
    assert!(commit(&store.db, async |tx| settings::save(tx, &changed, 1).await).await);
    let late = ShopSettings::default();
    assert!(!commit(&store.db, async |tx| settings::save(tx, &late, 1).await).await);
    let loaded = settings::load(&mut store.db.read().await.unwrap()).await.unwrap();
    assert_eq!((loaded.shop, loaded.version), (changed, 2));
}

async fn hidden_and_disabled_providers_do_not_count(store: Store) {
    provider(&store.db, "seen", true).await;
    provider(&store.db, "hidden", false).await;
    let off = provider(&store.db, "off", true).await;
    commit(&store.db, async |tx| {
        storage::providers::set_flags(tx, off, 2, false, true, NOW).await
    })
    .await;
    let mut conn = store.db.read().await.unwrap();
    let before = store.db.statements();
    let ways = settings::ways_in(&mut conn).await.unwrap();
    assert_eq!(ways.providers, 1);
    assert_eq!(store.db.statements() - before, 1, "every page asks this");
}
