//! Customers' sessions: the one way in, and who is here now.

mod clock;
mod devices;
mod goes_on;
mod own;

pub use clock::{clock, signed_out, state, way_back_in};
pub use devices::{knows_browser, trust_this_browser};
pub use own::{end_others, end_own, list};

use goes_on::goes_on;

use super::{Outcome, Trouble, account_links, provider_sign_in::flow_hash, requests, second_factor::Cleared};
use crate::{
    crypto::Token,
    http::{cookies, visit::LANGUAGE_COOKIE},
    state::Portico,
};
use app::{
    api::{Answer, ApiError, visit::Visit},
    routes::sign_in_again,
};
use domain::{
    ids::{IdentityId, SessionId},
    sessions::{self as rules, Began, BeginFacts, BeginRefused, Life, SessionTimes, life, permit, touch_due},
    settings::SessionPolicy,
    time::{Span, Timestamp},
    values::{Language, ReturnTo},
};
use secrecy::{ExposeSecret, SecretString};
use storage::{
    Tx, attempts,
    customers::Customer,
    receipts,
    sealed::Column,
    sessions::{self, EndedBecause, Here, NewSession, SessionView},
};

/// How a session begins.
pub enum Start<'a> {
    /// With a password.
    Password {
        /// *Keep me signed in*.
        keep: bool,
        /// The second factor is settled.
        cleared: Cleared,
    },
    /// Through a provider.
    Provider {
        /// The provider, read in this transaction.
        provider: &'a storage::providers::Provider,
        /// The identity that signed in.
        identity: IdentityId,
        /// Its ID token, kept encrypted as `id_token_hint` for the logout.
        id_token: &'a SecretString,
        /// `sid` of the ID token.
        upstream_sid: Option<&'a str>,
        /// `sub` of the ID token.
        upstream_subject: Option<&'a str>,
        /// `amr` of the ID token.
        amr: &'a [String],
        /// When the person authenticated there, if that is known.
        auth_time: Option<Timestamp>,
    },
}

/// A session that is written but not yet handed out: the cookie goes with the answer once the transaction is
/// committed.
#[must_use = "hand it out after the commit"]
pub struct Begun {
    cookie: String,
    device: String,
    /// The version of the terms that is published; `None` in a shop without terms.
    pub terms_version: Option<i64>,
    /// Where an approved person wanted to go before the first sign-in, which this is.
    pub first: Option<ReturnTo>,
}

impl Begun {
    /// Lands as at a first sign-in, with what the person wanted then.
    pub fn as_first(mut self, wanted: ReturnTo) -> Self {
        self.first = Some(wanted);
        self
    }

    /// Sets the session cookie.
    pub fn hand_out(self, visit: &Visit) {
        visit.reply().known.remove::<Known>();
        if visit.cookie(cookies::FINISH).is_some() {
            visit.set_cookie(cookies::clear(cookies::FINISH));
        }
        visit.set_cookie(self.cookie);
        visit.set_cookie(self.device);
    }
}

/// Begins a customer's session, or goes on with the one that the same person has in this browser: with another token,
/// and in all else as this sign-in says. Nothing else in the program writes this cookie.
///
/// # Errors
/// `Forbidden` when the rules give this person no session: not active, provider disabled, local sign-in off; which one
/// stands in the log, since the caller has asked the same rules a moment before.
pub async fn begin(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    customer: &Customer,
    start: Start<'_>,
) -> Outcome<Begun> {
    let beginning = sessions::beginning(tx).await?;
    let provider_enabled = match &start {
        Start::Password { .. } => false,
        // Locks the row: whoever disables it at this moment either comes first and is seen, or ends the session after.
        Start::Provider { provider, .. } => storage::providers::hold_enabled(tx, provider.id).await?,
    };
    let (began, keep, provider) = match &start {
        Start::Password { keep, .. } => (Began::Password, *keep, None),
        Start::Provider { provider, .. } => (Began::Provider, false, Some(*provider)),
    };
    let facts = BeginFacts {
        customer: customer.id,
        status: customer.status,
        began,
        provider_enabled,
        settings: beginning.shop,
    };
    let permit = permit(&facts).map_err(|refused: BeginRefused| {
        tracing::info!(?refused, customer.id = %customer.id, "session refused");
        Trouble(ApiError::Forbidden)
    })?;
    account_links::link_at_sign_in(portico, tx, visit, customer).await?;
    let now = portico.now();
    let goes_on = goes_on(portico, tx, visit, customer.id, &beginning.limits).await?;
    let id = match &goes_on {
        Some(held) => held.session,
        None => SessionId::new(now, portico.random()),
    };
    let token = portico.entropy.token();
    let told = told(&start, now);
    let sealed = sealed_id_token(portico, id, &start);
    let sid = portico.entropy.token();
    let facts = visit.facts();
    if let Some(flow) = flow_hash(visit) {
        // Whom the browser brought before, and what it was told, is nothing to the person who signs in.
        attempts::forget_pending(tx, &flow).await?;
        receipts::forget(tx, &flow).await?;
    }
    let new = NewSession {
        id,
        token_hash: &token.hash(),
        sid: sid.expose(),
        customer_id: permit.customer(),
        began: permit.began(),
        provider_id: provider.map(|provider| provider.id),
        identity_id: told.identity_id,
        upstream_sid: told.upstream_sid,
        upstream_subject: told.upstream_subject,
        id_token: sealed.as_deref(),
        auth_time: told.auth_time,
        amr: &told.amr,
        keep,
        user_agent: &facts.user_agent,
        requester: &facts.requester.to_string(),
        now,
    };
    match &goes_on {
        Some(held) => sessions::renew(tx, &new, &held.brought).await?,
        None => sessions::insert(tx, &new).await?,
    }
    metrics::counter!("portico_sessions_begun_total", "began" => began.as_str()).increment(1);
    let lifetime = keep.then(|| beginning.limits.limits(true).absolute);
    let cookie = cookies::set(cookies::SESSION, token.expose(), lifetime);
    Ok(Begun {
        cookie,
        terms_version: beginning.terms_version,
        device: devices::meet(portico, tx, visit, customer).await?,
        first: requests::activate(portico, tx, visit, customer.id).await?,
    })
}

/// What a sign-in tells of itself.
struct Told<'a> {
    identity_id: Option<IdentityId>,
    upstream_sid: Option<&'a str>,
    upstream_subject: Option<&'a str>,
    amr: String,
    auth_time: Timestamp,
}

fn told<'a>(start: &Start<'a>, now: Timestamp) -> Told<'a> {
    match start {
        Start::Password { cleared, .. } => Told {
            identity_id: None,
            upstream_sid: None,
            upstream_subject: None,
            amr: cleared.amr().to_owned(),
            auth_time: now,
        },
        Start::Provider {
            identity,
            upstream_sid,
            upstream_subject,
            amr,
            auth_time,
            ..
        } => Told {
            identity_id: Some(*identity),
            upstream_sid: *upstream_sid,
            upstream_subject: *upstream_subject,
            amr: amr.join(" "),
            auth_time: auth_time.unwrap_or(rules::UNTOLD),
        },
    }
}

fn sealed_id_token(portico: &Portico, id: SessionId, start: &Start<'_>) -> Option<String> {
    let Start::Provider { id_token, .. } = start else {
        return None;
    };
    Some(portico.keyring.seal(
        &*portico.entropy,
        &Column::SessionIdToken.place(id),
        id_token.expose_secret().as_bytes(),
    ))
}

#[derive(Clone)]
struct Known(Here);

/// The settings and who is here, asked for once a request.
pub async fn here(portico: &Portico, visit: &Visit) -> Outcome<Here> {
    let known = visit.reply().known.get::<Known>().cloned();
    if let Some(Known(here)) = known {
        return Ok(here);
    }
    let token = visit.cookie(cookies::SESSION).and_then(Token::parse);
    let hash = token.map(|token| token.hash()).unwrap_or_default();
    let mut conn = portico.database.read().await?;
    let mut here = sessions::here(&mut conn, &hash).await?;
    drop(conn);
    // Sessions live on while the shop has no customer accounts, but they open nothing.
    let open = here.ways_in.settings.shop.customer_accounts;
    here.session = match here.session.filter(|_| open) {
        Some(session) => alive(portico, visit, session, &here.limits).await?,
        None => None,
    };
    visit.reply().known.insert(Known(here.clone()));
    Ok(here)
}

/// The signed-in customer's session. None when there is none, or its limits are over, or the customer may not sign in
/// any more.
pub async fn current(portico: &Portico, visit: &Visit) -> Outcome<Option<SessionView>> {
    Ok(here(portico, visit).await?.session)
}

/// The session, if it still opens something; notes that it is in use. A limit that is reached ends it here only.
async fn alive(
    portico: &Portico,
    visit: &Visit,
    mut session: SessionView,
    limits: &SessionPolicy,
) -> Outcome<Option<SessionView>> {
    let now = portico.now();
    match standing(&session, limits, now) {
        Some(Life::Alive) => {}
        Some(reached @ (Life::Idle | Life::TooOld)) => {
            end(portico, &session, EndedBecause::LimitReached).await?;
            clock::note_limit(visit, &session, reached);
            return Ok(None);
        }
        Some(Life::Ended) | None => return Ok(None),
    }
    if touch_due(session.last_seen_at, now) {
        match touch(portico, session.id, now).await {
            Ok(()) => session.last_seen_at = now,
            // Nobody is kept from a page because it can't be noted that they look at it.
            Err(trouble) => tracing::warn!(%trouble, "a session's last use can't be noted"),
        }
    }
    Ok(Some(session))
}

/// Where a session stands that nobody ended; none if its customer or its provider may open nothing any more.
fn standing(session: &SessionView, limits: &SessionPolicy, now: Timestamp) -> Option<Life> {
    // A provider that was disabled while this session was written ends it as well.
    let way_is_closed = session.began == Began::Provider && !session.provider_enabled;
    let open = session.status.may_sign_in() && !way_is_closed;
    open.then(|| life(&times(session), &limits.limits(session.keep), now))
}

fn times(session: &SessionView) -> SessionTimes {
    SessionTimes {
        created_at: session.created_at,
        last_seen_at: session.last_seen_at,
        ended_at: None,
    }
}

async fn touch(portico: &Portico, id: SessionId, now: Timestamp) -> Outcome<()> {
    let mut tx = portico.database.begin().await?;
    sessions::touch(&mut tx, id, now).await?;
    Ok(tx.commit().await?)
}

/// The session that this browser's cookie names, also when it opens nothing now: so that it can be ended.
pub async fn any(portico: &Portico, visit: &Visit) -> Outcome<Option<SessionView>> {
    let Some(token) = visit.cookie(cookies::SESSION).and_then(Token::parse) else {
        return Ok(None);
    };
    let mut conn = portico.database.read().await?;
    Ok(sessions::view(&mut conn, &token.hash()).await?)
}

/// The signed-in customer's session, or `SignInNeeded`. For My Profile alone: whoever has not accepted the current
/// terms can do that, leave, and no more.
pub async fn before_terms(portico: &Portico, visit: &Visit) -> Outcome<SessionView> {
    current(portico, visit)
        .await?
        .ok_or(Trouble(ApiError::SignInNeeded))
}

/// The session of a signed-in customer who has accepted the current terms; `SignInNeeded`, or `TermsDue`.
pub async fn needed(portico: &Portico, visit: &Visit) -> Outcome<SessionView> {
    let session = before_terms(portico, visit).await?;
    if terms_due(&session) {
        return Err(Trouble(ApiError::TermsDue));
    }
    Ok(session)
}

/// The signed-in customer's session, if the sign-in lies no more than ten minutes back: what a sensitive change asks
/// for. Else the answer that has the person sign in again, at the provider too, and leads back to `page`.
pub async fn recent(
    portico: &Portico,
    visit: &Visit,
    page: &str,
) -> Outcome<std::result::Result<SessionView, Answer>> {
    let session = needed(portico, visit).await?;
    if rules::recent(session.auth_time, portico.now()) {
        return Ok(Ok(session));
    }
    if let Some(slug) = session.provider_slug.as_deref() {
        visit.set_cookie(cookies::set(cookies::ASK_AGAIN, slug, Some(rules::RECENT)));
    }
    Ok(Err(Answer::go(sign_in_again("/login", page))))
}

/// Ends a session for good, in a transaction of its own.
pub async fn end(portico: &Portico, session: &SessionView, because: EndedBecause) -> Outcome<()> {
    let mut tx = portico.database.begin().await?;
    sessions::end(&mut tx, session.id, because, portico.now()).await?;
    Ok(tx.commit().await?)
}

/// Pages follow the customer's own language from now on.
pub fn remember_language(visit: &Visit, language: Language) {
    visit.set_cookie(cookies::set(
        LANGUAGE_COOKIE,
        language.as_str(),
        Some(Span::days(365)),
    ));
}

/// Whether the current terms are still to be accepted.
pub fn terms_due(session: &SessionView) -> bool {
    let current = session.current_terms_version.unwrap_or(0);
    current > 0 && domain::terms::gate(session.terms_version, current) == domain::terms::Gate::AcceptFirst
}
