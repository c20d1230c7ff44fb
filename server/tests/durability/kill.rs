//! `kill -9` in the middle of 200 registrations.

use super::{mail_server::MailServer, program::Program};
use sqlx::{Connection, SqliteConnection};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::{task::JoinSet, time::sleep};

const PEOPLE: usize = 200;
const CLIENTS: usize = 8;
/// The program is killed when it has acknowledged so many.
const KILL_AT: usize = 80;

/// Registers the people of `numbers` with several clients at once; the numbers that were acknowledged.
async fn register(
    program: &Program,
    numbers: Vec<usize>,
    done: Arc<AtomicUsize>,
) -> JoinSet<BTreeSet<usize>> {
    let numbers = Arc::new(numbers);
    let next = Arc::new(AtomicUsize::new(0));
    let mut clients = JoinSet::new();
    for _ in 0..CLIENTS {
        let (client, numbers, next, done) = (program.client(), numbers.clone(), next.clone(), done.clone());
        clients.spawn(async move {
            let mut acknowledged = BTreeSet::new();
            while let Some(number) = numbers.get(next.fetch_add(1, Ordering::SeqCst)) {
                if client.register(*number).await {
                    acknowledged.insert(*number);
                    done.fetch_add(1, Ordering::SeqCst);
                }
            }
            acknowledged
        });
    }
    clients
}

async fn collect(mut clients: JoinSet<BTreeSet<usize>>) -> BTreeSet<usize> {
    let mut all = BTreeSet::new();
    while let Some(acknowledged) = clients.join_next().await {
        all.extend(acknowledged.unwrap());
    }
    all
}

/// The addresses of a table's column.
async fn addresses(url: &str, sql: &'static str) -> BTreeSet<String> {
    let mut connection = SqliteConnection::connect(url).await.unwrap();
    sqlx::query_scalar::<_, String>(sql)
        .fetch_all(&mut connection)
        .await
        .unwrap()
        .into_iter()
        .collect()
}

fn address(number: &usize) -> String {
    format!("n{number}@example.org")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_acknowledged_registration_is_there_and_its_mail_leaves() {
    let mail = MailServer::start().await;
    let mut program = Program::new(mail.port).await;
    program.start().await;

    let done = Arc::new(AtomicUsize::new(0));
    let clients = register(&program, (0..PEOPLE).collect(), done.clone()).await;
    while done.load(Ordering::SeqCst) < KILL_AT {
        sleep(Duration::from_millis(2)).await;
    }
    program.kill();
    let acknowledged = collect(clients).await;
    assert!(
        (KILL_AT..PEOPLE).contains(&acknowledged.len()),
        "killed in the middle: {}",
        acknowledged.len()
    );

    let there = addresses(&program.database(), "SELECT email FROM customers").await;
    let queued = addresses(&program.database(), "SELECT recipient FROM mails").await;
    for person in acknowledged.iter().map(address) {
        assert!(
            there.contains(&person),
            "{person} was told that it is done, and is not there"
        );
        assert!(queued.contains(&person), "{person} has no mail");
    }
    assert_eq!(
        there, queued,
        "a customer and the mail are written together or not at all"
    );

    // Mails that were under way belong to the killed worker for a minute; it passes at once.
    let mut connection = SqliteConnection::connect(&program.database()).await.unwrap();
    sqlx::query("UPDATE mails SET locked_until = locked_until - 60000")
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
    program.start().await;

    let rest: Vec<usize> = (0..PEOPLE)
        .filter(|number| !acknowledged.contains(number))
        .collect();
    let again = collect(register(&program, rest.clone(), done).await).await;
    assert_eq!(
        again.len(),
        rest.len(),
        "after the restart everybody gets through"
    );

    let everybody: BTreeSet<String> = (0..PEOPLE).map(|number| address(&number)).collect();
    let reached = || {
        mail.taken()
            .into_iter()
            .map(|mail| mail.to)
            .collect::<BTreeSet<_>>()
    };
    for _ in 0..300 {
        if reached() == everybody {
            break;
        }
        sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(reached(), everybody);
    let mut copies = BTreeMap::<String, usize>::new();
    for mail in mail.taken() {
        *copies.entry(mail.message_id).or_default() += 1;
    }
    assert!(
        copies.values().all(|copies| *copies <= 2),
        "one interruption, two copies at most: {copies:?}"
    );
}
