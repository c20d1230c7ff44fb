//! What is left of a session, and why there is none any more: for the quiet warning before its end, and for the page
//! after it.

use super::{here, standing, times};
use crate::{
    crypto::Token,
    http::cookies,
    services::{Outcome, frames::logout_facts, logout::ask_again},
    state::Portico,
};
use app::{
    api::{
        sessions::{SessionClock, SessionState, SignedOut},
        visit::Visit,
    },
    routes::{with, with_next},
};
use domain::{
    logout::{Plan, at_time_limit},
    sessions::{Life, NextLimit, SessionTimes, left, life, warn_before},
    settings::SessionPolicy,
    time::Timestamp,
};
use storage::sessions::{self, EndedBecause, Session, SessionView};

/// A limit that this request found to be reached.
#[derive(Clone, Copy)]
struct Reached(SignedOut);

/// What is left of a session that lives.
pub fn clock(session: &SessionView, limits: &SessionPolicy, now: Timestamp) -> SessionClock {
    let limits = limits.limits(session.keep);
    let (left, next) = left(&times(session), &limits, now);
    SessionClock {
        left: left.as_secs(),
        warn: warn_before(&limits).as_secs(),
        extends: next == NextLimit::Idle,
    }
}

/// Where this browser's session stands. To ask does not count as use, unless the person says that they stay.
pub async fn state(portico: &Portico, visit: &Visit, stay: bool) -> Outcome<SessionState> {
    let now = portico.now();
    if stay {
        let here = here(portico, visit).await?;
        if let Some(session) = here.session {
            return Ok(SessionState::Runs(clock(&session, &here.limits, now)));
        }
    }
    let Some(token) = visit.cookie(cookies::SESSION).and_then(Token::parse) else {
        return Ok(SessionState::Over(SignedOut::Elsewhere));
    };
    let mut conn = portico.database.read().await?;
    let here = sessions::here(&mut conn, &token.hash()).await?;
    let open = here.ways_in.settings.shop.customer_accounts;
    let Some(session) = here.session.filter(|_| open) else {
        let ended = sessions::by_token(&mut conn, &token.hash()).await?;
        return Ok(SessionState::Over(why_ended(ended, &here.limits)));
    };
    Ok(match standing(&session, &here.limits, now) {
        Some(Life::Alive) => SessionState::Runs(clock(&session, &here.limits, now)),
        Some(over) => SessionState::Over(told(over)),
        None => SessionState::Over(SignedOut::Elsewhere),
    })
}

/// Which limit it was that ended a session, if it was one.
fn why_ended(session: Option<Session>, limits: &SessionPolicy) -> SignedOut {
    let by_limit = session.filter(|session| session.ended_because == Some(EndedBecause::LimitReached));
    by_limit.map_or(SignedOut::Elsewhere, |session| {
        let times = SessionTimes {
            created_at: session.created_at,
            last_seen_at: session.last_seen_at,
            ended_at: None,
        };
        let at = session.ended_at.unwrap_or(session.last_seen_at);
        told(life(&times, &limits.limits(session.keep), at))
    })
}

fn told(life: Life) -> SignedOut {
    match life {
        Life::Idle => SignedOut::Idle,
        Life::TooOld => SignedOut::TooOld,
        Life::Alive | Life::Ended => SignedOut::Elsewhere,
    }
}

/// Remembers for this request's page that a limit was reached, and for the next sign-in that this logout was local.
pub(super) fn note_limit(visit: &Visit, session: &SessionView, reached: Life) {
    visit.reply().known.insert(Reached(told(reached)));
    let plan = at_time_limit(&logout_facts(session));
    if let Plan::Local {
        ask_provider_again: true,
    } = plan
    {
        ask_again(visit, session);
    }
}

/// Why nobody is signed in here any more, when it was this request that found it out.
pub fn signed_out(visit: &Visit) -> Option<SignedOut> {
    visit.reply().known.get::<Reached>().map(|Reached(why)| *why)
}

/// Where to sign in to come back to `next`; the page there tells why that is needed again.
pub fn way_back_in(visit: &Visit, next: &str) -> String {
    let login = with_next("/login", Some(next));
    match signed_out(visit) {
        Some(why) => with(&login, "ended", why.as_str()),
        None => login,
    }
}
