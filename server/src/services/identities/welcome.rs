//! An identity that is known signs its own customer in, whatever its address says today.

use super::{Arrival, Settled, closed, declined, enter, follow::follow_claims, waiting};
use crate::{
    services::{Outcome, Trouble},
    state::Portico,
};
use app::api::{ApiError, visit::Visit};
use domain::identities::{AddressClaim, KnownDecision, known};
use storage::{Tx, customers, identities::Identity};

/// Signs the identity's customer in, after the claims have been followed; or says where the customer stands.
pub(super) async fn welcome_back(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    arrival: &Arrival,
    identity: &Identity,
    claim: AddressClaim,
) -> Outcome<Settled> {
    let customer = customers::by_id(tx, identity.customer_id)
        .await?
        .ok_or(Trouble(ApiError::Internal))?;
    match known(customer.status) {
        KnownDecision::SignIn => {
            let customer = follow_claims(portico, tx, visit, arrival, identity, customer, claim).await?;
            enter(portico, tx, visit, arrival, &customer, identity.id).await
        }
        KnownDecision::Waiting | KnownDecision::ProveAddress => waiting(portico, tx, Some(customer.id)).await,
        KnownDecision::Declined => declined(portico, tx, visit, Some(customer.id)).await,
        KnownDecision::Closed => Ok(closed(portico)),
    }
}
