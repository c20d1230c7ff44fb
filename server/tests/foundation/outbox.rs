//! The outbox: nothing is lost, nothing leaves that was not committed, copies are copies.

use std::sync::Arc;

use domain::time::Span;
use domain::values::Language;
use server::crypto::sha256_hex;
use server::mail::{Letter, LinkSubject, Mail, Message, Sending, Transport, TransportFault};
use storage::links::{self, Purpose};
use storage::mails::{
    self, NewMail,
    list::{self, Counts},
};

use super::support::{Post, post};

/// A mail server that never takes this mail.
struct Refusing;

impl Transport for Refusing {
    fn send<'a>(&'a self, _: &'a Message) -> Sending<'a> {
        let refused: Result<(), _> = Err(TransportFault::Permanent("550 no such person".to_owned()));
        Box::pin(std::future::ready(refused))
    }
}

fn reset() -> Mail {
    let payload = serde_json::json!({ "return_to": "/offers/yoga" });
    Mail::Reset {
        name: "Ada".to_owned(),
        link: LinkSubject {
            payload,
            ..LinkSubject::default()
        },
        by_staff: false,
    }
}

async fn enqueue(post: &Post, mail: &Mail) {
    let mut tx = post.database.begin().await.unwrap();
    let letter = Letter {
        mail,
        to: "ada@engines.example",
        language: Language::De,
        customer_id: None,
    };
    post.outbox
        .enqueue(&mut tx, post.worker.clock.now(), letter)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn counts(post: &Post) -> (i64, i64, i64) {
    let mut conn = post.database.read().await.unwrap();
    let Counts { queued, sent, failed } = list::counts(&mut conn, 100).await.unwrap();
    (queued, sent, failed)
}

/// The token of the link in the last mail.
fn token(post: &Post) -> String {
    let text = post.mailbox.sent().last().unwrap().text.clone();
    text.split_once("?token=").unwrap().1[..43].to_owned()
}

#[tokio::test]
async fn a_mail_leaves_with_a_link_that_works() {
    let post = post("outbox_link").await;
    enqueue(&post, &reset()).await;
    assert_eq!(post.worker.run_once().await.unwrap(), 1);
    assert_eq!(post.worker.run_once().await.unwrap(), 0);
    assert_eq!(counts(&post).await, (0, 1, 0));
    let sent = post.mailbox.sent();
    assert_eq!((sent[0].to.as_str(), sent.len()), ("ada@engines.example", 1));
    assert_eq!(sent[0].message_id, format!("<{}@localhost>", sent[0].id));
    assert!(sent[0].subject.contains("Neues Passwort"), "{}", sent[0].subject);
    let token = token(&post);
    assert_eq!(token, post.tokens.for_mail(sent[0].id).expose());
    let mut conn = post.database.read().await.unwrap();
    let link = links::peek(&mut conn, &sha256_hex(token.as_bytes()))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(link.purpose, Purpose::Reset);
    assert_eq!(link.expires_at.since(link.created_at), Span::hours(1));
    assert_eq!(link.payload["return_to"], "/offers/yoga");
}

#[tokio::test]
async fn the_queue_holds_no_token() {
    let post = post("outbox_secret").await;
    enqueue(&post, &reset()).await;
    post.worker.run_once().await.unwrap();
    let (id, token) = (post.mailbox.sent()[0].id, token(&post));
    let mut conn = post.database.read().await.unwrap();
    let row = mails::by_id(&mut conn, id).await.unwrap().unwrap();
    assert!(!format!("{row:?}").contains(&token));
}

#[tokio::test]
async fn what_is_rolled_back_never_leaves() {
    let post = post("outbox_rollback").await;
    let mut tx = post.database.begin().await.unwrap();
    let letter = Letter {
        mail: &reset(),
        to: "ada@engines.example",
        language: Language::En,
        customer_id: None,
    };
    post.outbox
        .enqueue(&mut tx, post.worker.clock.now(), letter)
        .await
        .unwrap();
    drop(tx);
    assert_eq!(post.worker.run_once().await.unwrap(), 0);
    assert!(post.mailbox.sent().is_empty());
}

#[tokio::test]
async fn a_mail_waits_for_a_mail_server_that_is_away() {
    let post = post("outbox_away").await;
    post.mailbox.set_out_of_order(true);
    enqueue(&post, &reset()).await;
    assert_eq!(post.worker.run_once().await.unwrap(), 1);
    assert_eq!(
        post.worker.run_once().await.unwrap(),
        0,
        "not due before five seconds have passed"
    );
    post.clock.turn(Span::seconds(5));
    assert_eq!(post.worker.run_once().await.unwrap(), 1);
    assert_eq!(counts(&post).await, (1, 0, 0));
    post.mailbox.set_out_of_order(false);
    post.clock.turn(Span::hours(2));
    assert_eq!(post.worker.run_once().await.unwrap(), 1);
    assert_eq!(counts(&post).await, (0, 1, 0));
    let mut tx = post.database.begin().await.unwrap();
    let hash = sha256_hex(token(&post).as_bytes());
    let used = links::use_up(&mut tx, &hash, Purpose::Reset, post.worker.clock.now())
        .await
        .unwrap();
    assert!(used.is_some());
}

#[tokio::test]
async fn an_interrupted_mail_leaves_again_as_a_copy() {
    let post = post("outbox_interrupted").await;
    enqueue(&post, &reset()).await;
    // Another worker claims it, sends it and dies.
    let mut tx = post.database.begin().await.unwrap();
    let claimed = mails::claim_due(&mut tx, post.worker.clock.now(), 1, Span::seconds(60))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(post.worker.run_once().await.unwrap(), 0);
    post.clock.turn(Span::seconds(61));
    assert_eq!(post.worker.run_once().await.unwrap(), 1);
    let sent = post.mailbox.sent();
    assert_eq!(sent[0].message_id, claimed[0].message_id);
    assert_eq!(token(&post), post.tokens.for_mail(claimed[0].id).expose());
}

#[tokio::test]
async fn after_a_day_it_is_given_up() {
    let post = post("outbox_given_up").await;
    post.mailbox.set_out_of_order(true);
    enqueue(&post, &reset()).await;
    let mut attempts = 0;
    while counts(&post).await == (1, 0, 0) && attempts < 100 {
        attempts += post.worker.run_once().await.unwrap();
        post.clock.turn(Span::hours(1));
    }
    assert_eq!((attempts, counts(&post).await), (33, (0, 0, 1)));
}

#[tokio::test]
async fn a_mail_that_is_refused_for_good_is_given_up_at_once() {
    let mut post = post("outbox_refused").await;
    post.worker.transport = Arc::new(Refusing);
    enqueue(&post, &reset()).await;
    assert_eq!(post.worker.run_once().await.unwrap(), 1);
    assert_eq!(counts(&post).await, (0, 0, 1));
    post.clock.turn(Span::hours(2));
    assert_eq!(post.worker.run_once().await.unwrap(), 0);
}

#[tokio::test]
async fn a_row_of_another_version_stops_nobody() {
    let post = post("outbox_unknown").await;
    let mut tx = post.database.begin().await.unwrap();
    let unknown = NewMail {
        id: domain::ids::MailId::new(super::support::START, [9; 10]),
        message_id: "<9@localhost>",
        template: "birthday",
        language: Language::En,
        recipient: "ada@engines.example",
        params: &serde_json::json!({}),
        customer_id: None,
        now: super::support::START,
    };
    mails::enqueue(&mut tx, &unknown).await.unwrap();
    tx.commit().await.unwrap();
    enqueue(&post, &reset()).await;
    assert_eq!(post.worker.run_once().await.unwrap(), 2);
    assert_eq!(counts(&post).await, (0, 1, 1));
}

#[tokio::test]
async fn the_worker_is_woken_and_stops() {
    let post = post("outbox_worker").await;
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let running = tokio::spawn(post.worker.clone().run(stopped));
    for number in 1..=3 {
        enqueue(&post, &reset()).await;
        post.outbox.wake();
        while post.mailbox.sent().len() < number {
            tokio::task::yield_now().await;
        }
    }
    stop.send(true).unwrap();
    running.await.unwrap();
}
