//! Signing out here, or everywhere, and the receipt that says what is known.

mod receipt;

pub use receipt::receipt;

use super::{
    Outcome, Trouble,
    audit::{self, Actor, Deed},
    frames::logout_facts,
    gates::AsksAgain,
    provider_rows, provider_sign_in as sign_in, sessions,
};
use crate::{
    crypto::{Token, sha256_hex},
    http::cookies,
    providers::logout::end_session_url,
    state::Portico,
};
use app::api::{ApiError, visit::Visit};
use domain::{
    ids::{AttemptId, ProviderId},
    logout::{Choice, Plan, ProviderOutcome, Receipt, SignedInTo, plan},
    time::Span,
};
use secrecy::SecretString;
use storage::{
    Tx,
    attempts::{self, Kind, NewAttempt},
    providers::Provider,
    receipts,
    sealed::Column,
    sessions::{EndedBecause, SessionView},
};

/// How long a local logout is remembered for the provider's `prompt=login`.
const ASK_AGAIN_LIFETIME: Span = Span::days(30);

/// Where a logout leads, and the pages of applications that the browser opens on its way.
pub struct Out {
    /// To the provider, by a page; otherwise to the receipt.
    pub away: Option<Away>,
    /// Addresses for frames (OpenID Connect Front-Channel Logout 1.0 §3).
    pub frames: Vec<String>,
}

/// The way to a provider.
pub struct Away {
    /// Its end-session URL.
    pub to: String,
    /// Its name.
    pub name: String,
}

/// Ends the session of this browser, and goes on as the plan says.
pub async fn sign_out(portico: &Portico, visit: &Visit, choice: &str) -> Outcome<Out> {
    // Whatever becomes of the rest, this browser is signed out.
    visit.set_cookie(cookies::clear(cookies::SESSION));
    if visit.cookie(cookies::FINISH).is_some() {
        visit.set_cookie(cookies::clear(cookies::FINISH));
    }
    let Some(session) = sessions::any(portico, visit).await? else {
        settled(portico, visit).await?;
        return Ok(Out {
            away: None,
            frames: Vec::new(),
        });
    };
    let mut conn = portico.database.read().await?;
    let applications = receipt::applications(portico, &mut conn, &session).await?;
    drop(conn);
    let frames = receipt::frames(&applications);
    let away = match plan(
        choice.parse::<Choice>().unwrap_or(Choice::Locally),
        &logout_facts(&session),
    ) {
        Plan::Local { ask_provider_again } => {
            locally(portico, visit, &session, ask_provider_again, applications).await?;
            None
        }
        Plan::Global { .. } => globally(portico, visit, &session, applications).await?,
    };
    Ok(Out { away, frames })
}

/// Before a browser is told that its session is over already: the logout that has ended it may still be on its way to the
/// disk.
pub async fn settled(portico: &Portico, visit: &Visit) -> Outcome<()> {
    match visit.cookie(cookies::SESSION) {
        Some(_) => Ok(portico.database.settled().await?),
        None => Ok(()),
    }
}

async fn locally(
    portico: &Portico,
    visit: &Visit,
    session: &SessionView,
    ask_provider_again: bool,
    applications: Vec<SignedInTo>,
) -> Outcome<()> {
    end(portico, visit, session, EndedBecause::SignedOutLocally).await?;
    if ask_provider_again {
        ask_again(visit, session);
    }
    if session.provider_id.is_none() && applications.is_empty() {
        return Ok(());
    }
    let receipt = Receipt::local(session.provider_name.clone(), session.sid.clone(), applications);
    let flow = sign_in::flow_token(portico, visit).hash();
    let mut tx = portico.database.begin().await?;
    receipt::keep(portico, &mut tx, &flow, &receipt).await?;
    Ok(tx.commit().await?)
}

/// The next sign-in in this browser at the session's provider asks with `prompt=login`.
pub fn ask_again(visit: &Visit, session: &SessionView) {
    if let Some(slug) = session.provider_slug.as_deref() {
        visit.set_cookie(cookies::set(cookies::ASK_AGAIN, slug, Some(ASK_AGAIN_LIFETIME)));
        visit.reply().known.insert(AsksAgain(slug.to_owned()));
    }
}

async fn end(portico: &Portico, visit: &Visit, session: &SessionView, because: EndedBecause) -> Outcome<()> {
    let mut tx = portico.database.begin().await?;
    if storage::sessions::end(&mut tx, session.id, because, portico.now()).await? {
        let name = format!("{} {}", session.given_name, session.family_name);
        let actor = Actor::Customer(session.customer_id, &name);
        let id = session.customer_id.to_string();
        let deed = Deed::plain("session.ended", "customer", &id);
        audit::note(portico, &mut tx, visit, actor, deed).await?;
    }
    if let Some(flow) = sign_in::flow_hash(visit) {
        attempts::forget_pending(&mut tx, &flow).await?;
        receipts::forget(&mut tx, &flow).await?;
    }
    tx.commit().await?;
    portico.logouts.notify_one();
    Ok(())
}

async fn globally(
    portico: &Portico,
    visit: &Visit,
    session: &SessionView,
    applications: Vec<SignedInTo>,
) -> Outcome<Option<Away>> {
    let mut conn = portico.database.read().await?;
    let row = storage::sessions::by_id(&mut conn, session.id)
        .await?
        .ok_or(Trouble(ApiError::SignInNeeded))?;
    let provider = match session.provider_id {
        Some(id) => storage::providers::by_id(&mut conn, id).await?,
        None => None,
    };
    drop(conn);
    let provider = provider.ok_or(Trouble(ApiError::Internal))?;
    // Over here first, whatever the provider does.
    end(portico, visit, session, EndedBecause::SignedOutGlobally).await?;
    let place = Column::SessionIdToken.place(session.id);
    // Without a hint the provider asks the person; one that can't be opened is none.
    let hint = row.id_token.and_then(|sealed| {
        portico
            .keyring
            .open_sealed(&place, &sealed)
            .map_err(Trouble::from)
            .ok()
    });
    let name = provider.name.clone();
    let state = portico.entropy.token();
    let to = way_out(portico, &provider, hint.as_ref(), state.expose()).await;
    let mut receipt = Receipt::sent(name.clone(), session.sid.clone(), applications);
    let flow = sign_in::flow_token(portico, visit).hash();
    let mut tx = portico.database.begin().await?;
    match &to {
        Some(_) => remember(portico, visit, &mut tx, provider.id, &state).await?,
        None => receipt.provider = ProviderOutcome::Unreachable,
    }
    receipt::keep(portico, &mut tx, &flow, &receipt).await?;
    tx.commit().await?;
    Ok(to.map(|to| Away { to, name }))
}

/// The provider's end-session URL; none when its row or its discovery can't be read, or it offers none any more.
async fn way_out(
    portico: &Portico,
    provider: &Provider,
    hint: Option<&SecretString>,
    state: &str,
) -> Option<String> {
    let config = provider_rows::config(portico, provider).ok()?;
    let back = provider_rows::post_logout_redirect_uri(portico, &provider.slug);
    let back = url::Url::parse(&back).ok()?;
    let stored = provider_rows::stored_metadata(provider);
    let metadata = portico.openid.metadata(&provider.issuer, stored).await.ok()?;
    end_session_url(&config, &metadata, hint, &back, state).map(Into::into)
}

/// Remembers the trip to the provider, so that its answer finds the receipt.
async fn remember(
    portico: &Portico,
    visit: &Visit,
    tx: &mut Tx,
    provider: ProviderId,
    state: &Token,
) -> Outcome<()> {
    let now = portico.now();
    let attempt = NewAttempt {
        id: AttemptId::new(now, portico.random()),
        state_hash: &state.hash(),
        flow_hash: &sign_in::flow_token(portico, visit).hash(),
        kind: Kind::Logout,
        provider_id: provider,
        nonce: None,
        verifier: None,
        max_age: None,
        return_to: None,
        language: visit.facts().language,
        link_id: None,
        trip: None,
        now,
        expires_at: now.plus(receipt::LIFETIME),
    };
    Ok(attempts::insert(tx, &attempt).await?)
}

/// The browser is back from the provider. An invented or replayed `state` changes nothing.
pub async fn came_back(portico: &Portico, visit: &Visit, state: Option<&str>) -> Outcome<()> {
    let Some((state, flow)) = state.zip(sign_in::flow_hash(visit)) else {
        return Ok(());
    };
    let mut tx = portico.database.begin().await?;
    let attempt = attempts::take(&mut tx, &sha256_hex(state.as_bytes()), &flow, portico.now()).await?;
    if attempt.is_none_or(|attempt| attempt.kind != Kind::Logout) {
        return Ok(());
    }
    if let Some(kept) = receipt::kept(portico, &mut tx, &flow).await? {
        receipt::keep(portico, &mut tx, &flow, &kept.came_back()).await?;
    }
    Ok(tx.commit().await?)
}
