//! Finding customers by the beginnings of words, and the lists of the back office.

use std::collections::BTreeSet;

use domain::customers::{CustomerStatus, search::prefixes};
use domain::ids::CustomerId;
use domain::values::Language;
use storage::accounts::{Kind, NewAccount, Origin};
use storage::customers::list::{self, Key, LOOKED_AT, Wanted};
use storage::customers::{self, NewCustomer, Profile};

use super::plan::plan;
use super::support::*;

on_both!(
    customers_are_found_by_what_staff_know_of_them,
    every_change_is_found_at_once,
    a_rolled_back_change_leaves_the_words,
    pages_go_on_where_the_last_one_ended,
    filters_fit_together,
    a_page_looks_at_so_many_and_the_next_goes_on,
    older_databases_get_their_words_when_they_migrate,
    a_search_among_ten_thousand_uses_the_index,
);

fn asked(question: &str) -> Wanted {
    Wanted {
        prefixes: prefixes(question),
        ..Wanted::default()
    }
}

async fn page(store: &Store, wanted: &Wanted, after: Option<&Key>) -> list::Page {
    let mut conn = store.db.read().await.unwrap();
    list::page(&mut conn, wanted, after, 25).await.unwrap()
}

async fn found(store: &Store, question: &str) -> Vec<CustomerId> {
    let page = page(store, &asked(question), None).await;
    page.rows.iter().map(|row| row.id).collect()
}

async fn customers_are_found_by_what_staff_know_of_them(store: Store) {
    let ada = customer(&store.db, "ada.love@example.org").await;
    customer(&store.db, "grace@example.com").await;
    let account = NewAccount {
        id: domain::ids::AccountId::new(NOW, unique()),
        code: Some("K-2201"),
        name: "Hopper & Daughters",
        kind: Kind::Company,
        origin: Origin::Staff,
        reviewed: true,
        email: None,
        now: NOW,
    };
    commit(&store.db, async |tx| {
        storage::accounts::insert(tx, &account).await?;
        customers::set_account(tx, ada, Some(account.id), NOW).await
    })
    .await;
    for question in [
        "ADA.LOVE@EXAMPLE.ORG",
        "ada.lo",
        "100001",
        "k-22",
        "2201",
        "lovelace ada.l",
    ] {
        assert_eq!(found(&store, question).await, [ada], "{question}");
    }
    assert_eq!(found(&store, "lovelace").await.len(), 2, "both bear that name");
    let row = &page(&store, &asked("2201"), None).await.rows[0];
    assert_eq!(row.account_code.as_deref(), Some("K-2201"));
    assert_eq!(row.account_name.as_deref(), Some("Hopper & Daughters"));
}

async fn every_change_is_found_at_once(store: Store) {
    let id = customer(&store.db, "ada@example.org").await;
    let profile = Profile {
        given_name: "Αικατερίνη",
        family_name: "Παπαδοπούλου",
        phone: None,
        language: Language::El,
        time_zone: None,
        contact_by_email: false,
        contact_by_phone: false,
    };
    assert!(
        !commit(&store.db, async |tx| customers::set_profile(
            tx, id, 7, &profile, NOW
        )
        .await)
        .await
    );
    assert_eq!(
        found(&store, "lovelace").await,
        [id],
        "a stale save changes no words"
    );
    assert!(
        commit(&store.db, async |tx| customers::set_profile(
            tx, id, 1, &profile, NOW
        )
        .await)
        .await
    );
    assert_eq!(found(&store, "παπαδοπουλου").await, [id]);
    assert!(found(&store, "lovelace").await.is_empty());
    let other = email("kate@example.net");
    commit(&store.db, async |tx| {
        customers::set_address(tx, id, &other, None, NOW).await
    })
    .await;
    assert_eq!(found(&store, "@example.net").await, [id]);
    assert!(found(&store, "ada").await.is_empty());
    commit(&store.db, async |tx| customers::anonymise(tx, id, NOW).await).await;
    assert!(found(&store, "kate").await.is_empty());
    assert_eq!(found(&store, "100001").await, [id], "orders keep the number");
}

async fn a_rolled_back_change_leaves_the_words(store: Store) {
    let id = customer(&store.db, "ada@example.org").await;
    let mut tx = store.db.begin().await.unwrap();
    customers::anonymise(&mut tx, id, NOW).await.unwrap();
    tx.rollback().await.unwrap();
    assert_eq!(found(&store, "ada").await, [id]);
}

/// So many customers with the same family name.
async fn crowd(store: &Store, count: usize) -> Vec<CustomerId> {
    let mut ids = Vec::new();
    for _ in 0..count {
        ids.push(customer(&store.db, &format!("guest{}@example.org", ids.len())).await);
    }
    ids
}

async fn pages_go_on_where_the_last_one_ended(store: Store) {
    let ids: BTreeSet<_> = crowd(&store, 57).await.into_iter().collect();
    for wanted in [asked("guest"), asked("lovelace guest"), Wanted::default()] {
        let (mut seen, mut after, mut pages) = (Vec::new(), None, 0);
        loop {
            let page = page(&store, &wanted, after.as_ref()).await;
            seen.extend(page.rows.iter().map(|row| row.id));
            pages += 1;
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(pages, 3, "{wanted:?}");
        assert_eq!(seen.len(), 57, "nobody twice");
        assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), ids);
    }
}

async fn filters_fit_together(store: Store) {
    let (north, south) = (
        provider(&store.db, "north", true).await,
        provider(&store.db, "south", true).await,
    );
    let ids = crowd(&store, 4).await;
    identity(&store.db, north, "one", ids[0]).await;
    identity(&store.db, north, "two", ids[1]).await;
    identity(&store.db, north, "two again", ids[1]).await;
    identity(&store.db, south, "three", ids[2]).await;
    commit(&store.db, async |tx| {
        customers::set_status(tx, ids[1], CustomerStatus::Active, CustomerStatus::Disabled, NOW).await
    })
    .await;
    let only = async |question: &str, status, provider| {
        let wanted = Wanted {
            status,
            provider,
            ..asked(question)
        };
        let page = page(&store, &wanted, None).await;
        assert_eq!(page.next, None);
        page.rows.iter().map(|row| row.id).collect::<Vec<_>>()
    };
    let disabled = Some(CustomerStatus::Disabled);
    assert_eq!(
        only("", None, Some(north)).await,
        [ids[1], ids[0]],
        "the newest first, nobody twice"
    );
    assert_eq!(only("", disabled, None).await, [ids[1]]);
    assert_eq!(only("", disabled, Some(north)).await, [ids[1]]);
    assert!(only("", disabled, Some(south)).await.is_empty());
    assert_eq!(only("guest", disabled, None).await, [ids[1]]);
    assert_eq!(only("guest", None, Some(south)).await, [ids[2]]);
    assert!(only("", Some(CustomerStatus::Waiting), None).await.is_empty());
}

async fn a_page_looks_at_so_many_and_the_next_goes_on(store: Store) {
    let count = usize::try_from(LOOKED_AT).unwrap() + 20;
    commit(&store.db, async |tx| {
        for number in 0..count {
            let address = email(&format!("g{number:04}@example.org"));
            let last = number + 1 == count;
            let new = NewCustomer {
                given_name: if last { "Zoe" } else { "Ada" },
                status: if number == 0 {
                    CustomerStatus::Waiting
                } else {
                    CustomerStatus::Active
                },
                ..new_customer(Some(&address))
            };
            customers::insert(tx, &new).await?;
        }
        Ok(())
    })
    .await;
    // The longest leads: all of them bear it.
    let zoe = asked("lovelace zoe");
    let first = page(&store, &zoe, None).await;
    assert!(first.rows.is_empty() && first.next.is_some(), "{first:?}");
    let second = page(&store, &zoe, first.next.as_ref()).await;
    assert_eq!((second.rows.len(), second.next), (1, None));
    let none = page(&store, &asked("lovelace nobody"), first.next.as_ref()).await;
    assert_eq!((none.rows.len(), none.next), (0, None));
}

async fn older_databases_get_their_words_when_they_migrate(store: Store) {
    let id = customer(&store.db, "ada@example.org").await;
    execute(&store.url, "DELETE FROM customer_words").await.unwrap();
    assert!(found(&store, "ada").await.is_empty());
    store.db.migrate().await.unwrap();
    assert!(found(&store, "ada").await.is_empty(), "done once");
    execute(
        &store.url,
        "UPDATE counters SET value = 0 WHERE name = 'customer_words'",
    )
    .await
    .unwrap();
    store.db.migrate().await.unwrap();
    assert_eq!(found(&store, "ada").await, [id]);
}

async fn a_search_among_ten_thousand_uses_the_index(store: Store) {
    commit(&store.db, async |tx| {
        for number in 0..10_000 {
            let address = email(&format!("g{number}@example.org"));
            customers::insert(tx, &new_customer(Some(&address))).await?;
        }
        Ok(())
    })
    .await;
    let null = "NULL::TEXT";
    let values = [
        "'love'",
        "'love'",
        "''",
        "'love\u{10FFFF}'",
        "500",
        "'ada'",
        "'ada\u{10FFFF}'",
        null,
        null,
        null,
        null,
        null,
        null,
        "26",
    ];
    let plan = plan(&store, list::SEARCH, &values).await;
    assert!(plan.contains("customer_words_word_customer_id"), "{plan}");
    for line in plan.lines().map(str::trim) {
        let whole = ["SCAN c", "SCAN w", "SCAN customers", "SCAN customer_words"].contains(&line)
            || line.contains("Seq Scan on customer")
            || line.contains("TEMP B-TREE");
        assert!(!whole, "{line}: {plan}");
    }
    assert_eq!(found(&store, "g9999@example.org").await.len(), 1);
}
