//! Registration requests as rows: written by the form and by providers alike, and moved on in one place.

use super::{
    Outcome, Trouble, approvals,
    audit::{self, Actor, Deed},
    links,
};
use crate::{
    mail::{Letter, Mail},
    state::Portico,
};
use app::api::{ApiError, visit::Visit};
use domain::{
    approvals::{Decision, MailAgain, Refused, Request, Status, WAITING_LIFETIME},
    customers::CustomerStatus,
    ids::{AccountId, CustomerId, ProviderId, RequestId},
    registration::{AfterProof, Entry},
    time::{Span, Timestamp},
    values::{Email, Language, ReturnTo},
};
use serde_json::{Value, json};
use storage::{
    Tx, customers,
    registration_requests::{self, NewRequest, RegistrationRequest},
};

/// What a new request holds.
pub struct Draft {
    /// `Unproven` or `Waiting`.
    pub status: Status,
    /// How long it stands.
    pub lifetime: Span,
    /// The customer that it would let in.
    pub customer_id: CustomerId,
    /// Their account.
    pub account_id: AccountId,
    /// Whether that account existed before.
    pub matched: bool,
    /// How the person came.
    pub entry: Entry,
    /// Provider, issuer, subject and claims, when the person came through one.
    pub upstream: Option<Upstream>,
    /// Address, if one is known.
    pub email: Option<Email>,
    /// Whether the address is proven.
    pub proven: bool,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Company.
    pub company: Option<String>,
    /// Phone.
    pub phone: Option<String>,
    /// Message to operations.
    pub message: Option<String>,
    /// Language for mails.
    pub language: Language,
    /// What the person wanted.
    pub return_to: ReturnTo,
}

/// The identity that a request came with.
#[derive(Clone)]
pub struct Upstream {
    /// Provider.
    pub provider_id: ProviderId,
    /// Issuer.
    pub issuer: String,
    /// Subject.
    pub subject: String,
    /// Claims as they came.
    pub claims: Value,
}

/// A request about to be written.
pub struct Fresh {
    /// Its id.
    pub id: RequestId,
    now: Timestamp,
    draft: Draft,
}

/// Gives a draft its id.
pub fn new(portico: &Portico, draft: Draft) -> Fresh {
    let now = portico.now();
    Fresh {
        id: RequestId::new(now, portico.random()),
        now,
        draft,
    }
}

/// Writes it.
pub async fn insert(portico: &Portico, tx: &mut Tx, fresh: &Fresh) -> Outcome<()> {
    let Fresh { id, now, draft } = fresh;
    let upstream = draft.upstream.as_ref();
    let none = Value::Object(serde_json::Map::new());
    let status_token = portico.keyring.links().for_status_page(*id);
    registration_requests::insert(
        tx,
        &NewRequest {
            id: *id,
            status: draft.status,
            customer_id: Some(draft.customer_id),
            account_id: Some(draft.account_id),
            matched: draft.matched,
            entry: draft.entry,
            provider_id: upstream.map(|upstream| upstream.provider_id),
            issuer: upstream.map(|upstream| upstream.issuer.as_str()),
            subject: upstream.map(|upstream| upstream.subject.as_str()),
            claims: upstream.map_or(&none, |upstream| &upstream.claims),
            email: draft.email.as_ref(),
            given_name: &draft.given_name,
            family_name: &draft.family_name,
            company: draft.company.as_deref(),
            phone: draft.phone.as_deref(),
            message: draft.message.as_deref(),
            language: draft.language,
            return_to: (!draft.return_to.is_home()).then(|| draft.return_to.as_str()),
            status_token_hash: &status_token.hash(),
            address_proven_at: draft.proven.then_some(*now),
            expires_at: Some(now.plus(draft.lifetime)),
            now: *now,
        },
    )
    .await?;
    Ok(())
}

/// Writes it, and tells the history that it was submitted.
pub async fn submit(portico: &Portico, tx: &mut Tx, visit: &Visit, fresh: &Fresh) -> Outcome<()> {
    insert(portico, tx, fresh).await?;
    let id = fresh.id.to_string();
    let deed = Deed {
        new: Some(json!({ "status": fresh.draft.status })),
        ..Deed::plain("request.submitted", "request", &id)
    };
    audit::note(portico, tx, visit, Actor::Visitor, deed).await
}

/// Tells the person and operations that a request waits now. In the transaction that lets it wait.
pub async fn announce(portico: &Portico, tx: &mut Tx, request: &RegistrationRequest) -> Outcome<()> {
    let now = portico.now();
    registration_requests::index(tx, request.id).await?;
    if let Some(address) = request
        .email
        .as_deref()
        .filter(|_| request.address_proven_at.is_some())
    {
        let mail = Mail::RequestReceived {
            name: request.given_name.clone(),
            request: request.id,
        };
        let letter = Letter {
            mail: &mail,
            to: address,
            language: request.language,
            customer_id: request.customer_id,
        };
        portico.outbox.enqueue(tx, now, letter).await?;
    }
    if let Some(operations) = &portico.config.mail.operations {
        let mail = Mail::RequestNew {
            request: request.id,
            applicant: format!("{} {}", request.given_name, request.family_name)
                .trim()
                .to_owned(),
            company: request.company.clone(),
            email: request.email.clone(),
        };
        let address = operations.to_string();
        let language = portico.config.shop.default_language;
        let letter = Letter {
            mail: &mail,
            to: &address,
            language,
            customer_id: request.customer_id,
        };
        portico.outbox.enqueue(tx, now, letter).await?;
    }
    Ok(())
}

/// The row as the state machine knows it. What the row does not keep of a state that is over stands at `now`.
pub fn state(request: &RegistrationRequest, now: Timestamp) -> Request {
    let decision = request
        .decided_at
        .zip(request.decided_by)
        .map(|(at, by)| Decision {
            by,
            by_name: request.decided_by_name.clone().unwrap_or_default(),
            at,
        });
    let at = request.ended_at.or(request.decided_at).unwrap_or(now);
    match (request.status, decision) {
        (Status::Unproven, _) => Request::Unproven {
            submitted_at: request.submitted_at,
        },
        // An undone rejection waits anew, so what counts is when it expires.
        (Status::Waiting, _) => Request::Waiting {
            since: waiting_since(request),
        },
        (Status::Approved, Some(decision)) => Request::Approved(decision),
        (Status::Rejected, Some(decision)) => Request::Rejected(decision),
        (Status::Activated | Status::Approved | Status::Rejected, decision) => {
            Request::Activated { at, decision }
        }
        (Status::Withdrawn, _) => Request::Withdrawn { at },
        (Status::Expired, _) => Request::Expired { at },
    }
}

fn waiting_since(request: &RegistrationRequest) -> Timestamp {
    match request.expires_at {
        Some(expires_at) => expires_at.minus(WAITING_LIFETIME),
        None => request.address_proven_at.unwrap_or(request.submitted_at),
    }
}

/// Moves the request and its customer on by the proof of the address: it waits for operations, who are told, or the
/// person is a customer at once. The caller proves the customer's own row after this: whoever changes both takes the
/// request first, so that two never wait for each other.
///
/// Inside: what keeps the request from moving, its time being over or somebody having been faster.
pub async fn prove(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    request: &RegistrationRequest,
    leads_to: AfterProof,
) -> Outcome<Result<(), Refused>> {
    let now = portico.now();
    let here = state(request, now);
    let here_status = here.status();
    let next = match leads_to {
        AfterProof::Wait => here.prove_address(now),
        AfterProof::SignIn => here.admit(now),
    };
    let next = match next {
        Ok(next) => next,
        Err(refused) => return Ok(Err(refused)),
    };
    let id = request.id;
    let until = next.due_at().unwrap_or(now);
    let moved = registration_requests::prove_address(tx, id, until, now).await?
        && (leads_to == AfterProof::Wait || registration_requests::admit(tx, id, now).await?);
    if !moved {
        // Somebody moved it between our reading and our writing.
        return Err(Trouble(ApiError::Conflict));
    }
    if let Some(customer) = request.customer_id {
        let to = next.status().customer_status();
        follow(tx, customer, CustomerStatus::Unproven, to, now).await?;
    }
    note(
        portico,
        tx,
        visit,
        id,
        "request.proven",
        (here_status, next.status()),
    )
    .await?;
    if leads_to == AfterProof::Wait
        && let Some(request) = registration_requests::by_id(tx, id).await?
    {
        announce(portico, tx, &request).await?;
    }
    Ok(Ok(()))
}

/// Tells the history that a request moved by its applicant's own deed.
async fn note(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    id: RequestId,
    action: &str,
    (from, to): (Status, Status),
) -> Outcome<()> {
    let id = id.to_string();
    let deed = Deed {
        old: Some(json!({ "status": from })),
        new: Some(json!({ "status": to })),
        ..Deed::plain(action, "request", &id)
    };
    audit::note(portico, tx, visit, Actor::Visitor, deed).await
}

/// The customer of a request stands where the request does.
async fn follow(
    tx: &mut Tx,
    id: CustomerId,
    from: CustomerStatus,
    to: CustomerStatus,
    now: Timestamp,
) -> Outcome<()> {
    if customers::set_status(tx, id, from, to, now).await? {
        Ok(())
    } else {
        Err(Trouble(ApiError::Conflict))
    }
}

/// Takes the request back: it is erased at once, and the customer made for it.
///
/// Inside: somebody has decided, or it is over.
pub async fn withdraw(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    request: &RegistrationRequest,
) -> Outcome<Result<(), Refused>> {
    let now = portico.now();
    if let Err(refused) = state(request, now).withdraw(now) {
        return Ok(Err(refused));
    }
    if !registration_requests::withdraw(tx, request.id, now).await? {
        return Err(Trouble(ApiError::Conflict));
    }
    let moved = (request.status, Status::Withdrawn);
    note(portico, tx, visit, request.id, "request.withdrawn", moved).await?;
    if let Some(customer) = request.customer_id {
        customers::anonymise(tx, customer, now).await?;
    }
    Ok(Ok(()))
}

/// Approved becomes activated at the first sign-in. When it does now: where the person wanted to go.
pub async fn activate(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    customer: CustomerId,
) -> Outcome<Option<ReturnTo>> {
    let Some(request) = registration_requests::by_customer(tx, customer).await? else {
        return Ok(None);
    };
    let now = portico.now();
    if state(&request, now).activate(now).is_err() {
        return Ok(None);
    }
    if !registration_requests::activate(tx, request.id, now).await? {
        return Ok(None);
    }
    let moved = (Status::Approved, Status::Activated);
    note(portico, tx, visit, request.id, "request.activated", moved).await?;
    Ok(Some(return_to(&request)))
}

/// The mail without which the applicant has no next step; none where the next step is another's.
pub async fn mail_again(tx: &mut Tx, request: &RegistrationRequest) -> Outcome<Option<Mail>> {
    let (Some(again), Some(customer)) = (request.status.mail_again(), request.customer_id) else {
        return Ok(None);
    };
    let name = request.given_name.clone();
    Ok(Some(match again {
        MailAgain::Activation => Mail::Activate {
            name,
            link: links::subject_of(customer, Some(request.id)),
        },
        MailAgain::Approval => Mail::Approved {
            name,
            next: approvals::next_step(tx, request).await?,
        },
    }))
}

/// The private status page of a request.
pub fn status_path(portico: &Portico, id: RequestId) -> String {
    app::routes::status(portico.keyring.links().for_status_page(id).expose())
}

/// Where the person wanted to go.
pub fn return_to(request: &RegistrationRequest) -> ReturnTo {
    ReturnTo::or_home(request.return_to.as_deref())
}
