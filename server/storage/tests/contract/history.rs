//! The history: lines are added and stay.

use domain::ids::HistoryId;
use serde_json::json;
use storage::history::search::{self, Wanted};
use storage::history::{self, ActorKind, Entry};
use storage::registration_requests::{self, NewRequest};

use super::plan::plan;
use super::support::*;

on_both!(
    a_line_comes_back_as_it_was,
    a_line_cannot_be_changed_or_deleted,
    the_history_comes_in_pages,
    what_was_done_to_a_customers_requests_was_done_to_the_customer,
    what_was_done_to_one_among_thousands_is_looked_up,
    lines_are_found_by_every_condition,
    lines_are_found_by_their_days,
    what_was_ever_done_is_told,
    nothing_has_happened_yet,
);

/// Seconds.
const DAY: i64 = 86_400;

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
    let mut conn = store.db.read().await.unwrap();
    let lines = search::page(&mut conn, &Wanted::default(), None, 10)
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
    let about = Wanted {
        subject_kind: Some("request"),
        subject_id: Some("r-1"),
        ..Wanted::default()
    };
    let first = search::page(&mut conn, &about, None, 2).await.unwrap();
    assert_eq!(first, [lines[3].clone(), lines[2].clone()], "newest first");
    let second = search::page(&mut conn, &about, Some(first[1].id), 2)
        .await
        .unwrap();
    assert_eq!(second, [lines[0].clone()]);
    let all = search::page(&mut conn, &Wanted::default(), None, 10)
        .await
        .unwrap();
    assert_eq!(all.len(), 4);
    let other = Wanted {
        subject_kind: Some("customer"),
        ..about
    };
    assert!(
        search::page(&mut conn, &other, None, 10)
            .await
            .unwrap()
            .is_empty()
    );
}

async fn what_was_done_to_a_customers_requests_was_done_to_the_customer(store: Store) {
    let id = customer(&store.db, "mia@example.org").await;
    let other = request(&store.db, "other", "ada@example.org").await;
    let claims = json!({});
    let request = NewRequest {
        customer_id: Some(id),
        ..new_request("own", &claims)
    };
    let own = request.id;
    let line_of = |kind: &str, id: String| Entry {
        subject_kind: kind.into(),
        ..entry(&id)
    };
    commit(&store.db, async |tx| {
        registration_requests::insert(tx, &request).await
    })
    .await;
    let lines = [
        line_of("request", own.to_string()),
        line_of("customer", id.to_string()),
        line_of("request", other.to_string()),
        line_of("request", own.to_string()),
    ];
    commit(&store.db, async |tx| {
        for line in &lines {
            history::append(tx, line).await?;
        }
        Ok(())
    })
    .await;
    let mut conn = store.db.read().await.unwrap();
    let about = Wanted {
        subject_kind: Some("customer"),
        subject_id: Some(&id.to_string()),
        ..Wanted::default()
    };
    let first = search::page(&mut conn, &about, None, 2).await.unwrap();
    assert_eq!(first, [lines[3].clone(), lines[1].clone()], "newest first");
    let second = search::page(&mut conn, &about, Some(first[1].id), 2)
        .await
        .unwrap();
    assert_eq!(second, [lines[0].clone()]);
}

async fn what_was_done_to_one_among_thousands_is_looked_up(store: Store) {
    commit(&store.db, async |tx| {
        for number in 0..6_000 {
            let mut line = entry(&format!("r-{}", number % 2_000));
            if number < 3_000 {
                line.subject_kind = "customer".into();
            }
            history::append(tx, &line).await?;
        }
        Ok(())
    })
    .await;
    let none = "NULL::TEXT";
    for (sql, kind) in [
        (search::OF_THING, "'request'"),
        (search::OF_CUSTOMER, "'customer'"),
    ] {
        let plan = plan(&store, sql, &["'f'", "''", none, none, none, kind, "'r-1'", "50"]).await;
        assert!(plan.contains("history_subject "), "{plan}");
        for whole in [
            "history_subject_kind",
            "history_pkey",
            "Seq Scan on history",
            "SCAN h",
        ] {
            assert!(!plan.contains(whole), "{whole}: {plan}");
        }
    }
}

/// Four lines, a day after each other.
async fn four_days(store: &Store) {
    let line = |day: i64, change: fn(&mut Entry)| {
        let mut line = entry("r-1");
        line.at = at(day * DAY);
        line.id = HistoryId::new(line.at, unique());
        change(&mut line);
        line
    };
    let lines = [
        line(0, |_| {}),
        line(1, |line| line.action = "request.rejected".into()),
        line(2, |line| line.actor_id = Some("s-2".into())),
        line(3, |line| {
            line.actor_kind = ActorKind::System;
            line.actor_id = None;
            line.subject_kind = "provider".into();
        }),
    ];
    commit(&store.db, async |tx| {
        for line in &lines {
            history::append(tx, line).await?;
        }
        Ok(())
    })
    .await;
}

/// The days of the lines that are found.
async fn found(store: &Store, wanted: Wanted<'_>) -> Vec<i64> {
    let mut conn = store.db.read().await.unwrap();
    let lines = search::page(&mut conn, &wanted, None, 10).await.unwrap();
    lines.iter().map(|line| line.at.since(NOW).as_days()).collect()
}

async fn lines_are_found_by_every_condition(store: Store) {
    four_days(&store).await;
    let all = Wanted::default;
    let one = Wanted {
        actor_id: Some("s-1"),
        ..all()
    };
    let program = Wanted {
        actor_kind: Some(ActorKind::System),
        ..all()
    };
    let rejected = Wanted {
        action: Some("request.rejected"),
        ..all()
    };
    let requests = Wanted {
        subject_kind: Some("request"),
        ..all()
    };
    let both = Wanted {
        action: Some("request.approved"),
        ..one.clone()
    };
    assert_eq!(found(&store, all()).await, [3, 2, 1, 0]);
    assert_eq!(found(&store, one).await, [1, 0]);
    assert_eq!(found(&store, program).await, [3]);
    assert_eq!(found(&store, rejected).await, [1]);
    assert_eq!(found(&store, requests).await, [2, 1, 0]);
    assert_eq!(found(&store, both).await, [0]);
}

async fn lines_are_found_by_their_days(store: Store) {
    four_days(&store).await;
    let days = Wanted {
        from: Some(at(DAY)),
        until: Some(at(3 * DAY)),
        ..Wanted::default()
    };
    assert_eq!(
        found(&store, days.clone()).await,
        [2, 1],
        "from its first moment, before the last"
    );
    let rejected = Wanted {
        action: Some("request.rejected"),
        ..days
    };
    assert_eq!(found(&store, rejected).await, [1]);
}

async fn what_was_ever_done_is_told(store: Store) {
    four_days(&store).await;
    let mut conn = store.db.read().await.unwrap();
    let actions = search::actions(&mut conn).await.unwrap();
    assert_eq!(actions, ["request.approved", "request.rejected"]);
    let kinds = search::subject_kinds(&mut conn).await.unwrap();
    assert_eq!(kinds, ["provider", "request"]);
}

async fn nothing_has_happened_yet(store: Store) {
    let mut conn = store.db.read().await.unwrap();
    assert!(search::actions(&mut conn).await.unwrap().is_empty());
    assert!(search::subject_kinds(&mut conn).await.unwrap().is_empty());
}
