//! Mails to those whom a change leaves without a way in: each leads to one that works afterwards.

use super::Means;
use crate::mail::{Letter, Mail, WayInNext, lifetime};
use crate::services::links::invitation as link_for;
use domain::{ids::CustomerId, time::Timestamp};
use std::mem::discriminant;
use storage::customers::{self, Change};
use storage::links::Purpose;
use storage::{StorageError, Tx, mails, providers, way_in_invitations};

/// Customers in one turn.
const BATCH: usize = 500;

/// Mails the next of them, and notes when that was the last. Who has a mail that leads to the same way still gets none.
pub(super) async fn invite(tx: &mut Tx, now: Timestamp, means: &Means<'_>) -> Result<u64, StorageError> {
    let Some(invitation) = way_in_invitations::next(tx).await? else {
        return Ok(0);
    };
    let change = invitation.change;
    let losing = customers::list_losing(tx, &change, invitation.done_up_to, BATCH).await?;
    let provider = only_provider(tx, &change).await?;
    for customer in &losing {
        let Some((email, full)) = customer
            .email
            .as_deref()
            .zip(customers::by_id(tx, customer.id).await?)
        else {
            continue;
        };
        let next = if change.passwords_after {
            WayInNext::Password
        } else {
            WayInNext::Provider {
                link: link_for(&full),
                provider: provider.clone(),
            }
        };
        if has_mail(tx, customer.id, &next, now).await? {
            continue;
        }
        let mail = Mail::WayIn {
            name: customer.given_name.clone(),
            next,
        };
        let letter = Letter {
            mail: &mail,
            to: email,
            language: full.language,
            customer_id: Some(customer.id),
        };
        means.outbox.enqueue(tx, now, letter).await?;
    }
    match losing.last() {
        Some(last) if losing.len() == BATCH => way_in_invitations::go_on(tx, invitation.id, last.id).await?,
        _ => way_in_invitations::close(tx, invitation.id, now).await?,
    }
    Ok(u64::try_from(losing.len()).unwrap_or(u64::MAX))
}

/// Whether a mail that leads to the same kind of way went out, or waits to, for as long as its link can be open.
async fn has_mail(
    tx: &mut Tx,
    customer: CustomerId,
    next: &WayInNext,
    now: Timestamp,
) -> Result<bool, StorageError> {
    let since = now.minus(lifetime(Purpose::Finish));
    let last = mails::last_params(tx, customer, "way_in", since).await?;
    let last = last.and_then(|params| serde_json::from_value::<WayInNext>(params["next"].clone()).ok());
    Ok(last.is_some_and(|last| discriminant(&last) == discriminant(next)))
}

/// Name of the provider that is left, when there is exactly one.
async fn only_provider(tx: &mut Tx, change: &Change) -> Result<Option<String>, StorageError> {
    let enabled = providers::list_enabled(tx).await?;
    let mut left = enabled
        .into_iter()
        .filter(|provider| provider.visible && Some(provider.id) != change.without);
    Ok(match (left.next(), left.next()) {
        (Some(only), None) => Some(only.name),
        _ => None,
    })
}
