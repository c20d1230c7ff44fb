//! Links: opened as often as one likes, used once.

use domain::ids::{CustomerId, LinkId};
use serde_json::{Value, json};
use storage::links::{self, NewLink, Purpose};

use super::support::*;

on_both!(
    a_link_is_used_once,
    a_link_opens_nothing_else,
    a_late_link_can_be_named_and_not_used,
    a_mail_sent_again_carries_the_same_link,
    a_delayed_mail_has_its_full_time,
    a_reset_uses_the_older_mails_up,
    old_links_are_forgotten,
);

fn new_link<'a>(token_hash: &'a str, customer_id: CustomerId, payload: &'a Value) -> NewLink<'a> {
    NewLink {
        id: LinkId::new(NOW, unique()),
        token_hash,
        purpose: Purpose::Reset,
        customer_id: Some(customer_id),
        request_id: None,
        staff_id: None,
        payload,
        now: NOW,
        expires_at: at(3600),
    }
}

async fn make(store: &Store, tokens: &[&str]) -> CustomerId {
    let ada = customer(&store.db, "ada@example.org").await;
    let payload = json!({"email": "ada@example.org"});
    for token in tokens {
        let new = new_link(token, ada, &payload);
        assert!(commit(&store.db, async |tx| links::issue(tx, &new).await).await);
    }
    ada
}

async fn a_link_is_used_once(store: Store) {
    let ada = make(&store, &["t"]).await;
    let won = winners(&store.db, 4, async |db, _| {
        let used = commit(&db, async |tx| {
            links::use_up(tx, "t", Purpose::Reset, at(1)).await
        })
        .await;
        assert!(used.as_ref().is_none_or(|link| link.customer_id == Some(ada)));
        used.is_some()
    })
    .await;
    assert_eq!(won, 1);
    let link = links::peek(&mut store.db.read().await.unwrap(), "t")
        .await
        .unwrap()
        .unwrap();
    assert_eq!((link.used_at, link.is_open(at(1))), (Some(at(1)), false));
}

async fn a_link_opens_nothing_else(store: Store) {
    make(&store, &["t"]).await;
    let mut tx = store.db.begin().await.unwrap();
    assert!(
        links::use_up(&mut tx, "t", Purpose::Activate, NOW)
            .await
            .unwrap()
            .is_none()
    );
    assert!(
        links::use_up(&mut tx, "T", Purpose::Reset, NOW)
            .await
            .unwrap()
            .is_none()
    );
    let link = links::use_up(&mut tx, "t", Purpose::Reset, NOW)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(link.payload, json!({"email": "ada@example.org"}));
}

async fn a_late_link_can_be_named_and_not_used(store: Store) {
    make(&store, &["t"]).await;
    let mut tx = store.db.begin().await.unwrap();
    assert!(
        links::use_up(&mut tx, "t", Purpose::Reset, at(3600))
            .await
            .unwrap()
            .is_none()
    );
    let link = links::peek(&mut tx, "t").await.unwrap().unwrap();
    assert!(link.is_open(at(3599)) && !link.is_open(at(3600)));
    assert_eq!(link.used_at, None);
}

async fn a_mail_sent_again_carries_the_same_link(store: Store) {
    let ada = make(&store, &["t"]).await;
    commit(&store.db, async |tx| {
        links::use_up(tx, "t", Purpose::Reset, at(1)).await
    })
    .await;
    let payload = json!({});
    let again = NewLink {
        expires_at: at(9999),
        ..new_link("t", ada, &payload)
    };
    assert!(!commit(&store.db, async |tx| links::issue(tx, &again).await).await);
    let link = links::peek(&mut store.db.read().await.unwrap(), "t")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (link.used_at, link.expires_at),
        (Some(at(1)), at(3600)),
        "it is not opened anew"
    );
}

async fn a_delayed_mail_has_its_full_time(store: Store) {
    let ada = make(&store, &["t"]).await;
    let payload = json!({});
    let again = NewLink {
        expires_at: at(9999),
        ..new_link("t", ada, &payload)
    };
    assert!(commit(&store.db, async |tx| links::issue(tx, &again).await).await);
    let link = links::peek(&mut store.db.read().await.unwrap(), "t")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(link.expires_at, at(9999));
}

async fn a_reset_uses_the_older_mails_up(store: Store) {
    let ada = make(&store, &["one", "two", "three"]).await;
    commit(&store.db, async |tx| {
        links::use_up(tx, "two", Purpose::Reset, at(1)).await?;
        assert_eq!(links::use_up_others(tx, ada, Purpose::Activate, at(1)).await?, 0);
        assert_eq!(links::use_up_others(tx, ada, Purpose::Reset, at(1)).await?, 2);
        Ok(())
    })
    .await;
    let link = links::peek(&mut store.db.read().await.unwrap(), "three")
        .await
        .unwrap()
        .unwrap();
    assert!(!link.is_open(at(2)));
}

async fn old_links_are_forgotten(store: Store) {
    make(&store, &["t"]).await;
    assert_eq!(
        commit(&store.db, async |tx| links::purge(tx, at(3600)).await).await,
        0
    );
    assert_eq!(
        commit(&store.db, async |tx| links::purge(tx, at(3601)).await).await,
        1
    );
}
