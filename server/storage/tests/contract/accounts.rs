//! Accounts: codes of our own and of others.

use domain::ids::AccountId;
use storage::accounts::{self, Kind, NewAccount, Origin};
use storage::customers::{self, NewCustomer};

use super::support::*;

on_both!(
    our_codes_count_up_past_imported_ones,
    a_code_is_taken_once,
    accounts_may_share_an_address,
    customers_are_counted,
    an_account_bears_the_corrected_name_until_it_is_looked_at,
    an_account_made_for_one_is_erased_with_its_last_customer,
);

fn new_account<'a>(code: Option<&'a str>) -> NewAccount<'a> {
    NewAccount {
        id: AccountId::new(NOW, unique()),
        code,
        name: "Tidewater Rowing",
        kind: Kind::Company,
        origin: Origin::Registration,
        reviewed: false,
        email: None,
        now: NOW,
    }
}

async fn our_codes_count_up_past_imported_ones(store: Store) {
    let mut codes = Vec::new();
    for code in [None, Some("A-10002"), None] {
        let new = new_account(code);
        codes.push(commit(&store.db, async |tx| accounts::insert(tx, &new).await).await);
    }
    assert_eq!(codes, ["A-10001", "A-10002", "A-10003"]);
}

async fn a_code_is_taken_once(store: Store) {
    let new = new_account(Some("K-1"));
    commit(&store.db, async |tx| accounts::insert(tx, &new).await).await;
    let mut tx = store.db.begin().await.unwrap();
    let error = accounts::insert(&mut tx, &new_account(Some("K-1")))
        .await
        .unwrap_err();
    assert!(error.conflicts_with("accounts_code"), "{error}");
    drop(tx);
    let mut conn = store.db.read().await.unwrap();
    assert_eq!(
        accounts::by_code(&mut conn, "K-1").await.unwrap().unwrap().id,
        new.id
    );
    assert!(
        accounts::by_code(&mut conn, "k-1").await.unwrap().is_none(),
        "codes are compared exactly"
    );
}

async fn accounts_may_share_an_address(store: Store) {
    let address = email("Office@example.org");
    for _ in 0..2 {
        let new = NewAccount {
            email: Some(&address),
            ..new_account(None)
        };
        commit(&store.db, async |tx| accounts::insert(tx, &new).await).await;
    }
    let key = email("office@EXAMPLE.org").key();
    let found = accounts::by_address_key(&mut store.db.read().await.unwrap(), &key)
        .await
        .unwrap();
    assert_eq!(found.len(), 2);
}

async fn customers_are_counted(store: Store) {
    let account = new_account(None);
    commit(&store.db, async |tx| accounts::insert(tx, &account).await).await;
    let inside = NewCustomer {
        account_id: Some(account.id),
        ..new_customer(None)
    };
    let outside = new_customer(None);
    commit(&store.db, async |tx| {
        customers::insert(tx, &inside).await?;
        customers::insert(tx, &outside).await?;
        customers::set_account(tx, outside.id, Some(account.id), at(1)).await?;
        accounts::set_reviewed(tx, account.id).await?;
        accounts::set_reviewed(tx, account.id).await
    })
    .await;
    let mut conn = store.db.read().await.unwrap();
    assert_eq!(accounts::count_customers(&mut conn, account.id).await.unwrap(), 2);
    let found = accounts::by_id(&mut conn, account.id).await.unwrap().unwrap();
    assert_eq!((found.reviewed, found.version), (true, 2));
}

async fn an_account_made_for_one_is_erased_with_its_last_customer(store: Store) {
    let company = NewAccount {
        reviewed: true,
        ..new_account(None)
    };
    let unseen = new_account(None);
    let personal = NewAccount {
        kind: Kind::Personal,
        name: "Ada Lovelace",
        ..new_account(None)
    };
    let people: Vec<_> = [company.id, personal.id, personal.id, unseen.id]
        .into_iter()
        .map(|account| NewCustomer {
            account_id: Some(account),
            ..new_customer(None)
        })
        .collect();
    commit(&store.db, async |tx| {
        accounts::insert(tx, &company).await?;
        accounts::insert(tx, &unseen).await?;
        accounts::insert(tx, &personal).await?;
        for person in &people {
            customers::insert(tx, person).await?;
        }
        Ok(())
    })
    .await;
    let name = async |id| {
        let mut conn = store.db.read().await.unwrap();
        accounts::by_id(&mut conn, id).await.unwrap().unwrap().name
    };
    for (person, left) in [(0, "Ada Lovelace"), (1, "Ada Lovelace"), (2, "")] {
        let id = people[person].id;
        commit(&store.db, async |tx| customers::anonymise(tx, id, at(1)).await).await;
        assert_eq!(name(personal.id).await, left);
    }
    assert_eq!(name(company.id).await, "Tidewater Rowing");
    commit(&store.db, async |tx| {
        customers::anonymise(tx, people[3].id, at(1)).await
    })
    .await;
    assert_eq!(
        name(unseen.id).await,
        "",
        "a company that operations never looked at"
    );
}

async fn an_account_bears_the_corrected_name_until_it_is_looked_at(store: Store) {
    let account = new_account(None);
    commit(&store.db, async |tx| accounts::insert(tx, &account).await).await;
    let read = async || {
        let mut conn = store.db.read().await.unwrap();
        let account = accounts::by_id(&mut conn, account.id).await.unwrap().unwrap();
        (account.name, account.kind, account.reviewed)
    };
    let rename = async |company: Option<&str>| {
        commit(&store.db, async |tx| {
            accounts::rename(tx, account.id, company, "Ada King").await
        })
        .await;
        read().await
    };
    assert_eq!(
        rename(Some("Tide")).await,
        ("Tide".to_owned(), Kind::Company, false)
    );
    assert_eq!(rename(None).await, ("Ada King".to_owned(), Kind::Personal, true));
    assert_eq!(
        rename(Some("Tide")).await,
        ("Tide".to_owned(), Kind::Company, false)
    );
    commit(&store.db, async |tx| accounts::set_reviewed(tx, account.id).await).await;
    assert_eq!(
        rename(Some("Ebb")).await,
        ("Tide".to_owned(), Kind::Company, true)
    );
}
