//! Customers: one address for one customer, and edits that notice each other.

use std::sync::Mutex;

use domain::customers::CustomerStatus;
use domain::ids::CustomerId;
use domain::values::Language;
use storage::customers::{self, Customer, NewCustomer, Profile};

use super::support::*;

on_both!(
    namesakes_have_the_same_name_or_phone,
    an_address_is_unique_in_every_letter_case,
    customers_without_an_address_do_not_conflict,
    parallel_registrations_of_one_address_make_one_customer,
    parallel_registrations_draw_different_numbers,
    a_status_moves_only_from_where_it_was_seen,
    the_first_activation_is_kept,
    an_address_is_proven_once,
    another_address_may_be_taken,
    a_stale_profile_is_refused,
    a_rehash_does_not_undo_a_new_password,
    accepting_terms_again_keeps_the_first_moment,
    an_unproven_customer_gives_the_address_up,
    a_proven_customer_keeps_the_address,
    what_claims_set_leaves_the_rest_as_it_is,
);

async fn load(store: &Store, id: CustomerId) -> Customer {
    customers::by_id(&mut store.db.read().await.unwrap(), id)
        .await
        .unwrap()
        .unwrap()
}

async fn an_address_is_unique_in_every_letter_case(store: Store) {
    customer(&store.db, "ada@bücher.example").await;
    for spelling in [
        "ADA@BÜCHER.EXAMPLE",
        "Ada@xn--bcher-kva.example",
        "ada@XN--BCHER-KVA.example",
    ] {
        let address = email(spelling);
        let mut tx = store.db.begin().await.unwrap();
        let error = customers::insert(&mut tx, &new_customer(Some(&address)))
            .await
            .unwrap_err();
        assert!(
            error.conflicts_with("customers_address_key"),
            "{spelling}: {error}"
        );
        drop(tx);
        let mut conn = store.db.read().await.unwrap();
        assert!(
            customers::by_address_key(&mut conn, &address.key())
                .await
                .unwrap()
                .is_some(),
            "{spelling}"
        );
    }
}

async fn customers_without_an_address_do_not_conflict(store: Store) {
    let (one, two) = (new_customer(None), new_customer(None));
    commit(&store.db, async |tx| customers::insert(tx, &one).await).await;
    commit(&store.db, async |tx| customers::insert(tx, &two).await).await;
}

async fn parallel_registrations_of_one_address_make_one_customer(store: Store) {
    let won = winners(&store.db, 6, async |db, _| {
        let address = email("ada@example.org");
        let mut tx = db.begin().await.unwrap();
        match customers::insert(&mut tx, &new_customer(Some(&address))).await {
            Ok(_) => {
                tx.commit().await.unwrap();
                true
            }
            Err(error) => {
                assert!(error.conflicts_with("customers_address_key"), "{error}");
                false
            }
        }
    })
    .await;
    assert_eq!(won, 1);
}

async fn parallel_registrations_draw_different_numbers(store: Store) {
    let numbers = Mutex::new(Vec::new());
    winners(&store.db, 8, async |db, _| {
        let new = new_customer(None);
        let number = commit(&db, async |tx| customers::insert(tx, &new).await).await;
        numbers.lock().unwrap().push(number);
        true
    })
    .await;
    let mut drawn = numbers.into_inner().unwrap();
    drawn.sort_unstable();
    assert_eq!(drawn, (100_001..=100_008).collect::<Vec<_>>());
}

async fn a_status_moves_only_from_where_it_was_seen(store: Store) {
    let id = customer(&store.db, "ada@example.org").await;
    let (active, disabled) = (CustomerStatus::Active, CustomerStatus::Disabled);
    assert!(
        commit(&store.db, async |tx| customers::set_status(
            tx, id, active, disabled, NOW
        )
        .await)
        .await
    );
    assert!(
        !commit(&store.db, async |tx| customers::set_status(
            tx, id, active, disabled, NOW
        )
        .await)
        .await
    );
    assert_eq!(load(&store, id).await.status, CustomerStatus::Disabled);
}

async fn the_first_activation_is_kept(store: Store) {
    let new = NewCustomer {
        status: CustomerStatus::Unproven,
        ..new_customer(None)
    };
    commit(&store.db, async |tx| customers::insert(tx, &new).await).await;
    assert_eq!(load(&store, new.id).await.activated_at, None);
    for (from, to, seconds) in [
        (CustomerStatus::Unproven, CustomerStatus::Active, 1),
        (CustomerStatus::Active, CustomerStatus::Disabled, 2),
        (CustomerStatus::Disabled, CustomerStatus::Active, 3),
    ] {
        let moved =
            async |tx: &mut storage::Tx| customers::set_status(tx, new.id, from, to, at(seconds)).await;
        assert!(commit(&store.db, moved).await);
    }
    assert_eq!(load(&store, new.id).await.activated_at, Some(at(1)));
}

async fn an_address_is_proven_once(store: Store) {
    let id = customer(&store.db, "ada@example.org").await;
    assert!(
        commit(&store.db, async |tx| customers::prove_address(tx, id, at(1))
            .await)
        .await
    );
    assert!(
        !commit(&store.db, async |tx| customers::prove_address(tx, id, at(2))
            .await)
        .await
    );
    assert_eq!(load(&store, id).await.address_proven_at, Some(at(1)));
}

async fn another_address_may_be_taken(store: Store) {
    customer(&store.db, "ada@example.org").await;
    let id = customer(&store.db, "grace@example.org").await;
    let mut tx = store.db.begin().await.unwrap();
    let taken = email("ADA@example.org");
    let error = customers::set_address(&mut tx, id, &taken, None, NOW)
        .await
        .unwrap_err();
    assert!(error.conflicts_with("customers_address_key"), "{error}");
    drop(tx);
    let free = email("hopper@example.org");
    commit(&store.db, async |tx| {
        customers::set_address(tx, id, &free, Some(at(4)), at(4)).await
    })
    .await;
    let found = load(&store, id).await;
    assert_eq!(
        (found.address_key, found.address_proven_at),
        (Some(free.key()), Some(at(4)))
    );
}

async fn a_stale_profile_is_refused(store: Store) {
    let id = customer(&store.db, "ada@example.org").await;
    let profile = Profile {
        given_name: "Augusta",
        family_name: "King",
        phone: Some("+44 20 7946 0000"),
        language: Language::De,
        time_zone: Some("Europe/London"),
        contact_by_email: true,
        contact_by_phone: true,
    };
    assert!(
        commit(&store.db, async |tx| customers::set_profile(
            tx,
            id,
            1,
            &profile,
            at(1)
        )
        .await)
        .await
    );
    let late = Profile {
        given_name: "Nobody",
        ..profile
    };
    assert!(
        !commit(&store.db, async |tx| customers::set_profile(
            tx,
            id,
            1,
            &late,
            at(2)
        )
        .await)
        .await
    );
    let found = load(&store, id).await;
    assert_eq!(
        (found.given_name.as_str(), found.language, found.version),
        ("Augusta", Language::De, 2)
    );
    assert!(found.contact_by_email);
}

async fn a_rehash_does_not_undo_a_new_password(store: Store) {
    let id = customer(&store.db, "ada@example.org").await;
    commit(&store.db, async |tx| {
        customers::set_password(tx, id, Some("$new"), at(1)).await
    })
    .await;
    let (old, rehashed) = ("$argon2id$old", "$argon2id$stronger");
    assert!(
        !commit(&store.db, async |tx| customers::rehash_password(
            tx, id, old, rehashed
        )
        .await)
        .await
    );
    assert!(
        commit(&store.db, async |tx| customers::rehash_password(
            tx, id, "$new", rehashed
        )
        .await)
        .await
    );
    let found = load(&store, id).await;
    assert_eq!(
        (found.password_hash.as_deref(), found.password_set_at),
        (Some(rehashed), Some(at(1)))
    );
    commit(&store.db, async |tx| {
        customers::set_password(tx, id, None, at(2)).await
    })
    .await;
    assert_eq!(load(&store, id).await.password_set_at, None);
}

async fn accepting_terms_again_keeps_the_first_moment(store: Store) {
    let id = customer(&store.db, "ada@example.org").await;
    for (version, seconds) in [(2, 1), (2, 9), (1, 10)] {
        commit(&store.db, async |tx| {
            storage::consents::accept_terms(tx, id, version, at(seconds)).await
        })
        .await;
        let found = load(&store, id).await;
        assert_eq!(
            (found.terms_version, found.terms_accepted_at),
            (Some(2), Some(at(1)))
        );
    }
    commit(&store.db, async |tx| {
        storage::consents::accept_terms(tx, id, 3, at(11)).await
    })
    .await;
    assert_eq!(load(&store, id).await.terms_version, Some(3));
    let kept = execute(&store.url, "UPDATE consents SET version = version")
        .await
        .unwrap();
    assert_eq!(kept, 3, "every accepted version leaves its row");
}

async fn an_unproven_customer_gives_the_address_up(store: Store) {
    let id = customer(&store.db, "ada@example.org").await;
    assert!(
        commit(&store.db, async |tx| customers::take_over_unproven(tx, id, at(1))
            .await)
        .await
    );
    let found = load(&store, id).await;
    assert_eq!(found.status, CustomerStatus::Anonymised);
    assert_eq!(
        (found.email, found.address_key, found.password_hash),
        (None, None, None)
    );
    assert_eq!((found.given_name.as_str(), found.family_name.as_str()), ("", ""));
    customer(&store.db, "ada@example.org").await;
}

async fn a_proven_customer_keeps_the_address(store: Store) {
    let id = customer(&store.db, "ada@example.org").await;
    commit(&store.db, async |tx| customers::prove_address(tx, id, NOW).await).await;
    assert!(
        !commit(&store.db, async |tx| customers::take_over_unproven(tx, id, at(1))
            .await)
        .await
    );
    assert!(load(&store, id).await.address_key.is_some());
}

async fn what_claims_set_leaves_the_rest_as_it_is(store: Store) {
    let id = customer(&store.db, "ada@example.org").await;
    let mut conn = store.db.read().await.unwrap();
    let before = customers::by_id(&mut conn, id).await.unwrap().unwrap();
    drop(conn);
    let followed = customers::Followed {
        family_name: Some("Byron"),
        language: Some(Language::El),
        ..customers::Followed::default()
    };
    commit(&store.db, async |tx| {
        customers::set_followed(tx, id, &followed, at(3)).await
    })
    .await;
    let mut conn = store.db.read().await.unwrap();
    let after = customers::by_id(&mut conn, id).await.unwrap().unwrap();
    assert_eq!(
        (after.family_name.as_str(), after.language),
        ("Byron", Language::El)
    );
    assert_eq!(
        (&after.given_name, &after.phone),
        (&before.given_name, &before.phone)
    );
    assert_eq!((after.version, after.updated_at), (before.version + 1, at(3)));
}

async fn namesakes_have_the_same_name_or_phone(store: Store) {
    let phoned = NewCustomer {
        given_name: "Tom",
        phone: Some("+49 40 1234567"),
        ..new_customer(None)
    };
    let waiting = NewCustomer {
        status: CustomerStatus::Waiting,
        ..new_customer(None)
    };
    let ada = new_customer(None);
    for new in [&phoned, &waiting, &ada] {
        commit(&store.db, async |tx| customers::insert(tx, new).await).await;
    }
    let mut conn = store.db.read().await.unwrap();
    let mut found = async |names, phone, limit| -> Vec<CustomerId> {
        customers::namesakes(&mut conn, names, phone, limit)
            .await
            .unwrap()
            .into_iter()
            .map(|customer| customer.id)
            .collect()
    };
    assert_eq!(
        found("Ada Lovelace", None, 5).await,
        [ada.id],
        "who waits has a request"
    );
    for written in ["ADA LOVELACE", "Lovelace Ada", " Áda  lovelace "] {
        assert_eq!(found(written, None, 5).await, [ada.id], "{written}");
    }
    for written in [phoned.phone, Some("040/1234567")] {
        assert_eq!(found("Ada Lovelace", written, 5).await, [ada.id, phoned.id]);
    }
    assert_eq!(found("Ada Lovelace", phoned.phone, 1).await, [ada.id]);
    for others in ["Ada", "Ada Byron", "", "#"] {
        let both = found(others, None, 5).await;
        assert_eq!(both.contains(&ada.id), others == "Ada", "{others}");
    }
}
