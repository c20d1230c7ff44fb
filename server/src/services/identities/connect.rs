//! Connecting an identity to a customer.

use super::{Arrival, Settled, enter};
use crate::{
    mail::Mail,
    services::{
        Outcome,
        audit::{self, Actor, Deed},
        links::send_to,
    },
    state::Portico,
};
use app::api::visit::Visit;
use domain::{
    ids::{CustomerId, IdentityId},
    providers::{Claimed, map_claims},
    values::Email,
};
use serde_json::{Value, json};
use storage::{Tx, customers::Customer, identities};

/// What comes of connecting an identity to the customer who asked for it.
pub enum Attached {
    /// It is connected now, and the customer is told.
    Done,
    /// It was theirs already.
    Already,
    /// It is somebody else's, and stays so.
    Elsewhere,
}

/// Connects the identity to a customer who is signed in. The caller holds the customer's row.
pub async fn attach(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    arrival: &Arrival,
    customer: &Customer,
) -> Outcome<Attached> {
    let found = identities::find(tx, arrival.provider.id, &arrival.issuer, &arrival.claims.subject).await?;
    match found {
        Some(identity) if identity.customer_id == customer.id => Ok(Attached::Already),
        Some(_) => Ok(Attached::Elsewhere),
        None => {
            insert_noted(portico, tx, visit, arrival, customer, false).await?;
            tell(portico, tx, arrival, customer).await?;
            Ok(Attached::Done)
        }
    }
}

/// Connects the identity to the customer and signs them in with it.
pub(super) async fn connect(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    arrival: &Arrival,
    customer: &Customer,
    note_difference: bool,
) -> Outcome<Settled> {
    let identity = insert_noted(portico, tx, visit, arrival, customer, note_difference).await?;
    enter(portico, tx, visit, arrival, customer, identity).await
}

async fn insert_noted(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    arrival: &Arrival,
    customer: &Customer,
    note_difference: bool,
) -> Outcome<IdentityId> {
    let identity = insert_identity(portico, tx, arrival, customer.id).await?;
    let name = format!("{} {}", customer.given_name, customer.family_name);
    let deed = Deed {
        action: "identity.connected",
        subject_kind: "customer",
        subject_id: &customer.id.to_string(),
        old: note_difference.then(|| json!({ "address": customer.email })),
        new: Some(json!({ "provider": arrival.provider.slug, "address": arrival.claims.email })),
    };
    audit::note(portico, tx, visit, Actor::Customer(customer.id, &name), deed).await?;
    Ok(identity)
}

/// Writes the identity's row.
pub async fn insert_identity(
    portico: &Portico,
    tx: &mut Tx,
    arrival: &Arrival,
    customer: CustomerId,
) -> Outcome<IdentityId> {
    let now = portico.now();
    let id = IdentityId::new(now, portico.random());
    // The address of the arrival may be one that the person typed, since the provider told none.
    let told = match &arrival.raw {
        Value::Object(raw) => map_claims(raw, &arrival.provider.claims).ok(),
        _ => None,
    };
    let claimed = Claimed {
        address: told.is_some_and(|told| told.email.is_some()),
        ..Claimed::from(&arrival.claims)
    };
    let new = identities::NewIdentity {
        id,
        provider_id: arrival.provider.id,
        issuer: &arrival.issuer,
        subject: &arrival.claims.subject,
        customer_id: customer,
        email: arrival.claims.email.as_ref().map(Email::as_str),
        claimed: &claimed,
        now,
    };
    identities::insert(tx, &new).await?;
    Ok(id)
}

/// Tells the customer that the provider signs them in from now on.
pub(super) async fn tell(
    portico: &Portico,
    tx: &mut Tx,
    arrival: &Arrival,
    customer: &Customer,
) -> Outcome<()> {
    let mail = Mail::LoginConnected {
        name: customer.given_name.clone(),
        provider: arrival.provider.name.clone(),
    };
    send_to(portico, tx, customer, &mail).await
}
