//! Attempts: one answer, in time, in the browser that left.

use domain::ids::{AttemptId, ProviderId};
use domain::values::Language;
use serde_json::json;
use storage::attempts::{self, Kind, NewAttempt};

use super::support::*;

on_both!(
    an_attempt_is_taken_once,
    another_browser_gets_nothing,
    a_late_answer_gets_nothing,
    a_waiting_identity_is_taken_once,
    a_receipt_stays_until_it_expires,
    old_attempts_are_forgotten,
);

fn new_attempt<'a>(state_hash: &'a str, provider_id: ProviderId) -> NewAttempt<'a> {
    NewAttempt {
        id: AttemptId::new(NOW, unique()),
        state_hash,
        flow_hash: "browser",
        kind: Kind::SignIn,
        provider_id,
        nonce: Some("nonce"),
        verifier: Some("v1.k1.c2VhbGVk"),
        return_to: Some("/offers/climbing"),
        language: Language::El,
        link_id: None,
        receipt: None,
        now: NOW,
        expires_at: at(600),
    }
}

async fn begin(store: &Store) -> AttemptId {
    let provider_id = provider(&store.db, "club", true).await;
    let new = new_attempt("state", provider_id);
    commit(&store.db, async |tx| attempts::insert(tx, &new).await).await;
    new.id
}

async fn an_attempt_is_taken_once(store: Store) {
    begin(&store).await;
    let won = winners(&store.db, 4, async |db, _| {
        let taken = commit(&db, async |tx| {
            attempts::take(tx, "state", "browser", at(5)).await
        })
        .await;
        if let Some(attempt) = &taken {
            assert_eq!(
                (attempt.nonce.as_deref(), attempt.language),
                (Some("nonce"), Language::El)
            );
            assert_eq!((attempt.kind, attempt.used_at), (Kind::SignIn, Some(at(5))));
        }
        taken.is_some()
    })
    .await;
    assert_eq!(won, 1);
}

async fn another_browser_gets_nothing(store: Store) {
    begin(&store).await;
    let mut tx = store.db.begin().await.unwrap();
    assert!(
        attempts::take(&mut tx, "state", "elsewhere", NOW)
            .await
            .unwrap()
            .is_none()
    );
    assert!(
        attempts::take(&mut tx, "other", "browser", NOW)
            .await
            .unwrap()
            .is_none()
    );
    assert!(
        attempts::take(&mut tx, "state", "browser", NOW)
            .await
            .unwrap()
            .is_some(),
        "it was not used up"
    );
}

async fn a_late_answer_gets_nothing(store: Store) {
    begin(&store).await;
    let mut tx = store.db.begin().await.unwrap();
    assert!(
        attempts::take(&mut tx, "state", "browser", at(600))
            .await
            .unwrap()
            .is_none()
    );
    assert!(
        attempts::take(&mut tx, "state", "browser", at(599))
            .await
            .unwrap()
            .is_some()
    );
}

async fn a_waiting_identity_is_taken_once(store: Store) {
    let id = begin(&store).await;
    let identity = json!({"subject": "1", "email": null});
    commit(&store.db, async |tx| {
        attempts::put_pending(tx, id, &identity, at(1200)).await
    })
    .await;
    let mut conn = store.db.read().await.unwrap();
    let waiting = attempts::pending(&mut conn, "browser", at(1199))
        .await
        .unwrap()
        .unwrap();
    assert_eq!((waiting.id, waiting.pending), (id, Some(identity)));
    assert!(
        attempts::pending(&mut conn, "browser", at(1200))
            .await
            .unwrap()
            .is_none()
    );
    assert!(
        attempts::pending(&mut conn, "elsewhere", NOW)
            .await
            .unwrap()
            .is_none()
    );
    let won = winners(&store.db, 3, async |db, _| {
        commit(&db, async |tx| attempts::take_pending(tx, id, at(1)).await).await
    })
    .await;
    assert_eq!(won, 1);
    assert!(
        attempts::pending(&mut conn, "browser", at(1))
            .await
            .unwrap()
            .is_none()
    );
}

async fn a_receipt_stays_until_it_expires(store: Store) {
    let id = begin(&store).await;
    let receipt = json!({"provider": "came_back"});
    commit(&store.db, async |tx| {
        attempts::put_receipt(tx, id, &receipt, at(60)).await
    })
    .await;
    let mut conn = store.db.read().await.unwrap();
    for seconds in [1, 59] {
        let shown = attempts::receipt(&mut conn, "browser", at(seconds))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            shown.receipt.as_ref(),
            Some(&receipt),
            "the page may be loaded again"
        );
    }
    assert!(
        attempts::receipt(&mut conn, "browser", at(60))
            .await
            .unwrap()
            .is_none()
    );
}

async fn old_attempts_are_forgotten(store: Store) {
    begin(&store).await;
    assert_eq!(
        commit(&store.db, async |tx| attempts::purge(tx, at(599)).await).await,
        0
    );
    assert_eq!(
        commit(&store.db, async |tx| attempts::purge(tx, at(600)).await).await,
        1
    );
}
