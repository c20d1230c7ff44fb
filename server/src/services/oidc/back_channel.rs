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
use tokio::{sync::watch, task::JoinSet};

/// How many are told at once; of each client two at most.
const BATCH: i64 = 10;
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

/// Tells clients until `stop` becomes true. A database that is away is waited for.
pub async fn run(portico: Portico, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow_and_update() {
        let told = run_once(&portico).await.unwrap_or_else(|trouble| {
            tracing::warn!(%trouble, "clients can't be told of logouts");
            0
        });
        if told > 0 {
            continue;
        }
        tokio::select! {
            () = portico.logouts.notified() => {}
            () = tokio::time::sleep(LOOK) => {}
            changed = stop.changed() => if changed.is_err() { return },
        }
    }
}

/// Tells those that are due now, a batch at most, and answers how many it took up.
pub async fn run_once(portico: &Portico) -> Outcome<usize> {
    let mut conn = portico.database.read().await?;
    let any = client_logouts::is_due(&mut conn, portico.now()).await?;
    drop(conn);
    if !any {
        return Ok(0);
    }
    let mut tx = portico.database.begin().await?;
    let due = client_logouts::claim_due(&mut tx, portico.now(), BATCH, LOCK).await?;
    tx.commit().await?;
    let count = due.len();
    let mut tasks = JoinSet::new();
    for row in due {
        let portico = portico.clone();
        tasks.spawn(async move { tell(&portico, &row).await });
    }
    let mut result = Ok(count);
    while let Some(finished) = tasks.join_next().await {
        match finished {
            Ok(Ok(())) => {}
            Ok(Err(trouble)) => result = Err(trouble),
            Err(error) => tracing::error!(%error, "telling a client broke off"),
        }
    }
    result
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
