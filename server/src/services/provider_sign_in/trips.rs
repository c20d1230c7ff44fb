//! Trips to a provider that are more than a sign-in. Each begins with a button of ours: its form makes a token that
//! opens the way out once, in this browser, so that no other site can send anybody on one.

use super::{ATTEMPT_LIFETIME, flow_hash, flow_token};
use crate::{
    crypto::Token,
    services::{Outcome, Trouble, provider_rows},
    state::Portico,
};
use app::{
    api::{Answer, ApiError, visit::Visit},
    routes::with_token,
};
use domain::ids::{AttemptId, SessionId, StaffSessionId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use storage::{
    attempts::{self, Attempt, Kind, NewAttempt},
    providers::Provider,
};

/// What a trip is for. Kept with its attempt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trip {
    /// The identity that comes back becomes connected to the customer of this session.
    Connect {
        /// The session, which must still be the browser's.
        session: SessionId,
    },
    /// Nothing comes of it but a report, for this session of staff.
    Rehearse {
        /// The session, which must still be the browser's.
        session: StaffSessionId,
    },
}

impl Trip {
    /// The trip of an attempt; none for a sign-in.
    ///
    /// # Errors
    /// `Internal` when the row holds a trip that this version does not know.
    pub fn of(attempt: &Attempt) -> Outcome<Option<Self>> {
        let trip = attempt.trip.clone().map(serde_json::from_value).transpose();
        trip.map_err(|error| {
            tracing::error!(%error, "an attempt has a trip that is not known");
            Trouble(ApiError::Internal)
        })
    }

    /// As it is kept.
    pub fn value(&self) -> Outcome<Value> {
        serde_json::to_value(self).map_err(|_| Trouble(ApiError::Internal))
    }
}

/// Makes the token and leads to the way out that it opens.
pub async fn leave(portico: &Portico, visit: &Visit, provider: &Provider, trip: &Trip) -> Outcome<Answer> {
    let token = portico.entropy.token();
    let flow = flow_token(portico, visit);
    let now = portico.now();
    let mut tx = portico.database.begin().await?;
    attempts::insert(
        &mut tx,
        &NewAttempt {
            id: AttemptId::new(now, portico.random()),
            state_hash: &token.hash(),
            flow_hash: &flow.hash(),
            kind: Kind::Leaving,
            provider_id: provider.id,
            nonce: None,
            verifier: None,
            max_age: None,
            return_to: None,
            language: visit.facts().language,
            link_id: None,
            trip: Some(&trip.value()?),
            now,
            expires_at: now.plus(ATTEMPT_LIFETIME),
        },
    )
    .await?;
    tx.commit().await?;
    Ok(Answer::go(with_token(
        &provider_rows::start_path(provider),
        token.expose(),
    )))
}

/// Uses the token up: the trip that it opens to this provider, in this browser, in time.
pub(super) async fn departing(
    portico: &Portico,
    visit: &Visit,
    slug: &str,
    token: &str,
) -> Outcome<Option<Trip>> {
    let Some((token, flow)) = Token::parse(token).zip(flow_hash(visit)) else {
        return Ok(None);
    };
    let mut tx = portico.database.begin().await?;
    let attempt = attempts::take(&mut tx, &token.hash(), &flow, portico.now()).await?;
    let provider = storage::providers::by_slug(&mut tx, slug).await?;
    tx.commit().await?;
    let known = attempt
        .zip(provider)
        .filter(|(attempt, provider)| attempt.kind == Kind::Leaving && attempt.provider_id == provider.id);
    match known {
        Some((attempt, _)) => Trip::of(&attempt),
        None => Ok(None),
    }
}
