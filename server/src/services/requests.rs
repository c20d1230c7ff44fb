//! Registration requests as rows: written by the form and by providers alike, and moved on in one place.

use super::Outcome;
use crate::{
    mail::{Letter, Mail},
    state::Portico,
};
use domain::{
    approvals::{Status, WAITING_LIFETIME},
    ids::{AccountId, CustomerId, ProviderId, RequestId},
    registration::Entry,
    time::{Span, Timestamp},
    values::{Email, Language, ReturnTo},
};
use serde_json::Value;
use storage::{
    Tx,
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

/// Tells the person and operations that a request waits now. In the transaction that lets it wait.
pub async fn announce(portico: &Portico, tx: &mut Tx, request: &RegistrationRequest) -> Outcome<()> {
    let now = portico.now();
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
            customer_id: None,
        };
        portico.outbox.enqueue(tx, now, letter).await?;
    }
    Ok(())
}

/// Proves the request's address: from `Unproven` to `Waiting`, and tells operations. False when it is not open.
pub async fn start_waiting(
    portico: &Portico,
    tx: &mut Tx,
    id: RequestId,
    email: Option<&Email>,
) -> Outcome<bool> {
    let now = portico.now();
    let expires_at = now.plus(WAITING_LIFETIME);
    if !registration_requests::prove_address(tx, id, email, expires_at, now).await? {
        return Ok(false);
    }
    if let Some(request) = registration_requests::by_id(tx, id).await? {
        announce(portico, tx, &request).await?;
    }
    Ok(true)
}

/// The private status page of a request.
pub fn status_path(portico: &Portico, id: RequestId) -> String {
    app::routes::status(portico.keyring.links().for_status_page(id).expose())
}

/// Where the person wanted to go.
pub fn return_to(request: &RegistrationRequest) -> ReturnTo {
    ReturnTo::or_home(request.return_to.as_deref())
}
