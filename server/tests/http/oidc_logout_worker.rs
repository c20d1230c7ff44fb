//! The worker that tells clients of logouts, with one among them that takes the connection and never answers.

use super::oidc_logout::{listen, scene};
use crate::support::TestApp;
use domain::ids::ClientId;
use server::services::oidc::back_channel;
use std::time::Duration;
use tokio::{net::TcpListener, sync::watch};

/// Has this client answer nobody.
async fn silence(app: &TestApp, client: ClientId) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let uri =
        format!("UPDATE clients SET back_channel_logout_uri = 'http://{address}' WHERE id = '{client}'");
    app.database.execute(&uri).await;
    tokio::spawn(async move {
        let mut held = Vec::new();
        while let Ok(accepted) = listener.accept().await {
            held.push(accepted);
        }
    });
}

/// Has this client be told of so many sessions of the only customer, due since a moment.
async fn due(app: &TestApp, client: ClientId, count: usize, since: i64) {
    for number in 0..count {
        let row = format!(
            "INSERT INTO client_logouts (client_id, sid, customer_id, created_at, next_attempt_at)
             SELECT '{client}', 'sid-{number}', id, {since}, {since} FROM customers"
        );
        app.database.execute(&row).await;
    }
}

/// How many tries have come to their end without an answer.
async fn let_go(app: &TestApp) -> i64 {
    app.database
        .count("client_logouts WHERE last_error IS NOT NULL")
        .await
}

/// Waits until so many have taken their tokens: they must do so while the first tries at the silent one still last.
async fn told_meanwhile(app: &TestApp, count: i64) {
    while app.database.count("client_logouts WHERE status = 'told'").await < count {
        assert_eq!(
            let_go(app).await,
            0,
            "they waited for the one that answers nobody"
        );
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_answers_nobody_keeps_no_other_waiting() {
    let (app, magazine, mut ada, _) = scene().await;
    let weekly = app.trusted().await;
    listen(&app).await;
    silence(&app, weekly.id).await;
    due(&app, weekly.id, 20, 0).await;
    due(&app, magazine.id, 5, 1).await;
    let (end, stop) = watch::channel(false);
    let worker = tokio::spawn(back_channel::run(app.portico.clone(), stop));
    told_meanwhile(&app, 5).await;
    // One more, of which the worker hears while it waits.
    ada.post("/logout", &[("choice", "local")]).await;
    told_meanwhile(&app, 6).await;
    end.send(true).unwrap();
    worker.await.unwrap();
    assert_eq!(
        let_go(&app).await,
        2,
        "those under way are told to the end, and no others"
    );
    let held = app
        .database
        .count("client_logouts WHERE locked_until IS NOT NULL")
        .await;
    assert_eq!(held, 0);
}
