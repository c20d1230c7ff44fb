//! The outbox: in the transaction or not at all, to one worker at a time.

use std::collections::BTreeSet;
use std::sync::Mutex;

use domain::ids::MailId;
use domain::time::Span;
use domain::values::Language;
use serde_json::{Value, json};
use storage::demo_mails::{self, DemoMail};
use storage::mails::list::{self, Counts, Wanted};
use storage::mails::{self, Mail, NewMail, Status};

use super::support::*;

on_both!(
    a_mail_leaves_with_its_transaction_only,
    two_workers_never_get_the_same_mail,
    a_dead_worker_leaves_its_mails_to_the_next,
    a_failure_is_tried_again_later,
    sent_and_given_up_mails_are_not_claimed,
    what_was_given_up_waits_again_once,
    one_copy_takes_the_place_of_a_mail,
    the_list_goes_by_every_condition,
    counting_ends_somewhere,
    the_demo_mailbox_keeps_one_copy,
);

const LOCK: Span = Span::seconds(60);

fn new_mail<'a>(message_id: &'a str, params: &'a Value) -> NewMail<'a> {
    NewMail {
        id: MailId::new(NOW, unique()),
        message_id,
        template: "activate",
        language: Language::De,
        recipient: "ada@example.org",
        params,
        customer_id: None,
        now: NOW,
    }
}

async fn enqueue(store: &Store, message_id: &str) -> MailId {
    let params = json!({"name": "Ada"});
    let new = new_mail(message_id, &params);
    commit(&store.db, async |tx| mails::enqueue(tx, &new).await).await;
    new.id
}

async fn claim(store: &Store, seconds: i64) -> Vec<Mail> {
    commit(&store.db, async |tx| {
        mails::claim_due(tx, at(seconds), 10, LOCK).await
    })
    .await
}

async fn a_mail_leaves_with_its_transaction_only(store: Store) {
    let params = json!({});
    let mut tx = store.db.begin().await.unwrap();
    mails::enqueue(&mut tx, &new_mail("<1@shop>", &params))
        .await
        .unwrap();
    tx.rollback().await.unwrap();
    assert!(claim(&store, 1).await.is_empty());
    let id = enqueue(&store, "<2@shop>").await;
    let claimed = claim(&store, 1).await;
    assert_eq!(
        (claimed[0].id, claimed[0].attempts, &claimed[0].params),
        (id, 1, &json!({"name": "Ada"}))
    );
    assert_eq!(
        (claimed[0].template.as_str(), claimed[0].language),
        ("activate", Language::De)
    );
}

async fn two_workers_never_get_the_same_mail(store: Store) {
    let mut queued = BTreeSet::new();
    for number in 0..40 {
        queued.insert(enqueue(&store, &format!("<{number}@shop>")).await);
    }
    let claimed = Mutex::new(BTreeSet::new());
    winners(&store.db, 4, async |db, _| {
        for _ in 0..20 {
            let mine = commit(&db, async |tx| mails::claim_due(tx, at(1), 3, LOCK).await).await;
            assert!(mine.is_sorted_by_key(|mail| mail.id));
            for mail in mine {
                assert!(claimed.lock().unwrap().insert(mail.id), "claimed twice");
            }
        }
        true
    })
    .await;
    assert_eq!(claimed.into_inner().unwrap(), queued);
}

async fn a_dead_worker_leaves_its_mails_to_the_next(store: Store) {
    let id = enqueue(&store, "<1@shop>").await;
    assert_eq!(claim(&store, 0).await.len(), 1);
    assert!(claim(&store, 59).await.is_empty());
    let again = claim(&store, 60).await;
    assert_eq!((again[0].id, again[0].attempts), (id, 2));
}

async fn a_failure_is_tried_again_later(store: Store) {
    let id = enqueue(&store, "<1@shop>").await;
    claim(&store, 0).await;
    commit(&store.db, async |tx| {
        mails::retry(tx, id, at(300), "greylisted").await
    })
    .await;
    assert!(claim(&store, 299).await.is_empty());
    let again = claim(&store, 300).await;
    assert_eq!(
        (again[0].last_error.as_deref(), again[0].attempts),
        (Some("greylisted"), 2)
    );
}

async fn sent_and_given_up_mails_are_not_claimed(store: Store) {
    let (first, second) = (
        enqueue(&store, "<1@shop>").await,
        enqueue(&store, "<2@shop>").await,
    );
    enqueue(&store, "<3@shop>").await;
    claim(&store, 0).await;
    assert!(commit(&store.db, async |tx| mails::sent(tx, first, at(1)).await).await);
    assert!(!commit(&store.db, async |tx| mails::sent(tx, first, at(2)).await).await);
    commit(&store.db, async |tx| {
        mails::failed(tx, second, "no such user").await
    })
    .await;
    commit(&store.db, async |tx| mails::retry(tx, first, at(3), "late").await).await;
    let again = claim(&store, 500).await;
    assert_eq!(
        again
            .iter()
            .map(|mail| mail.message_id.as_str())
            .collect::<Vec<_>>(),
        ["<3@shop>"]
    );
    let mut conn = store.db.read().await.unwrap();
    assert_eq!(
        list::counts(&mut conn, 100).await.unwrap(),
        Counts {
            queued: 1,
            sent: 1,
            failed: 1
        }
    );
    let sent = mails::by_id(&mut conn, first).await.unwrap().unwrap();
    assert_eq!(
        (sent.status, sent.sent_at, sent.last_error),
        (Status::Sent, Some(at(1)), None)
    );
}

async fn what_was_given_up_waits_again_once(store: Store) {
    let id = enqueue(&store, "<1@shop>").await;
    let again = async || commit(&store.db, async |tx| mails::wait_again(tx, id, at(100)).await).await;
    assert!(!again().await, "it waits already");
    claim(&store, 0).await;
    commit(&store.db, async |tx| mails::failed(tx, id, "no such user").await).await;
    let won = winners(&store.db, 4, async |db, _| {
        commit(&db, async |tx| mails::wait_again(tx, id, at(100)).await).await
    })
    .await;
    assert_eq!(won, 1);
    assert!(claim(&store, 99).await.is_empty());
    let claimed = claim(&store, 100).await;
    assert_eq!(
        (claimed[0].id, claimed[0].attempts),
        (id, 1),
        "from the first attempt"
    );
}

async fn one_copy_takes_the_place_of_a_mail(store: Store) {
    let (id, copy) = (
        enqueue(&store, "<1@shop>").await,
        enqueue(&store, "<2@shop>").await,
    );
    let copied = async || commit(&store.db, async |tx| mails::copied(tx, id, copy).await).await;
    assert!(!copied().await, "it has not left");
    commit(&store.db, async |tx| mails::sent(tx, id, at(1)).await).await;
    assert!(copied().await);
    assert!(!copied().await);
    let mail = mails::by_id(&mut store.db.read().await.unwrap(), id)
        .await
        .unwrap();
    assert_eq!(mail.unwrap().copy_id, Some(copy));
}

/// Writes a mail of a day and gives its id.
async fn written(store: &Store, template: &str, recipient: &str, day: i64) -> MailId {
    let (params, now) = (json!({}), at(day * 86_400));
    let id = MailId::new(now, unique());
    let message_id = format!("<{id}@shop>");
    let new = NewMail {
        id,
        template,
        recipient,
        now,
        ..new_mail(&message_id, &params)
    };
    commit(&store.db, async |tx| mails::enqueue(tx, &new).await).await;
    id
}

async fn the_list_goes_by_every_condition(store: Store) {
    let (ada, grace) = ("Ada@example.org", "grace@example.org");
    let one = written(&store, "activate", ada, 0).await;
    let two = written(&store, "reset", grace, 1).await;
    let three = written(&store, "reset", ada, 2).await;
    let four = written(&store, "activate", grace, 3).await;
    commit(&store.db, async |tx| {
        mails::sent(tx, two, at(1)).await?;
        mails::failed(tx, three, "no such user").await?;
        mails::enqueue_blank(tx, MailId::new(at(4), unique()), Language::En, at(4)).await
    })
    .await;
    let key = email("ada@EXAMPLE.org").key();
    let found = async |wanted: Wanted<'_>, before| {
        let mut conn = store.db.read().await.unwrap();
        let rows = list::page(&mut conn, &wanted, before, 2).await.unwrap();
        rows.iter().map(|mail| mail.id).collect::<Vec<_>>()
    };
    let all = Wanted::default;
    assert_eq!(found(all(), None).await, [four, three], "the newest first");
    assert_eq!(found(all(), Some(three)).await, [two, one]);
    let status = |status| Wanted {
        status: Some(status),
        ..all()
    };
    assert_eq!(found(status(Status::Queued), None).await, [four, one]);
    assert_eq!(
        found(status(Status::Sent), None).await,
        [two],
        "rows that nobody gets are none"
    );
    let reset = Wanted {
        template: Some("reset"),
        ..all()
    };
    assert_eq!(found(reset.clone(), None).await, [three, two]);
    let both = |status| Wanted {
        status: Some(status),
        ..reset.clone()
    };
    assert_eq!(found(both(Status::Sent), None).await, [two]);
    assert_eq!(found(both(Status::Failed), None).await, [three]);
    let ada = Wanted {
        recipient: Some(&key),
        ..all()
    };
    assert_eq!(found(ada.clone(), None).await, [three, one]);
    assert_eq!(
        found(
            Wanted {
                template: Some("activate"),
                ..ada
            },
            None
        )
        .await,
        [one]
    );
    let days = Wanted {
        from: Some(at(86_400)),
        until: Some(at(2 * 86_400)),
        ..all()
    };
    assert_eq!(
        found(days.clone(), None).await,
        [two],
        "the day from its first moment to its last"
    );
    assert!(found(days, Some(two)).await.is_empty());
}

async fn counting_ends_somewhere(store: Store) {
    for number in 0..4 {
        enqueue(&store, &format!("<{number}@shop>")).await;
    }
    let mut conn = store.db.read().await.unwrap();
    let counts = list::counts(&mut conn, 3).await.unwrap();
    assert_eq!((counts.queued, counts.sent, counts.failed), (3, 0, 0));
}

async fn the_demo_mailbox_keeps_one_copy(store: Store) {
    let mail = |recipient: &str| DemoMail {
        id: MailId::new(NOW, unique()),
        recipient: recipient.into(),
        subject: "Welcome".into(),
        text: "Hello".into(),
        html: "<p>Hello</p>".into(),
        received_at: NOW,
    };
    let (ada, grace) = (mail("ada@example.org"), mail("grace@example.org"));
    commit(&store.db, async |tx| {
        for copy in [&ada, &grace, &ada] {
            demo_mails::put(tx, copy).await?;
        }
        Ok(())
    })
    .await;
    let mut conn = store.db.read().await.unwrap();
    assert_eq!(
        demo_mails::list(&mut conn, None).await.unwrap(),
        [grace.clone(), ada.clone()]
    );
    assert_eq!(
        demo_mails::list(&mut conn, Some("ada@example.org"))
            .await
            .unwrap(),
        std::slice::from_ref(&ada)
    );
    assert_eq!(demo_mails::get(&mut conn, grace.id).await.unwrap(), Some(grace));
    drop(conn);
    commit(&store.db, async |tx| demo_mails::clear(tx).await).await;
    assert!(
        demo_mails::list(&mut store.db.read().await.unwrap(), None)
            .await
            .unwrap()
            .is_empty()
    );
}
