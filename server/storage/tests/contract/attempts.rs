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
    an_attempt_that_is_over_still_tells_its_browser_where_it_led,
    a_waiting_identity_is_taken_once,
    a_waiting_identity_moves_to_another_token,
    a_report_is_read_in_its_browser,
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
        max_age: Some(0),
        return_to: Some("/offers/climbing"),
        language: Language::El,
        link_id: None,
        trip: None,
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

async fn an_attempt_that_is_over_still_tells_its_browser_where_it_led(store: Store) {
    begin(&store).await;
    let wanted = Some("/offers/climbing".to_owned());
    let mut tx = store.db.begin().await.unwrap();
    assert_eq!(
        attempts::wanted(&mut tx, "state", "browser").await.unwrap(),
        wanted
    );
    attempts::take(&mut tx, "state", "browser", NOW).await.unwrap();
    assert_eq!(
        attempts::wanted(&mut tx, "state", "browser").await.unwrap(),
        wanted
    );
    assert_eq!(
        attempts::wanted(&mut tx, "state", "elsewhere").await.unwrap(),
        None
    );
    assert_eq!(attempts::wanted(&mut tx, "other", "browser").await.unwrap(), None);
}

async fn a_waiting_identity_is_taken_once(store: Store) {
    let id = begin(&store).await;
    let identity = json!({"subject": "1", "email": null});
    commit(&store.db, async |tx| {
        attempts::put_pending(tx, id, &identity, at(1200)).await
    })
    .await;
    let mut conn = store.db.read().await.unwrap();
    let waiting = attempts::pending(&mut conn, "browser", None, at(1199))
        .await
        .unwrap()
        .unwrap();
    assert_eq!((waiting.id, waiting.pending), (id, Some(identity)));
    assert!(
        attempts::pending(&mut conn, "browser", None, at(1200))
            .await
            .unwrap()
            .is_none()
    );
    assert!(
        attempts::pending(&mut conn, "elsewhere", None, NOW)
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
        attempts::pending(&mut conn, "browser", None, at(1))
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

async fn a_report_is_read_in_its_browser(store: Store) {
    let provider_id = provider(&store.db, "club", true).await;
    let other_provider = provider(&store.db, "guild", true).await;
    let trip = json!({ "rehearse": "somebody" });
    let new = NewAttempt {
        trip: Some(&trip),
        ..new_attempt("state", provider_id)
    };
    commit(&store.db, async |tx| attempts::insert(tx, &new).await).await;
    let taken = commit(&store.db, async |tx| {
        attempts::take(tx, "state", "browser", at(5)).await
    })
    .await;
    assert_eq!(taken.unwrap().trip, Some(trip.clone()));
    let report = json!({ "checks": [] });
    commit(&store.db, async |tx| {
        attempts::put_report(tx, new.id, &report, at(900)).await
    })
    .await;
    let mut conn = store.db.read().await.unwrap();
    let mut read = async |provider, browser, now| {
        let found = attempts::report(&mut conn, provider, browser, now).await.unwrap();
        found.and_then(|attempt| attempt.report)
    };
    assert_eq!(read(provider_id, "browser", at(899)).await, Some(report));
    assert_eq!(read(provider_id, "browser", at(900)).await, None);
    assert_eq!(read(provider_id, "another", at(10)).await, None);
    assert_eq!(read(other_provider, "browser", at(10)).await, None);
}

async fn a_waiting_identity_moves_to_another_token(store: Store) {
    let id = begin(&store).await;
    assert!(
        !commit(&store.db, async |tx| attempts::rebind(tx, id, "kept").await).await,
        "nobody waits yet"
    );
    commit(&store.db, async |tx| {
        attempts::put_pending(tx, id, &json!({}), at(900)).await?;
        assert!(attempts::rebind(tx, id, "kept").await?);
        attempts::forget_pending(tx, "browser").await
    })
    .await;
    let mut conn = store.db.read().await.unwrap();
    assert!(
        attempts::pending(&mut conn, "browser", None, NOW)
            .await
            .unwrap()
            .is_none()
    );
    assert_eq!(
        attempts::pending(&mut conn, "kept", None, NOW)
            .await
            .unwrap()
            .unwrap()
            .id,
        id
    );
}
