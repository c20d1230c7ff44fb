//! What a returning identity changes of its customer, by the rules of its provider's claims. Every check has passed.

use super::Arrival;
use crate::{
    mail::Mail,
    services::{
        Outcome, Trouble,
        audit::{self, Actor, Deed},
        links::{close, send, send_to},
        settings::domains,
        throttles::{self, MailFor},
    },
    state::Portico,
};
use app::api::{ApiError, visit::Visit};
use domain::{
    identities::AddressClaim,
    providers::{
        AddressFacts, AddressUpdate, Claimed, CurrentAddress, Following, Standing, Update, follow,
        update_address,
    },
    values::{Email, PersonName, Phone},
};
use serde_json::{Value, json};
use storage::{
    Conn, Tx,
    customers::{self, Customer, Followed},
    identities::{self, Identity},
    providers::Provider,
};

/// Carries the rules out and notes the sign-in with the identity. Answers the customer as they stand afterwards.
pub(super) async fn follow_claims(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    arrival: &Arrival,
    identity: &Identity,
    customer: Customer,
    claim: AddressClaim,
) -> Outcome<Customer> {
    let now = portico.now();
    let claimed = Claimed::from(&arrival.claims);
    let following = follow(&arrival.provider.claims, &standing(&customer), claimed.clone());
    if following.sets_any() {
        set_fields(portico, tx, visit, arrival, &customer, &following).await?;
    }
    if let Some(email) = &arrival.claims.email {
        follow_address(portico, tx, visit, arrival, identity, &customer, (email, claim)).await?;
    }
    let email = arrival.claims.email.as_ref().map(Email::as_str);
    identities::touch(tx, identity.id, email, &claimed, now).await?;
    customers::by_id(tx, customer.id)
        .await?
        .ok_or(Trouble(ApiError::Internal))
}

/// The customer's fields as the rules see them.
pub fn standing(customer: &Customer) -> Standing {
    Standing {
        given_name: PersonName::parse(&customer.given_name).ok(),
        family_name: PersonName::parse(&customer.family_name).ok(),
        phone: customer
            .phone
            .as_deref()
            .and_then(|phone| Phone::parse(phone).ok()),
        language: customer.language,
    }
}

async fn set_fields(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    arrival: &Arrival,
    customer: &Customer,
    following: &Following,
) -> Outcome<()> {
    let followed = Followed {
        given_name: following.given_name.set().map(PersonName::as_str),
        family_name: following.family_name.set().map(PersonName::as_str),
        phone: following.phone.set().map(Phone::as_str),
        language: following.language.set().copied(),
    };
    customers::set_followed(tx, customer.id, &followed, portico.now()).await?;
    let (mut old, mut new) = (json!({}), json!({ "provider": arrival.provider.slug }));
    let mut change = |field: &str, before: Value, after: Option<Value>| {
        if let Some(after) = after {
            old[field] = before;
            new[field] = after;
        }
    };
    change(
        "given_name",
        json!(customer.given_name),
        json_of(&following.given_name),
    );
    change(
        "family_name",
        json!(customer.family_name),
        json_of(&following.family_name),
    );
    change("phone", json!(customer.phone), json_of(&following.phone));
    change("language", json!(customer.language), json_of(&following.language));
    let deed = ("profile.followed", Some(old), new);
    note(portico, tx, visit, customer, deed).await
}

fn json_of<T: serde::Serialize>(update: &Update<T>) -> Option<Value> {
    update.set().map(|value| json!(value))
}

async fn follow_address(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    arrival: &Arrival,
    identity: &Identity,
    customer: &Customer,
    (email, claim): (&Email, AddressClaim),
) -> Outcome<()> {
    match address_update(tx, &arrival.provider, identity, customer, email, claim).await? {
        AddressUpdate::Keep => Ok(()),
        AddressUpdate::Follow => set_address(portico, tx, visit, arrival, customer, email).await,
        AddressUpdate::KeepAndTellStaff => tell_staff(portico, tx, visit, arrival, customer, email).await,
    }
}

/// What becomes of the customer's address when the identity brings `email`, worth `claim`.
pub async fn address_update(
    conn: &mut Conn,
    provider: &Provider,
    identity: &Identity,
    customer: &Customer,
    email: &Email,
    claim: AddressClaim,
) -> Outcome<AddressUpdate> {
    let key = email.key();
    let before = identity
        .email
        .as_deref()
        .and_then(|email| Email::parse(email).ok());
    let owner = customers::by_address_key(conn, &key).await?;
    let field = provider.claims.email.as_ref();
    Ok(update_address(AddressFacts {
        rule: field.map(|field| field.rule).unwrap_or_default(),
        current: match &customer.address_key {
            None => CurrentAddress::None,
            Some(current) if *current == key => CurrentAddress::Same,
            Some(_) => CurrentAddress::Another,
        },
        changed: before.map(|email| email.key()) != Some(key),
        proven: matches!(
            claim,
            AddressClaim::TrustedAndVerified | AddressClaim::ProvenByLink
        ),
        taken: owner.is_some_and(|owner| owner.id != customer.id),
        admitted: domains::admits(conn, email).await?,
    }))
}

/// The address follows the provider: the old one is told, and links that left for it do nothing any more.
async fn set_address(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    arrival: &Arrival,
    customer: &Customer,
    email: &Email,
) -> Outcome<()> {
    let now = portico.now();
    customers::set_address(tx, customer.id, email, Some(now), now).await?;
    close(portico, tx, customer.id).await?;
    let new = json!({ "provider": arrival.provider.slug, "address": email });
    let old = Some(json!({ "address": customer.email }));
    note(portico, tx, visit, customer, ("address.followed", old, new)).await?;
    let mail = Mail::AddressFollowed {
        name: customer.given_name.clone(),
        provider: arrival.provider.name.clone(),
        address: email.to_string(),
    };
    send_to(portico, tx, customer, &mail).await
}

/// The old address stays: staff find that in the history, and operations get a mail.
async fn tell_staff(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    arrival: &Arrival,
    customer: &Customer,
    email: &Email,
) -> Outcome<()> {
    let new = json!({ "provider": arrival.provider.slug, "address": email });
    let old = Some(json!({ "address": customer.email }));
    note(portico, tx, visit, customer, ("address.differs", old, new)).await?;
    let Some(operations) = portico.config.mail.operations.as_ref().map(ToString::to_string) else {
        return Ok(());
    };
    // A provider whose people change their addresses all the time fills the history, not the mailbox.
    let key = Email::parse(&operations).ok().map(|operations| operations.key());
    if !throttles::allow_mail(portico, tx, visit, MailFor::Operations, key.as_ref()).await? {
        return Ok(());
    }
    let mail = Mail::AddressDiffers {
        person: full_name(customer),
        number: customer.number,
        provider: arrival.provider.name.clone(),
        address: email.to_string(),
        kept: customer.email.clone(),
    };
    let language = portico.config.shop.default_language;
    send(portico, tx, &mail, &operations, language, Some(customer.id)).await
}

fn full_name(customer: &Customer) -> String {
    format!("{} {}", customer.given_name, customer.family_name)
        .trim()
        .to_owned()
}

async fn note(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    customer: &Customer,
    (action, old, new): (&str, Option<Value>, Value),
) -> Outcome<()> {
    let deed = Deed {
        action,
        subject_kind: "customer",
        subject_id: &customer.id.to_string(),
        old,
        new: Some(new),
    };
    audit::note(
        portico,
        tx,
        visit,
        Actor::Customer(customer.id, &full_name(customer)),
        deed,
    )
    .await
}
