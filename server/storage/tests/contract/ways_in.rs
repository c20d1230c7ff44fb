//! Rules over several rows: the last way in, and who would lose theirs.

use std::time::Duration;

use domain::ids::CustomerId;
use domain::settings::ShopSettings;
use storage::customers::{self, Change, NewCustomer};
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

/// How many would lose their last way in; the pages of the list hold as many.
async fn losing(db: &Database, change: &Change) -> i64 {
    let mut conn = db.read().await.unwrap();
    let count = customers::count_losing(&mut conn, change).await.unwrap();
    let mut seen: Vec<CustomerId> = Vec::new();
    loop {
        let before = seen.last().copied();
        let page = customers::list_losing(&mut conn, change, before, 1)
            .await
            .unwrap();
        if page.is_empty() {
            break;
        }
        seen.extend(page.iter().map(|customer| customer.id));
    }
    assert_eq!(i64::try_from(seen.len()).unwrap(), count);
    count
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

    let passwords_off = Change {
        customer_accounts: true,
        passwords_before: true,
        passwords_after: false,
        without: None,
    };
    let without = |provider, passwords| Change {
        passwords_before: passwords,
        passwords_after: passwords,
        without: Some(provider),
        ..passwords_off
    };
    let closed = Change {
        customer_accounts: false,
        ..passwords_off
    };
    for (change, expected, why) in [
        (passwords_off, 1, "the one with nothing but a password"),
        (
            without(one, true),
            2,
            "those with nothing but this provider, or another one that has no button",
        ),
        (
            without(two, true),
            0,
            "a provider without a button is nobody's last way in",
        ),
        (
            without(one, false),
            3,
            "a password does not help while local sign-in is off",
        ),
        (closed, 4, "everybody, while there are no customer accounts"),
    ] {
        assert_eq!(losing(&store.db, &change).await, expected, "{why}");
    }
    assert_eq!(
        customers::without_way_in(&mut store.db.read().await.unwrap())
            .await
            .unwrap(),
        0
    );
    let off = ShopSettings {
        local_sign_in: false,
        ..ShopSettings::default()
    };
    commit(&store.db, async |tx| settings::save(tx, &off, 1).await).await;
    assert_eq!(
        customers::without_way_in(&mut store.db.read().await.unwrap())
            .await
            .unwrap(),
        1
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
