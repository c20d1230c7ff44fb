//! The history: lines are added and stay.

use domain::ids::HistoryId;
use serde_json::json;
use storage::history::{self, ActorKind, Entry};

use super::support::*;

on_both!(
    a_line_comes_back_as_it_was,
    a_line_cannot_be_changed_or_deleted,
    the_history_comes_in_pages
);

fn entry(subject_id: &str) -> Entry {
    Entry {
        id: HistoryId::new(NOW, unique()),
        at: NOW,
        actor_kind: ActorKind::Staff,
        actor_id: Some("s-1".into()),
        actor_name: "Olga".into(),
        action: "request.approved".into(),
        subject_kind: "request".into(),
        subject_id: subject_id.into(),
        old_value: None,
        new_value: Some(json!({"status": "approved"})),
        requester: Some("192.0.2.1".into()),
        request_id: None,
    }
}

async fn a_line_comes_back_as_it_was(store: Store) {
    let line = entry("r-1");
    commit(&store.db, async |tx| history::append(tx, &line).await).await;
    let lines = history::list(&mut store.db.read().await.unwrap(), None, None, 10)
        .await
        .unwrap();
    assert_eq!(lines, [line]);
}

async fn a_line_cannot_be_changed_or_deleted(store: Store) {
    let line = entry("r-1");
    commit(&store.db, async |tx| history::append(tx, &line).await).await;
    for sql in ["UPDATE history SET actor_name = 'Nobody'", "DELETE FROM history"] {
        let error = execute(&store.url, sql).await.unwrap_err();
        assert!(error.to_string().contains("append-only"), "{error}");
    }
}

async fn the_history_comes_in_pages(store: Store) {
    let lines: Vec<Entry> = ["r-1", "r-2", "r-1", "r-1"].map(entry).into();
    commit(&store.db, async |tx| {
        for line in &lines {
            history::append(tx, line).await?;
        }
        Ok(())
    })
    .await;
    let mut conn = store.db.read().await.unwrap();
    let about = Some(("request", "r-1"));
    let first = history::list(&mut conn, about, None, 2).await.unwrap();
    assert_eq!(first, [lines[3].clone(), lines[2].clone()], "newest first");
    let second = history::list(&mut conn, about, Some(first[1].id), 2)
        .await
        .unwrap();
    assert_eq!(second, [lines[0].clone()]);
    assert_eq!(history::list(&mut conn, None, None, 10).await.unwrap().len(), 4);
    assert!(
        history::list(&mut conn, Some(("customer", "r-1")), None, 10)
            .await
            .unwrap()
            .is_empty()
    );
}
