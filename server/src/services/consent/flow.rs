//! A flow that waits for its person.

use crate::{
    crypto::Token,
    services::{Outcome, oidc::authorize::look},
    state::Portico,
};
use domain::{
    clients::{Scopes, WantedAcr},
    values::ReturnTo,
};
use storage::{
    Conn, authorize_requests,
    clients::{self, Client},
};

/// A flow that waits.
#[derive(Debug)]
pub struct Flow {
    /// By which the pages name it.
    pub request: String,
    /// By which its request is kept.
    pub token_hash: String,
    /// The client, which is switched on.
    pub client: Client,
    /// Where its answer goes.
    pub redirect_uri: String,
    /// What it wants to know.
    pub scopes: Scopes,
    /// The address under which the person may be known, if the client says so.
    pub login_hint: Option<String>,
    /// How surely the person must be recognised.
    pub acr: WantedAcr,
}

/// The flow of this token; none when it is answered, its time is over, or its client may not ask for that any more.
pub async fn find(portico: &Portico, conn: &mut Conn, request: &str) -> Outcome<Option<Flow>> {
    let Some(token) = Token::parse(request) else {
        return Ok(None);
    };
    let token_hash = token.hash();
    let waiting = authorize_requests::find(conn, &token_hash, portico.now()).await?;
    // What a client pushed has not been brought by a browser yet.
    let Some(waiting) = waiting.filter(|waiting| !waiting.pushed) else {
        return Ok(None);
    };
    let client = clients::by_id(conn, waiting.client_id).await?;
    let Some(client) = client.filter(|client| client.active) else {
        return Ok(None);
    };
    let demand = look(&client, &waiting.parameters).ok();
    Ok(demand.map(|demand| Flow {
        request: request.to_owned(),
        token_hash,
        client,
        scopes: demand.to_agree(),
        redirect_uri: demand.place.redirect_uri,
        login_hint: demand.login_hint,
        acr: demand.acr,
    }))
}

/// The flow that a person came in, when they go on at `next`.
pub async fn flow_of(portico: &Portico, next: Option<&str>) -> Outcome<Option<Flow>> {
    match named(next) {
        Some(request) => find(portico, &mut portico.database.read().await?, &request).await,
        None => Ok(None),
    }
}

/// The same, where a connection is at hand.
pub async fn flow_within(portico: &Portico, conn: &mut Conn, next: Option<&str>) -> Outcome<Option<Flow>> {
    match named(next) {
        Some(request) => find(portico, conn, &request).await,
        None => Ok(None),
    }
}

/// The token of the flow that `next` leads into.
fn named(next: Option<&str>) -> Option<String> {
    let flow = next.and_then(ReturnTo::parse)?.flow()?;
    Some(request_of(&flow))
}

/// Where whoever has signed in or saved My Profile goes on: at `next`, or at home when that is a flow which waits no more.
/// It may have been kept for hours, until a registration was approved.
pub async fn still_waiting(portico: &Portico, conn: &mut Conn, next: ReturnTo) -> Outcome<ReturnTo> {
    let over = next.is_flow() && find(portico, conn, &request_of(&next)).await?.is_none();
    Ok(if over { ReturnTo::home() } else { next })
}

/// The token that a flow's address names; empty without one.
fn request_of(flow: &ReturnTo) -> String {
    let (_, query) = flow.as_str().split_once('?').unwrap_or_default();
    let mut pairs = url::form_urlencoded::parse(query.as_bytes());
    let named = pairs.find(|(name, _)| name == "request");
    named.map(|(_, request)| request.into_owned()).unwrap_or_default()
}
