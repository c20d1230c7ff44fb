//! Tells clients that a session is over (OpenID Connect Back-Channel Logout 1.0 §2.5), again until they have taken it.

use super::super::Outcome;
use super::{keys, subject::subject};
use crate::state::Portico;
use domain::time::Span;
use http::{Request, StatusCode, header};
use serde_json::json;
use std::time::Duration;
use storage::{
    client_logouts::{self, ClientLogout, Status},
    clients::{self, Client},
};
use tokio::{
    sync::watch,
    task::{JoinError, JoinSet},
};

/// How many are told at once; of each client two at most, over all servers.
const AT_ONCE: i64 = 10;
/// How long a claimed row belongs to the worker: longer than telling can take.
const LOCK: Span = Span::seconds(60);
/// How often the worker looks for those that are due.
const LOOK: Duration = Duration::from_secs(2);
/// How long a logout token is valid: it is made anew for each try (§2.4 asks for two minutes at most).
const VALID_FOR: Span = Span::minutes(2);
const FIRST_DELAY: Span = Span::seconds(5);
const LONGEST_DELAY: Span = Span::hours(1);
/// With the delays above, tries go on for a day.
const ATTEMPTS: i64 = 33;
/// The event that a logout token is about (§2.4).
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// Those that are being told.
type Telling = JoinSet<Outcome<()>>;

/// Tells clients until `stop` becomes true, and those that it is at to the end. Whoever has answered makes room for the
/// next, so that nobody waits for a client that doesn't. A database that is away is waited for.
pub async fn run(portico: Portico, mut stop: watch::Receiver<bool>) {
    let mut telling = Telling::new();
    while !*stop.borrow_and_update() {
        if let Err(trouble) = take_up(&portico, &mut telling).await {
            tracing::warn!(%trouble, "clients can't be told of logouts");
        }
        tokio::select! {
            Some(ended) = telling.join_next() => look_at(ended),
            () = portico.logouts.notified() => {}
            () = tokio::time::sleep(LOOK) => {}
            changed = stop.changed() => if changed.is_err() { break },
        }
    }
    finish_all(telling).await;
}

/// Tells those that are due now, as many as are told at once, and answers how many these were.
pub async fn run_once(portico: &Portico) -> Outcome<usize> {
    let mut telling = Telling::new();
    take_up(portico, &mut telling).await?;
    let count = telling.len();
    finish_all(telling).await;
    Ok(count)
}

/// Begins to tell those that are due now, as far as there is room beside those that are being told.
async fn take_up(portico: &Portico, telling: &mut Telling) -> Outcome<()> {
    while let Some(ended) = telling.try_join_next() {
        look_at(ended);
    }
    let room = AT_ONCE - i64::try_from(telling.len()).unwrap_or(AT_ONCE);
    if room == 0 {
        return Ok(());
    }
    let mut conn = portico.database.read().await?;
    let any = client_logouts::is_due(&mut conn, portico.now()).await?;
    drop(conn);
    if !any {
        return Ok(());
    }
    let mut tx = portico.database.begin().await?;
    let due = client_logouts::claim_due(&mut tx, portico.now(), room, LOCK).await?;
    tx.commit().await?;
    for row in due {
        let portico = portico.clone();
        telling.spawn(async move { tell(&portico, &row).await });
    }
    Ok(())
}

async fn finish_all(mut telling: Telling) {
    while let Some(ended) = telling.join_next().await {
        look_at(ended);
    }
}

/// A row that could not be written is taken up again when its lock is over.
fn look_at(ended: Result<Outcome<()>, JoinError>) {
    match ended {
        Ok(Ok(())) => {}
        Ok(Err(trouble)) => tracing::warn!(%trouble, "a client can't be told of a logout"),
        Err(error) => tracing::error!(%error, "telling a client broke off"),
    }
}

/// Tells one client, and notes what became of it.
async fn tell(portico: &Portico, row: &ClientLogout) -> Outcome<()> {
    let mut conn = portico.database.read().await?;
    let client = clients::by_id(&mut conn, row.client_id).await?;
    drop(conn);
    let there = client.filter(|client| client.active);
    let Some((client, uri)) = there.and_then(|client| {
        let uri = client.back_channel_logout_uri.clone()?;
        Some((client, uri))
    }) else {
        return finish(
            portico,
            row,
            Status::GivenUp,
            Some("the client takes no logout tokens any more"),
        )
        .await;
    };
    let token = logout_token(portico, &client, row).await?;
    match send(portico, &uri, &token).await {
        Ok(()) => finish(portico, row, Status::Told, None).await,
        Err(reason) if row.attempts >= ATTEMPTS => finish(portico, row, Status::GivenUp, Some(&reason)).await,
        Err(reason) => {
            tracing::info!(client = %client.id, reason, "a client was not told of a logout; again later");
            let now = portico.now();
            let mut tx = portico.database.begin().await?;
            let again = now.plus(delay(row.attempts));
            client_logouts::retry(&mut tx, (row.client_id, &row.sid), again, &reason).await?;
            Ok(tx.commit().await?)
        }
    }
}

/// How long to wait after so many tries: twice as long each time.
fn delay(attempts: i64) -> Span {
    let doubled = u32::try_from(attempts - 1).unwrap_or(0).min(20);
    let millis = FIRST_DELAY.as_millis().saturating_mul(1 << doubled);
    Span::millis(millis.min(LONGEST_DELAY.as_millis()))
}

async fn finish(portico: &Portico, row: &ClientLogout, status: Status, error: Option<&str>) -> Outcome<()> {
    let mut tx = portico.database.begin().await?;
    let whose = (row.client_id, row.sid.as_str());
    client_logouts::finish(&mut tx, whose, status, error, portico.now()).await?;
    Ok(tx.commit().await?)
}

/// A logout token (§2.4): it names the session and its person, and bears no nonce.
async fn logout_token(portico: &Portico, client: &Client, row: &ClientLogout) -> Outcome<String> {
    let key = keys::signing(portico, client.id_token_algorithm).await?;
    let now = portico.now();
    let claims = json!({
        "iss": portico.config.server.public_url.origin(),
        "sub": subject(portico, client.sector_identifier.as_deref(), row.customer_id),
        "aud": client.id.to_string(),
        "sid": row.sid,
        "jti": portico.entropy.token().expose(),
        "iat": now.as_secs(),
        "exp": now.plus(VALID_FOR).as_secs(),
        "events": { EVENT: {} },
    });
    Ok(key.sign("logout+jwt", &claims))
}

/// Posts the token; the reason when the client has not taken it (§2.8).
async fn send(portico: &Portico, uri: &str, token: &str) -> Result<(), String> {
    let request = Request::post(uri)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(format!("logout_token={token}").into_bytes())
        .map_err(|error| error.to_string())?;
    let response = portico
        .openid
        .http()
        .send(request)
        .await
        .map_err(|error| error.to_string())?;
    match response.status() {
        StatusCode::OK | StatusCode::NO_CONTENT => Ok(()),
        other => Err(format!("it answered {other}")),
    }
}
