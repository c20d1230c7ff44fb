//! Signing out here, or everywhere, and the receipt that says what is known.

use super::{
    Outcome, Trouble,
    audit::{self, Actor, Deed},
    frames::logout_facts,
    gates::{AsksAgain, asks_again},
    provider_rows, provider_sign_in as sign_in, sessions,
};
use crate::{crypto::sha256_hex, http::cookies, providers::logout::end_session_url, state::Portico};
use app::api::{
    ApiError,
    logout::{Receipt as ReceiptPage, ReceiptLine},
    visit::Visit,
};
use domain::{
    ids::AttemptId,
    logout::{Choice, Plan, ProviderOutcome, Receipt, plan},
    time::Span,
};
use secrecy::SecretString;
use storage::{
    attempts::{self, Kind, NewAttempt},
    providers::Provider,
    sessions::{EndedBecause, SessionView},
};

/// How long a receipt can be read again.
const RECEIPT_LIFETIME: Span = Span::hours(1);
/// How long a local logout is remembered for the provider's `prompt=login`.
const ASK_AGAIN_LIFETIME: Span = Span::days(30);

/// Where a logout leads.
pub enum Out {
    /// To the receipt.
    Receipt,
    /// To the provider, by a page.
    Away {
        /// Its end-session URL.
        to: String,
        /// Its name.
        name: String,
    },
}

/// Ends the session of this browser, and goes on as the plan says.
pub async fn sign_out(portico: &Portico, visit: &Visit, choice: &str) -> Outcome<Out> {
    // Whatever becomes of the rest, this browser is signed out.
    visit.set_cookie(cookies::clear(cookies::SESSION));
    if visit.cookie(cookies::FINISH).is_some() {
        visit.set_cookie(cookies::clear(cookies::FINISH));
    }
    match sessions::any(portico, visit).await? {
        Some(session) => carry_out(portico, visit, &session, choice).await,
        None => Ok(Out::Receipt),
    }
}

async fn carry_out(portico: &Portico, visit: &Visit, session: &SessionView, choice: &str) -> Outcome<Out> {
    let choice = choice.parse::<Choice>().unwrap_or(Choice::Locally);
    match plan(choice, &logout_facts(session)) {
        Plan::Local { ask_provider_again } => {
            end(portico, visit, session, EndedBecause::SignedOutLocally).await?;
            if ask_provider_again {
                ask_again(visit, session);
            }
            if let Some(provider) = session.provider_id {
                let receipt = Receipt::local(session.provider_name.clone());
                keep(portico, visit, provider, None, &receipt).await?;
            }
            Ok(Out::Receipt)
        }
        Plan::Global { .. } => global(portico, visit, session).await,
    }
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
        attempts::forget_kept(&mut tx, &flow).await?;
    }
    Ok(tx.commit().await?)
}

async fn global(portico: &Portico, visit: &Visit, session: &SessionView) -> Outcome<Out> {
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
    let place = sessions::id_token_place(session.id);
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
    match way_out(portico, &provider, hint.as_ref(), state.expose()).await {
        Some(to) => {
            let receipt = Receipt::sent(name.clone(), Vec::new());
            keep(portico, visit, provider.id, Some(state.expose()), &receipt).await?;
            Ok(Out::Away { to, name })
        }
        None => {
            let mut receipt = Receipt::sent(name, Vec::new());
            receipt.provider = ProviderOutcome::Unreachable;
            keep(portico, visit, provider.id, None, &receipt).await?;
            Ok(Out::Receipt)
        }
    }
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

/// Keeps the receipt for this browser. With `state` the provider's answer can find it.
async fn keep(
    portico: &Portico,
    visit: &Visit,
    provider: domain::ids::ProviderId,
    state: Option<&str>,
    receipt: &Receipt,
) -> Outcome<()> {
    let now = portico.now();
    let flow = sign_in::flow_token(portico, visit);
    let value = serde_json::to_value(receipt).map_err(|_| Trouble(ApiError::Internal))?;
    let state = match state {
        Some(state) => sha256_hex(state.as_bytes()),
        None => portico.entropy.token().hash(),
    };
    let attempt = NewAttempt {
        id: AttemptId::new(now, portico.random()),
        state_hash: &state,
        flow_hash: &flow.hash(),
        kind: Kind::Logout,
        provider_id: provider,
        nonce: None,
        verifier: None,
        max_age: None,
        return_to: None,
        language: visit.facts().language,
        link_id: None,
        trip: None,
        receipt: Some(&value),
        now,
        expires_at: now.plus(RECEIPT_LIFETIME),
    };
    let mut tx = portico.database.begin().await?;
    attempts::insert(&mut tx, &attempt).await?;
    Ok(tx.commit().await?)
}

/// The browser is back from the provider. An invented or replayed `state` changes nothing.
pub async fn came_back(portico: &Portico, visit: &Visit, state: Option<&str>) -> Outcome<()> {
    let Some((state, flow)) = state.zip(sign_in::flow_hash(visit)) else {
        return Ok(());
    };
    let now = portico.now();
    let mut tx = portico.database.begin().await?;
    let attempt = attempts::take(&mut tx, &sha256_hex(state.as_bytes()), &flow, now).await?;
    let Some(attempt) = attempt.filter(|attempt| attempt.kind == Kind::Logout) else {
        return Ok(());
    };
    let receipt = attempt
        .receipt
        .and_then(|value| serde_json::from_value::<Receipt>(value).ok());
    if let Some(receipt) = receipt {
        let value = serde_json::to_value(receipt.came_back()).map_err(|_| Trouble(ApiError::Internal))?;
        attempts::put_receipt(&mut tx, attempt.id, &value, now.plus(RECEIPT_LIFETIME)).await?;
    }
    Ok(tx.commit().await?)
}

/// The receipt of this browser's last logout.
pub async fn receipt(portico: &Portico, visit: &Visit) -> Outcome<ReceiptPage> {
    let mut conn = portico.database.read().await?;
    let stored = match sign_in::flow_hash(visit) {
        Some(flow) => attempts::receipt(&mut conn, &flow, portico.now()).await?,
        None => None,
    };
    let enabled = storage::providers::list_enabled(&mut conn).await?;
    let receipt = stored
        .and_then(|attempt| attempt.receipt)
        .and_then(|value| serde_json::from_value(value).ok());
    Ok(ReceiptPage {
        lines: lines(receipt),
        login: enabled
            .iter()
            .find(|provider| asks_again(visit, provider))
            .map_or_else(
                || "/login".to_owned(),
                |provider| format!("/login?provider={}", provider.slug),
            ),
    })
}

fn lines(receipt: Option<Receipt>) -> Vec<ReceiptLine> {
    let Some(receipt) = receipt else { return Vec::new() };
    let mut lines = vec![ReceiptLine::ShopEnded];
    let provider = receipt.provider_name.unwrap_or_default();
    match receipt.provider {
        ProviderOutcome::None => {}
        ProviderOutcome::LeftAlone => lines.push(ReceiptLine::StillSignedInAt { provider }),
        ProviderOutcome::Sent => lines.push(ReceiptLine::ProviderSessionUnknown { provider }),
        ProviderOutcome::CameBack => lines.push(ReceiptLine::CameBackFrom { provider }),
        ProviderOutcome::Unreachable => lines.push(ReceiptLine::ProviderUnreachable { provider }),
    }
    lines
}
