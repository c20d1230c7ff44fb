//! Requests that a client brings itself, before its browser does (RFC 9126).

use super::{
    super::Outcome,
    authorize::{PUSHED, kept, look},
};
use crate::state::Portico;
use domain::{clients::AuthorizeFault, time::Span};
use storage::{
    authorize_requests::{self, Pairs},
    clients::Client,
};

/// A request that a client pushed.
pub struct Pushed {
    /// By what its browser names it.
    pub request_uri: String,
    /// How long it is kept.
    pub seconds: i64,
}

/// How long a pushed request waits for its browser.
const PUSHED_WAITS: Span = Span::minutes(1);

/// Keeps a request that a client brings itself (RFC 9126 §2), if it could be answered.
pub async fn push(
    portico: &Portico,
    client: &Client,
    body: Vec<(String, String)>,
) -> Outcome<Result<Pushed, AuthorizeFault>> {
    let secrets = ["client_secret", "client_assertion", "client_assertion_type"];
    let mut pairs: Vec<_> = body
        .into_iter()
        .filter(|(name, _)| !secrets.contains(&name.as_str()))
        .collect();
    if !pairs.iter().any(|(name, _)| name == "client_id") {
        pairs.push(("client_id".to_owned(), client.id.to_string()));
    }
    let pairs = Pairs(pairs);
    if let Err(refused) = look(client, &pairs) {
        return Ok(Err(refused.fault));
    }
    let token = portico.entropy.token();
    let now = portico.now();
    let mut tx = portico.database.begin().await?;
    let until = now.plus(PUSHED_WAITS);
    let what = (client.id, &kept(&pairs));
    authorize_requests::insert(&mut tx, &token.hash(), what, true, (now, until)).await?;
    tx.commit().await?;
    Ok(Ok(Pushed {
        request_uri: format!("{PUSHED}{}", token.expose()),
        seconds: PUSHED_WAITS.as_secs(),
    }))
}
