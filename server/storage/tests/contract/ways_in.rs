//! Rules over several rows: the last way in, and who would lose theirs.

use std::time::Duration;

use domain::settings::ShopSettings;
use storage::customers::{self, NewCustomer, WayIn};
use storage::{Database, identities, providers, settings};

use super::support::*;

on_both!(
    two_who_hide_the_last_two_providers_do_not_both_pass,
    settings_and_a_provider_do_not_go_off_side_by_side,
    those_who_would_lose_their_last_way_in_are_counted,
    two_who_disconnect_the_last_two_identities_do_not_both_pass,
);

/// Longer than the other one needs to begin: both read before either writes, unless the guard holds one back.
const THINKING: Duration = Duration::from_millis(150);

/// Hides the provider unless that would leave no way in, as a service does.
async fn hide(db: &Database, id: domain::ids::ProviderId) -> bool {
    let mut tx = db.begin().await.unwrap();
    let ways = settings::guard(&mut tx).await.unwrap();
    tokio::time::sleep(THINKING).await;
    if !ways.settings.shop.local_sign_in && ways.providers < 2 {
        return false;
    }
    let hidden = providers::set_flags(&mut tx, id, 2, true, false, NOW)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    hidden
}

async fn two_who_hide_the_last_two_providers_do_not_both_pass(store: Store) {
    let ids = [
        provider(&store.db, "one", true).await,
        provider(&store.db, "two", true).await,
    ];
    let external = ShopSettings {
        local_sign_in: false,
        ..ShopSettings::default()
    };
    assert!(commit(&store.db, async |tx| settings::save(tx, &external, 1).await).await);
    let won = winners(&store.db, 2, async |db, number| hide(&db, ids[number]).await).await;
    assert_eq!(won, 1);
    let ways = settings::ways_in(&mut store.db.read().await.unwrap())
        .await
        .unwrap();
    assert_eq!(ways.providers, 1);
}

async fn settings_and_a_provider_do_not_go_off_side_by_side(store: Store) {
    let id = provider(&store.db, "only", true).await;
    let won = winners(&store.db, 2, async |db, number| {
        if number == 0 {
            return hide(&db, id).await;
        }
        let mut tx = db.begin().await.unwrap();
        let ways = settings::guard(&mut tx).await.unwrap();
        tokio::time::sleep(THINKING).await;
        if ways.providers == 0 {
            return false;
        }
        let external = ShopSettings {
            local_sign_in: false,
            ..ShopSettings::default()
        };
        let saved = settings::save(&mut tx, &external, 1).await.unwrap();
        tx.commit().await.unwrap();
        saved
    })
    .await;
    assert_eq!(won, 1);
    let ways = settings::ways_in(&mut store.db.read().await.unwrap())
        .await
        .unwrap();
    assert!(ways.settings.shop.local_sign_in || ways.providers > 0);
}

async fn those_who_would_lose_their_last_way_in_are_counted(store: Store) {
    let (one, two) = (
        provider(&store.db, "one", true).await,
        provider(&store.db, "two", false).await,
    );
    customer(&store.db, "password@example.org").await;
    let both = customer(&store.db, "both@example.org").await;
    identity(&store.db, one, "both", both).await;
    let external = NewCustomer {
        password_hash: None,
        ..new_customer(None)
    };
    let twice = NewCustomer {
        password_hash: None,
        ..new_customer(None)
    };
    commit(&store.db, async |tx| customers::insert(tx, &external).await).await;
    commit(&store.db, async |tx| customers::insert(tx, &twice).await).await;
    identity(&store.db, one, "external", external.id).await;
    identity(&store.db, one, "twice-1", twice.id).await;
    identity(&store.db, two, "twice-2", twice.id).await;

    let count = async |way| {
        let mut conn = store.db.read().await.unwrap();
        customers::count_without_other_way_in(&mut conn, way)
            .await
            .unwrap()
    };
    assert_eq!(
        count(WayIn::Password).await,
        1,
        "the one with nothing but a password"
    );
    assert_eq!(
        count(WayIn::Provider(one)).await,
        1,
        "the one with nothing but this provider"
    );
    assert_eq!(count(WayIn::Provider(two)).await, 0);

    let off = ShopSettings {
        local_sign_in: false,
        ..ShopSettings::default()
    };
    commit(&store.db, async |tx| settings::save(tx, &off, 1).await).await;
    assert_eq!(
        count(WayIn::Provider(one)).await,
        2,
        "a password does not help while local sign-in is off"
    );
}

async fn two_who_disconnect_the_last_two_identities_do_not_both_pass(store: Store) {
    let club = provider(&store.db, "club", true).await;
    let ada = customer(&store.db, "ada@example.org").await;
    let ids = [
        identity(&store.db, club, "1", ada).await,
        identity(&store.db, club, "2", ada).await,
    ];
    let won = winners(&store.db, 2, async |db, number| {
        let mut tx = db.begin().await.unwrap();
        customers::hold(&mut tx, ada).await.unwrap().unwrap();
        let left = identities::by_customer(&mut tx, ada).await.unwrap();
        tokio::time::sleep(THINKING).await;
        if left.len() < 2 {
            return false;
        }
        let gone = identities::delete(&mut tx, ids[number], ada).await.unwrap();
        tx.commit().await.unwrap();
        gone
    });
    assert_eq!(won.await, 1);
    let mut conn = store.db.read().await.unwrap();
    assert_eq!(identities::by_customer(&mut conn, ada).await.unwrap().len(), 1);
}
