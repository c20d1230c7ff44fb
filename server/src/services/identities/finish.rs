//! The last step of an approved registration, or of an invitation to another way in: the identity that signs in through
//! the link of the mail.

use super::{
    Arrival, Settled,
    connect::{connect, tell},
    enter,
};
use crate::{
    services::{Outcome, Trouble, second_factor::stands_before},
    state::Portico,
};
use app::api::{
    ApiError,
    frame::{ProviderFault, Screen},
    visit::Visit,
};
use domain::{
    approvals::{Finish, FinishFacts, IdentityOwner, finish},
    values::Email,
};
use serde_json::json;
use storage::{Tx, customers, identities, links};

/// The identity that signs in through the link becomes connected. An invitation is good for the address that it was
/// sent to alone, and leads nobody past a second factor.
pub(super) async fn finish_approved(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    arrival: &Arrival,
    found: Option<identities::Identity>,
    link: &links::Link,
) -> Outcome<Settled> {
    let fault = |fault| Ok(Settled::Show(Screen::provider_fault(fault)));
    let elsewhere = || fault(ProviderFault::ConnectedElsewhere);
    let Some(id) = link.customer_id else {
        return elsewhere();
    };
    let customer = customers::by_id(tx, id)
        .await?
        .ok_or(Trouble(ApiError::Internal))?;
    let bound = link.request_id.is_some() || link.payload["address"] == json!(customer.address_key);
    if !bound {
        return fault(ProviderFault::Expired);
    }
    let facts = FinishFacts {
        customer: customer.status,
        owner: match &found {
            None => IdentityOwner::Nobody,
            Some(identity) if identity.customer_id == id => IdentityOwner::SameCustomer,
            Some(_) => IdentityOwner::SomebodyElse,
        },
        same_address: arrival.claims.email.as_ref().map(Email::key) == customer.address_key,
    };
    match (finish(facts), found) {
        (Finish::Refuse, _) => elsewhere(),
        (Finish::Connect { .. }, _) if stands_before(portico, tx, &customer).await? => {
            Ok(Settled::SignInFirst)
        }
        (decision, found) => {
            // The mail may have been sent again: of all its links one works, whoever comes first.
            if let Some(request) = link.request_id {
                storage::registration_requests::hold(tx, request).await?;
            }
            if !links::use_up_by_id(tx, link.id, portico.now()).await? {
                return fault(ProviderFault::Expired);
            }
            links::use_up_others(tx, id, links::Purpose::Finish, portico.now()).await?;
            match (decision, found) {
                (Finish::SignIn, Some(identity)) => {
                    enter(portico, tx, visit, arrival, &customer, identity.id).await
                }
                (Finish::Connect { note_difference }, _) => {
                    if link.request_id.is_none() {
                        tell(portico, tx, arrival, &customer).await?;
                    }
                    connect(portico, tx, visit, arrival, &customer, note_difference).await
                }
                _ => elsewhere(),
            }
        }
    }
}
