//! From an identity that a provider vouched for to a customer of ours: the table "same address, other way in",
//! the registration table, and the links of approval mails. Everything happens in one transaction.

mod connect;
mod finish;
mod follow;
mod welcome;

use super::{
    Outcome, Trouble,
    arrivals::register,
    audit::{self, Actor, Deed},
    dates,
    login::after_sign_in,
    requests, second_factor,
    sessions::{self, Begun, Start},
    settings::domains,
};
use crate::{mail::Mail, state::Portico};
use app::api::{ApiError, frame::Screen, visit::Visit};
pub(super) use connect::{Attached, attach, insert_identity};
use connect::{connect, tell};
use domain::{
    customers::CustomerStatus,
    identities::{AddressBelongsTo, AddressClaim, LinkDecision, link, not_admitted},
    ids::{AttemptId, CustomerId, IdentityId},
    providers::Claims,
    time::Timestamp,
    values::{Email, Language, ReturnTo},
};
use finish::finish_approved;
pub(super) use follow::{address_update, standing};
use secrecy::SecretString;
use serde_json::{Value, json};
use storage::{
    Conn, Tx,
    customers::{self, Customer},
    identities, links,
    providers::Provider,
    sessions::EndedBecause,
};
use welcome::welcome_back;

/// Somebody whom a provider vouched for, all checks passed.
#[derive(Clone)]
pub struct Arrival {
    /// The provider as its row says now.
    pub provider: Provider,
    /// Issuer of the ID token.
    pub issuer: String,
    /// Fields read from the claims.
    pub claims: Claims,
    /// The claims as they came.
    pub raw: Value,
    /// The ID token.
    pub id_token: SecretString,
    /// `sid` of the ID token.
    pub sid: Option<String>,
    /// `amr` of the ID token.
    pub amr: Vec<String>,
    /// When the person authenticated at the provider, if that is known.
    pub auth_time: Option<Timestamp>,
    /// Where the person wants to go.
    pub return_to: ReturnTo,
    /// Language of the page that the person came from.
    pub language: Language,
    /// The attempt, to keep the identity with while its address is proven.
    pub attempt: AttemptId,
}

/// What an arrival comes to.
pub enum Settled {
    /// A session; go on there.
    In(Begun, Language, String),
    /// A page.
    Show(Screen),
    /// Done; go on at this path of our own.
    Go(String),
    /// A second factor stands before the account: sign in to it, then connect.
    SignInFirst,
    /// Keep the identity and ask for an address first.
    AskForAddress,
    /// Keep the identity and send a link, bound to it, to this address.
    Prove(Email),
}

impl Settled {
    /// The same, with another attempt on the way to `wanted` where this one did not work out.
    pub fn on_the_way_to(self, wanted: Option<&str>) -> Self {
        match self {
            Self::Show(screen) => Self::Show(screen.on_the_way_to(wanted)),
            other => other,
        }
    }
}

/// Settles an arrival whose address is worth `claim`. `finishing` is the link of an approval mail.
pub async fn settle(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    arrival: &Arrival,
    claim: AddressClaim,
    finishing: Option<&links::Link>,
) -> Outcome<Settled> {
    let found = identities::find(tx, arrival.provider.id, &arrival.issuer, &arrival.claims.subject).await?;
    if let Some(link) = finishing {
        return finish_approved(portico, tx, visit, arrival, found, link).await;
    }
    if let Some(identity) = found {
        return welcome_back(portico, tx, visit, arrival, &identity, claim).await;
    }
    let belongs_to = match &arrival.claims.email {
        Some(email) => owner_of(tx, email).await?,
        None => (AddressBelongsTo::Nobody, None),
    };
    // Asked again: another first sign-in of this person may have ended between the two readings.
    let made = match belongs_to.1 {
        Some(_) => {
            identities::find(tx, arrival.provider.id, &arrival.issuer, &arrival.claims.subject).await?
        }
        None => None,
    };
    if let Some(identity) = made {
        return welcome_back(portico, tx, visit, arrival, &identity, claim).await;
    }
    let email = arrival.claims.email.clone();
    let decision = decide(tx, email.as_ref(), belongs_to.0, claim).await?;
    match (decision, belongs_to.1, email) {
        (LinkDecision::Register { address_proven: true }, _, _) => {
            register(portico, tx, visit, arrival).await
        }
        // An address that nobody proved makes no account: a stranger could wait in it for its owner.
        (
            LinkDecision::Register {
                address_proven: false,
            },
            _,
            Some(email),
        ) => Ok(Settled::Prove(email)),
        (LinkDecision::AskForAddress, _, _) => Ok(Settled::AskForAddress),
        (
            LinkDecision::ProveAddress
            | LinkDecision::ProveOldAccount
            | LinkDecision::ProveThroughOtherProvider,
            _,
            Some(email),
        ) => Ok(Settled::Prove(email)),
        (LinkDecision::Connect, Some(customer), _) => {
            if second_factor::stands_before(portico, tx, &customer).await? {
                return Ok(Settled::SignInFirst);
            }
            tell(portico, tx, arrival, &customer).await?;
            connect(portico, tx, visit, arrival, &customer, false).await
        }
        (LinkDecision::TakeOver, Some(customer), _) => {
            take_over(portico, tx, visit, arrival, &customer).await?;
            register(portico, tx, visit, arrival).await
        }
        (LinkDecision::Waiting, customer, _) => {
            waiting(portico, tx, customer.map(|customer| customer.id)).await
        }
        (LinkDecision::Declined, customer, _) => {
            declined(portico, tx, visit, customer.map(|customer| customer.id)).await
        }
        (LinkDecision::Closed, _, _) => Ok(closed(portico)),
        (LinkDecision::Connect | LinkDecision::TakeOver, None, _) | (_, _, None) => {
            Err(Trouble(ApiError::Internal))
        }
    }
}

/// The table, and the shop's lists of e-mail domains.
pub(super) async fn decide(
    conn: &mut Conn,
    email: Option<&Email>,
    belongs_to: AddressBelongsTo,
    claim: AddressClaim,
) -> Outcome<LinkDecision> {
    let decision = link(belongs_to, claim);
    Ok(match email {
        Some(email) if !domains::admits(conn, email).await? => not_admitted(decision),
        _ => decision,
    })
}

/// What an address belongs to, by its key.
pub(super) async fn owner_of(
    conn: &mut Conn,
    email: &Email,
) -> Outcome<(AddressBelongsTo, Option<Customer>)> {
    let Some(customer) = customers::by_address_key(conn, &email.key()).await? else {
        return Ok((AddressBelongsTo::Nobody, None));
    };
    let connected = !identities::by_customer(conn, customer.id).await?.is_empty();
    let belongs_to = match customer.status {
        CustomerStatus::Waiting => AddressBelongsTo::WaitingRequest,
        CustomerStatus::Rejected => AddressBelongsTo::RejectedRequest,
        CustomerStatus::Disabled | CustomerStatus::Anonymised => AddressBelongsTo::DisabledCustomer,
        CustomerStatus::Active | CustomerStatus::Unproven
            if customer.address_proven_at.is_none() && !connected =>
        {
            AddressBelongsTo::UnprovenLocalCustomer
        }
        CustomerStatus::Unproven => AddressBelongsTo::WaitingRequest,
        CustomerStatus::Active if connected => AddressBelongsTo::CustomerOfAnotherProvider,
        CustomerStatus::Active => AddressBelongsTo::ProvenCustomer,
    };
    Ok((belongs_to, Some(customer)))
}

pub(super) async fn enter(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    arrival: &Arrival,
    customer: &Customer,
    identity: IdentityId,
) -> Outcome<Settled> {
    let start = Start::Provider {
        provider: &arrival.provider,
        identity,
        id_token: &arrival.id_token,
        upstream_sid: arrival.sid.as_deref(),
        upstream_subject: arrival.raw["sub"].as_str(),
        amr: &arrival.amr,
        auth_time: arrival.auth_time,
    };
    let begun = sessions::begin(portico, tx, visit, customer, start).await?;
    let name = format!("{} {}", customer.given_name, customer.family_name);
    let deed = Deed {
        action: "session.began",
        subject_kind: "customer",
        subject_id: &customer.id.to_string(),
        old: None,
        new: Some(json!({ "provider": arrival.provider.slug })),
    };
    audit::note(portico, tx, visit, Actor::Customer(customer.id, &name), deed).await?;
    let terms = customer.terms_version;
    let landing = after_sign_in(portico, tx, &begun, terms, &arrival.return_to).await?;
    Ok(Settled::In(begun, customer.language, landing))
}

/// The identity wins over a local customer who never proved the address: password and sessions go.
async fn take_over(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    arrival: &Arrival,
    old: &Customer,
) -> Outcome<()> {
    let now = portico.now();
    storage::sessions::end_for_customer(tx, old.id, EndedBecause::TakenOver, now).await?;
    if let Some(request) = storage::registration_requests::by_customer(tx, old.id).await? {
        storage::registration_requests::withdraw(tx, request.id, now).await?;
    }
    let address = old.email.clone();
    if !customers::take_over_unproven(tx, old.id, now).await? {
        // Its owner proved it a moment ago.
        return Err(Trouble(ApiError::Conflict));
    }
    let deed = Deed {
        action: "customer.taken_over",
        subject_kind: "customer",
        subject_id: &old.id.to_string(),
        old: None,
        new: Some(json!({ "provider": arrival.provider.slug })),
    };
    audit::note(portico, tx, visit, Actor::Visitor, deed).await?;
    if let Some(address) = address {
        let provider = arrival.provider.name.clone();
        let mail = Mail::PasswordDropped {
            name: old.given_name.clone(),
            provider,
        };
        super::links::send(portico, tx, &mail, &address, old.language, None).await?;
    }
    Ok(())
}

async fn waiting(portico: &Portico, tx: &mut Tx, customer: Option<CustomerId>) -> Outcome<Settled> {
    let request = match customer {
        Some(customer) => storage::registration_requests::by_customer(tx, customer).await?,
        None => None,
    };
    let status = request.map(|request| requests::status_path(portico, request.id));
    Ok(Settled::Show(Screen::Waiting { status }))
}

/// "Declined on …", and whom to ask.
async fn declined(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    customer: Option<CustomerId>,
) -> Outcome<Settled> {
    let request = match customer {
        Some(customer) => storage::registration_requests::by_customer(tx, customer).await?,
        None => None,
    };
    let on = request
        .and_then(|request| request.decided_at)
        .map(|at| dates::date(at, visit.facts().language));
    let contact = contact(portico);
    Ok(Settled::Show(Screen::Declined { on, contact }))
}

fn closed(portico: &Portico) -> Settled {
    let contact = contact(portico);
    Settled::Show(Screen::Closed { contact })
}

/// Whom to ask: the address of operations, if the shop names one.
fn contact(portico: &Portico) -> Option<String> {
    portico.config.mail.operations.as_ref().map(ToString::to_string)
}
