//! Registration requests whose time is over (spec 01, section 3).

use domain::ids::{CustomerId, HistoryId, RequestId};
use domain::time::Timestamp;
use storage::history::{self, ActorKind, Entry};
use storage::{StorageError, Tx, customers, registration_requests};

use crate::crypto::Entropy;

/// Ends unproven and waiting requests that expired, and erases them with the customers made for them.
pub(super) async fn expire(tx: &mut Tx, now: Timestamp, entropy: &dyn Entropy) -> Result<u64, StorageError> {
    let ended = registration_requests::expire_due(tx, now).await?;
    erase(tx, now, entropy, "request.expired", ended).await
}

/// Erases rejected requests, and the customers made for them, when nobody can undo the rejection any more.
pub(super) async fn erase_rejected(
    tx: &mut Tx,
    now: Timestamp,
    entropy: &dyn Entropy,
) -> Result<u64, StorageError> {
    let ended = registration_requests::erase_rejected(tx, now).await?;
    erase(tx, now, entropy, "request.erased", ended).await
}

/// Requests that are made findable in one turn.
const AT_ONCE: i64 = 200;

/// Makes requests findable that were submitted or changed without it.
pub(super) async fn index(tx: &mut Tx) -> Result<u64, StorageError> {
    registration_requests::index_pending(tx, AT_ONCE).await
}

/// The customers become anonymous; the history keeps that it happened, and nothing about whom.
async fn erase(
    tx: &mut Tx,
    now: Timestamp,
    entropy: &dyn Entropy,
    action: &str,
    ended: Vec<(RequestId, Option<CustomerId>)>,
) -> Result<u64, StorageError> {
    let mut count = 0;
    for (request, customer) in ended {
        if let Some(customer) = customer {
            customers::anonymise(tx, customer, now).await?;
        }
        let entry = Entry {
            id: HistoryId::new(now, entropy.random10()),
            at: now,
            actor_kind: ActorKind::System,
            actor_id: None,
            actor_name: String::new(),
            action: action.to_owned(),
            subject_kind: "request".to_owned(),
            subject_id: request.to_string(),
            old_value: None,
            new_value: None,
            requester: None,
            request_id: None,
        };
        history::append(tx, &entry).await?;
        count += 1;
    }
    Ok(count)
}
