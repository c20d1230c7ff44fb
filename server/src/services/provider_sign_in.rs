//! Signing in through a provider: out to it, and back.

mod pending;
mod start;
mod trips;

pub use pending::{asked, give_address, pending_arrival, prove, wait_for_account};
pub use start::{Started, Way, start, way_to};
pub use trips::{Trip, leave};

use super::{
    Outcome, Trouble,
    again::twice,
    identities::{Arrival, Settled, settle},
    logins, provider_health, provider_rows, rehearsal,
};
use crate::{
    crypto::{Token, sha256_hex},
    http::cookies,
    providers::callback::{Answer as ProviderAnswer, CallbackFault, CallbackQuery, Expected, SignedIn},
    state::Portico,
};
use app::api::{
    ApiError,
    frame::{ProviderFault, Screen},
    visit::Visit,
};
use domain::{
    identities::AddressClaim,
    ids::StaffSessionId,
    providers::{address_claim, map_claims},
    sessions::authenticated_at,
    time::Span,
    values::{ReturnTo, Slug},
};
use pending::keep;
use secrecy::ExposeSecret;
use serde_json::Value;
use storage::{
    attempts::{self, Attempt, Kind},
    links,
    providers::Provider,
    sealed::Column,
};

/// How long a person may take at the provider.
const ATTEMPT_LIFETIME: Span = Span::minutes(10);
/// How long an identity is kept while its address is proven: as long as the link in the mail lives.
const PENDING_LIFETIME: Span = Span::hours(24);
/// How long it is kept while the person is asked for an address.
const ASKING_LIFETIME: Span = Span::minutes(15);
/// How long it is kept while the person signs in to the account that they have.
const PROVING_LIFETIME: Span = Span::hours(1);

/// The browser's transaction: the token that it has, for its full time again, or a new one.
pub fn flow_token(portico: &Portico, visit: &Visit) -> Token {
    let known = visit.cookie(cookies::FLOW).and_then(Token::parse);
    let token = known.unwrap_or_else(|| portico.entropy.token());
    visit.set_cookie(cookies::set(
        cookies::FLOW,
        token.expose(),
        Some(PENDING_LIFETIME),
    ));
    token
}

/// Hash of the browser's transaction, if it has one.
pub fn flow_hash(visit: &Visit) -> Option<String> {
    visit
        .cookie(cookies::FLOW)
        .and_then(Token::parse)
        .map(|token| token.hash())
}

fn fault(fault: ProviderFault) -> Settled {
    Settled::Show(Screen::provider_fault(fault))
}

/// The provider's answer. Nothing about anybody is changed before every check has passed. Where it did not work out, the
/// next attempt is on the way to where the person wanted to go.
pub async fn callback(portico: &Portico, visit: &Visit, slug: &str, query: &str) -> Outcome<Settled> {
    let Ok(slug) = Slug::parse(slug) else {
        return Ok(fault(ProviderFault::NotOffered));
    };
    let slug = slug.as_str();
    let Ok(query) = CallbackQuery::parse(query) else {
        return Ok(fault(ProviderFault::BadAnswer));
    };
    let Some(flow) = flow_hash(visit) else {
        return Ok(fault(ProviderFault::Expired));
    };
    let mut tx = portico.database.begin().await?;
    let state_hash = sha256_hex(query.state.expose_secret().as_bytes());
    let attempt = attempts::take(&mut tx, &state_hash, &flow, portico.now()).await?;
    let wanted = match &attempt {
        Some(attempt) => attempt.return_to.clone(),
        None => attempts::wanted(&mut tx, &state_hash, &flow).await?,
    };
    let provider = storage::providers::by_slug(&mut tx, slug).await?;
    tx.commit().await?;
    let settled = answered(portico, visit, (attempt, provider), &query).await?;
    Ok(settled.on_the_way_to(wanted.as_deref()))
}

async fn answered(
    portico: &Portico,
    visit: &Visit,
    (attempt, provider): (Option<Attempt>, Option<Provider>),
    query: &CallbackQuery,
) -> Outcome<Settled> {
    let Some(attempt) = attempt.filter(|attempt| attempt.kind == Kind::SignIn) else {
        return Ok(fault(ProviderFault::Expired));
    };
    let trip = Trip::of(&attempt)?;
    let rehearses = matches!(trip, Some(Trip::Rehearse { .. }));
    let Some(provider) = provider.filter(|provider| provider.enabled || rehearses) else {
        return Ok(fault(ProviderFault::NotOffered));
    };
    if attempt.provider_id != provider.id {
        return Ok(fault(ProviderFault::Expired));
    }
    if let Some(Trip::Rehearse { session }) = trip {
        return rehearse(portico, visit, &provider, &attempt, query, session).await;
    }
    if let ProviderAnswer::Error(code) = &query.answer {
        tracing::info!(provider.slug, provider.error = %code, "the provider answered with an error");
    }
    let signed_in = match exchange(portico, &provider, &attempt, query).await? {
        Ok(signed_in) => signed_in,
        Err(reason) => {
            tracing::warn!(provider.slug, ?reason, "provider sign-in refused");
            return Ok(fault(reason_shown(&reason)));
        }
    };
    arrive(portico, visit, provider, &attempt, signed_in).await
}

/// The same exchange and the same checks, of which only a report comes.
async fn rehearse(
    portico: &Portico,
    visit: &Visit,
    provider: &Provider,
    attempt: &Attempt,
    query: &CallbackQuery,
    session: StaffSessionId,
) -> Outcome<Settled> {
    if rehearsal::rehearser(portico, visit, session).await?.is_none() {
        return Ok(fault(ProviderFault::Expired));
    }
    let answered = matches!(query.answer, ProviderAnswer::Code(_));
    let answer = exchange(portico, provider, attempt, query).await?;
    let page = rehearsal::note(portico, visit, provider, attempt.id, answered, answer).await?;
    Ok(Settled::Go(page))
}

fn reason_shown(reason: &CallbackFault) -> ProviderFault {
    match reason {
        CallbackFault::Denied | CallbackFault::LoginRequired => ProviderFault::Denied,
        CallbackFault::Unreachable(_) => ProviderFault::Unreachable,
        CallbackFault::ProviderError(_) | CallbackFault::BadAnswer(_) => ProviderFault::BadAnswer,
    }
}

async fn exchange(
    portico: &Portico,
    provider: &Provider,
    attempt: &Attempt,
    query: &CallbackQuery,
) -> Outcome<Result<SignedIn, CallbackFault>> {
    let config = provider_rows::config_with_key(portico, provider).await?;
    let metadata = match portico
        .openid
        .metadata(&provider.issuer, provider_rows::stored_metadata(provider))
        .await
    {
        Ok(metadata) => metadata,
        Err(fault) => return Ok(Err(fault.into())),
    };
    let verifier = match &attempt.verifier {
        Some(sealed) => {
            let place = Column::Verifier.place(attempt.id);
            Some(portico.keyring.open_sealed(&place, sealed)?)
        }
        None => None,
    };
    let expected = Expected {
        nonce: attempt.nonce.clone().unwrap_or_default(),
        verifier: verifier.filter(|_| config.pkce),
        // The person may take their time after they have authenticated.
        max_age: attempt
            .max_age
            .map(|age| Span::millis(age * 1000 + portico.now().since(attempt.created_at).as_millis())),
        // Who connects an identity must be told of. Whoever signs in again was sent with `prompt=login`, but by their
        // own browser: a provider that has told before and does not now was asked for less.
        untold: attempt.trip.is_none() && !provider.tells_auth_time,
    };
    let outcome = portico.openid.finish(&config, &metadata, query, &expected).await;
    provider_health::note_signature(portico, provider, &outcome).await?;
    let tells = outcome.as_ref().is_ok_and(|person| person.auth_time.is_some());
    if tells && !provider.tells_auth_time {
        let mut tx = portico.database.begin().await?;
        storage::providers::note_auth_time(&mut tx, provider.id, provider.version).await?;
        tx.commit().await?;
    }
    Ok(outcome)
}

async fn arrive(
    portico: &Portico,
    visit: &Visit,
    provider: Provider,
    attempt: &Attempt,
    signed_in: SignedIn,
) -> Outcome<Settled> {
    let Ok(claims) = map_claims(&signed_in.claims, &provider.claims) else {
        return Ok(fault(ProviderFault::BadAnswer));
    };
    let claim = address_claim(&claims, provider.trusts_email_verified);
    let arrival = Arrival {
        issuer: signed_in.issuer,
        claims,
        raw: Value::Object(signed_in.claims),
        id_token: signed_in.id_token,
        sid: signed_in.sid,
        amr: signed_in.amr,
        auth_time: authenticated_at(signed_in.auth_time, attempt.max_age.is_some(), portico.now()),
        return_to: ReturnTo::or_home(attempt.return_to.as_deref()),
        language: attempt.language,
        attempt: attempt.id,
        provider,
    };
    match Trip::of(attempt)? {
        Some(Trip::Connect { session }) => logins::arrived(portico, visit, arrival, session).await,
        Some(Trip::Rehearse { .. }) | None => {
            carry_out(portico, visit, arrival, claim, attempt.link_id).await
        }
    }
}

/// Settles an arrival in one transaction. Two first sign-ins of one identity at the same moment: the second finds
/// what the first has made.
async fn carry_out(
    portico: &Portico,
    visit: &Visit,
    arrival: Arrival,
    claim: AddressClaim,
    link: Option<domain::ids::LinkId>,
) -> Outcome<Settled> {
    let settled = twice(|| try_to_settle(portico, visit, &arrival, claim, link)).await;
    match settled {
        // Nothing stays of it: the transaction is dropped.
        Err(Trouble(ApiError::Forbidden)) => Ok(fault(ProviderFault::NotOffered)),
        settled => settled,
    }
}

async fn try_to_settle(
    portico: &Portico,
    visit: &Visit,
    arrival: &Arrival,
    claim: AddressClaim,
    link: Option<domain::ids::LinkId>,
) -> Outcome<Settled> {
    let mut tx = portico.database.begin().await?;
    let provider = storage::providers::by_id(&mut tx, arrival.provider.id).await?;
    let Some(provider) = provider.filter(|provider| provider.enabled) else {
        return Ok(fault(ProviderFault::NotOffered));
    };
    let arrival = &Arrival {
        provider,
        ..arrival.clone()
    };
    let finishing = match link {
        Some(id) => links::by_id(&mut tx, id).await?,
        None => None,
    };
    let settled = settle(portico, &mut tx, visit, arrival, claim, finishing.as_ref()).await?;
    keep(portico, &mut tx, visit, arrival, &settled).await?;
    tx.commit().await?;
    portico.outbox.wake();
    if finishing.is_some() {
        visit.set_cookie(cookies::clear(cookies::FINISH));
    }
    Ok(settled)
}
