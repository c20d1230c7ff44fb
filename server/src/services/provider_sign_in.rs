//! Signing in through a provider: out to it, and back.

mod pending;

pub use pending::{asked, give_address, prove};

use super::{
    Outcome, Trouble, gates,
    identities::{Arrival, Settled, settle},
    provider_rows,
    throttles::{self, Action},
};
use crate::{
    crypto::{Token, sha256_hex},
    http::cookies,
    providers::{
        callback::{Answer as ProviderAnswer, CallbackFault, CallbackQuery, Expected, SignedIn},
        start::{AttemptSecrets, AuthorizeOptions, Prompt, authorize_url},
    },
    state::Portico,
};
use app::api::{
    ApiError,
    frame::{ProviderFault, Screen},
    visit::Visit,
};
use domain::{
    identities::AddressClaim,
    ids::AttemptId,
    providers::{address_claim, map_claims},
    time::Span,
    values::{ReturnTo, Slug},
};
use pending::keep;
use secrecy::ExposeSecret;
use serde_json::Value;
use storage::{
    attempts::{self, Attempt, Kind, NewAttempt},
    links::{self, Link, Purpose},
    providers::Provider,
};

/// How long a person may take at the provider.
const ATTEMPT_LIFETIME: Span = Span::minutes(10);
/// How long an identity is kept while its address is proven: as long as the link in the mail lives.
const PENDING_LIFETIME: Span = Span::hours(24);
/// How long it is kept while the person is asked for an address.
const ASKING_LIFETIME: Span = Span::minutes(15);

/// Where a start leads.
pub enum Started {
    /// To the provider (an absolute URL).
    Away(String),
    /// Nowhere: this page says why.
    Show(Screen),
}

/// Begins a sign-in: remembers the attempt, bound to this browser, and builds the way to the provider.
///
/// `finishing` says that the person came from the button of an approval mail's link; any other start forgets it.
pub async fn start(
    portico: &Portico,
    visit: &Visit,
    slug: &str,
    next: Option<&str>,
    finishing: bool,
) -> Outcome<Started> {
    if !throttles::allow_requester(portico, visit, Action::ProviderStart).await? {
        return Err(Trouble(ApiError::TooManyRequests));
    }
    let Ok(slug) = Slug::parse(slug) else {
        return Ok(Started::Show(Screen::ProviderFault(ProviderFault::NotOffered)));
    };
    let slug = slug.as_str();
    let mut conn = portico.database.read().await?;
    let provider = storage::providers::by_slug(&mut conn, slug)
        .await?
        .filter(|provider| provider.enabled);
    let settings = storage::settings::load(&mut conn).await?.shop;
    let finishing = if finishing {
        finishing_link(portico, visit, &mut conn).await?
    } else {
        None
    };
    drop(conn);
    if finishing.is_none() && visit.cookie(cookies::FINISH).is_some() {
        visit.set_cookie(cookies::clear(cookies::FINISH));
    }
    let Some(provider) = provider.filter(|_| settings.customer_accounts) else {
        return Ok(Started::Show(Screen::ProviderFault(ProviderFault::NotOffered)));
    };
    let config = provider_rows::config(portico, &provider)?;
    let stored = provider_rows::stored_metadata(&provider);
    let metadata = match portico.openid.metadata(&provider.issuer, stored.clone()).await {
        Ok(metadata) => metadata,
        Err(fault) => {
            tracing::warn!(provider.slug = slug, ?fault, "discovery failed at a sign-in");
            return Ok(Started::Show(Screen::ProviderFault(ProviderFault::Unreachable)));
        }
    };
    let secrets = AttemptSecrets::new(&*portico.entropy);
    let again = gates::asks_again(visit, &provider);
    let options = AuthorizeOptions {
        prompt: again.then_some(Prompt::Login),
        language: Some(visit.facts().language),
        ..AuthorizeOptions::default()
    };
    let url = authorize_url(&config, &metadata, &secrets, &options);
    let now = portico.now();
    let id = AttemptId::new(now, portico.random());
    let verifier = portico.keyring.seal(
        &*portico.entropy,
        &verifier_place(id),
        secrets.verifier.expose_secret().as_bytes(),
    );
    let flow = flow_token(portico, visit);
    let return_to = ReturnTo::or_home(next);
    let mut tx = portico.database.begin().await?;
    if stored.as_ref() != Some(&metadata) {
        provider_rows::keep_metadata(&mut tx, provider.id, &metadata).await?;
    }
    attempts::insert(
        &mut tx,
        &NewAttempt {
            id,
            state_hash: &sha256_hex(secrets.state.expose_secret().as_bytes()),
            flow_hash: &flow.hash(),
            kind: Kind::SignIn,
            provider_id: provider.id,
            nonce: Some(&secrets.nonce),
            verifier: Some(&verifier),
            return_to: Some(return_to.as_str()),
            language: visit.facts().language,
            link_id: finishing.map(|link| link.id),
            receipt: None,
            now,
            expires_at: now.plus(ATTEMPT_LIFETIME),
        },
    )
    .await?;
    tx.commit().await?;
    if again {
        visit.set_cookie(cookies::clear(cookies::ASK_AGAIN));
    }
    Ok(Started::Away(url.into()))
}

/// The link of an approval mail whose button was pressed in this browser.
async fn finishing_link(portico: &Portico, visit: &Visit, conn: &mut storage::Conn) -> Outcome<Option<Link>> {
    let Some(token) = visit.cookie(cookies::FINISH).and_then(Token::parse) else {
        return Ok(None);
    };
    let link = links::peek(conn, &token.hash()).await?;
    Ok(link.filter(|link| link.purpose == Purpose::Finish && link.is_open(portico.now())))
}

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

fn verifier_place(id: AttemptId) -> String {
    format!("attempts.verifier:{id}")
}

fn fault(fault: ProviderFault) -> Settled {
    Settled::Show(Screen::ProviderFault(fault))
}

/// The provider's answer. Nothing about anybody is changed before every check has passed.
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
    let provider = storage::providers::by_slug(&mut tx, slug).await?;
    tx.commit().await?;
    let Some(attempt) = attempt.filter(|attempt| attempt.kind == Kind::SignIn) else {
        return Ok(fault(ProviderFault::Expired));
    };
    let Some(provider) = provider.filter(|provider| provider.enabled) else {
        return Ok(fault(ProviderFault::NotOffered));
    };
    if attempt.provider_id != provider.id {
        return Ok(fault(ProviderFault::Expired));
    }
    if let ProviderAnswer::Error(code) = &query.answer {
        tracing::info!(provider.slug = slug, provider.error = %code, "the provider answered with an error");
    }
    let signed_in = match exchange(portico, &provider, &attempt, &query).await? {
        Ok(signed_in) => signed_in,
        Err(reason) => {
            tracing::warn!(provider.slug = slug, ?reason, "provider sign-in refused");
            return Ok(fault(reason_shown(&reason)));
        }
    };
    arrive(portico, visit, provider, &attempt, signed_in).await
}

fn reason_shown(reason: &CallbackFault) -> ProviderFault {
    match reason {
        CallbackFault::Denied | CallbackFault::LoginRequired => ProviderFault::Denied,
        CallbackFault::Unreachable => ProviderFault::Unreachable,
        CallbackFault::ProviderError(_) | CallbackFault::BadAnswer(_) => ProviderFault::BadAnswer,
    }
}

async fn exchange(
    portico: &Portico,
    provider: &Provider,
    attempt: &Attempt,
    query: &CallbackQuery,
) -> Outcome<Result<SignedIn, CallbackFault>> {
    let config = provider_rows::config(portico, provider)?;
    let metadata = match portico
        .openid
        .metadata(&provider.issuer, provider_rows::stored_metadata(provider))
        .await
    {
        Ok(metadata) => metadata,
        Err(fault) => return Ok(Err(fault.into())),
    };
    let verifier = match &attempt.verifier {
        Some(sealed) => Some(portico.keyring.open_sealed(&verifier_place(attempt.id), sealed)?),
        None => None,
    };
    let expected = Expected {
        nonce: attempt.nonce.clone().unwrap_or_default(),
        verifier: verifier.filter(|_| config.pkce),
        max_age: None,
    };
    Ok(portico.openid.finish(&config, &metadata, query, &expected).await)
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
        auth_time: signed_in.auth_time,
        return_to: ReturnTo::or_home(attempt.return_to.as_deref()),
        language: attempt.language,
        attempt: attempt.id,
        provider,
    };
    carry_out(portico, visit, arrival, claim, attempt.link_id).await
}

/// Settles an arrival in one transaction. Two first sign-ins of one identity at the same moment: the second finds
/// what the first has made.
async fn carry_out(
    portico: &Portico,
    visit: &Visit,
    mut arrival: Arrival,
    claim: AddressClaim,
    link: Option<domain::ids::LinkId>,
) -> Outcome<Settled> {
    for _ in 0..2 {
        let mut tx = portico.database.begin().await?;
        let provider = storage::providers::by_id(&mut tx, arrival.provider.id).await?;
        let Some(provider) = provider.filter(|provider| provider.enabled) else {
            return Ok(fault(ProviderFault::NotOffered));
        };
        arrival.provider = provider;
        let finishing = match link {
            Some(id) => links::by_id(&mut tx, id).await?,
            None => None,
        };
        match settle(portico, &mut tx, visit, &arrival, claim, finishing.as_ref()).await {
            Ok(settled) => {
                keep(portico, &mut tx, &arrival, &settled).await?;
                tx.commit().await?;
                portico.outbox.wake();
                if finishing.is_some() {
                    visit.set_cookie(cookies::clear(cookies::FINISH));
                }
                return Ok(settled);
            }
            Err(Trouble(ApiError::Conflict)) => {}
            // Nothing stays of it: the transaction is dropped.
            Err(Trouble(ApiError::Forbidden)) => return Ok(fault(ProviderFault::NotOffered)),
            Err(trouble) => return Err(trouble),
        }
    }
    Err(Trouble(ApiError::Unavailable))
}
