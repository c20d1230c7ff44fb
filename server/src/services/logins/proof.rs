//! Proving the old account: whoever brought an unknown identity and says that they have an account already signs in to
//! it, by whatever way it has and with its second factor, and connects the identity then.
//!
//! The identity waits in this browser under a cookie of its own, which a sign-in leaves alone: without the button it is
//! forgotten by the next sign-in, since it may be somebody else's.

use super::signed_in;
use crate::{
    http::cookies,
    services::{
        Outcome, Trouble,
        again::twice,
        consent,
        identities::{Arrival, Attached, attach},
        provider_sign_in::{pending_arrival, wait_for_account},
        sessions,
    },
    state::Portico,
};
use app::{
    api::{Answer, ApiError, logins::Proof, visit::Visit},
    routes::{sign_in_with_factor, with_next},
};
use domain::{
    ids::AttemptId,
    values::{Email, Fault},
};
use storage::{attempts, customers, providers, sessions::SessionView};

/// Where the identity is connected.
const PAGE: &str = "/account/logins/proof";

/// Whom this browser brought from a provider.
pub async fn proof(portico: &Portico, visit: &Visit) -> Outcome<Proof> {
    let arrival = pending_arrival(portico, visit).await?;
    let arrival = arrival
        .filter(|arrival| arrival.claims.email.is_some())
        .ok_or(Trouble(ApiError::NotFound))?;
    let claims = &arrival.claims;
    let person = [
        claims.given_name.as_ref().map(ToString::to_string),
        claims.family_name.as_ref().map(ToString::to_string),
        claims.email.as_ref().map(|email| format!("({email})")),
    ];
    Ok(Proof {
        provider: arrival.provider.name,
        person: person.into_iter().flatten().collect::<Vec<_>>().join(" "),
    })
}

/// Keeps the identity for the sign-in that follows.
pub async fn have_account(portico: &Portico, visit: &Visit) -> Outcome<Answer> {
    let Some(arrival) = pending_arrival(portico, visit).await? else {
        return Ok(Answer::form(Fault::LinkExpired));
    };
    prove_at(portico, visit, arrival.attempt, with_next("/login", Some(PAGE))).await
}

/// Keeps the identity of this attempt for the sign-in to an account whose second factor a mailed link does not replace.
pub async fn prove_factor(portico: &Portico, visit: &Visit, attempt: AttemptId) -> Outcome<Answer> {
    prove_at(portico, visit, attempt, sign_in_with_factor(PAGE)).await
}

/// Keeps the identity of this attempt, and leads to where it is connected, over `login` where nobody is signed in.
async fn prove_at(portico: &Portico, visit: &Visit, attempt: AttemptId, login: String) -> Outcome<Answer> {
    wait_for_account(portico, visit, attempt).await?;
    let here = sessions::current(portico, visit).await?;
    Ok(Answer::go(here.map_or(login, |_| PAGE.to_owned())))
}

/// Connects the waiting identity to the customer who signed in a moment ago. Its address must be theirs: a proof for
/// one account is good for no other.
pub async fn connect_proven(portico: &Portico, visit: &Visit) -> Outcome<Answer> {
    signed_in(portico, visit).await?;
    let session = match sessions::recent(portico, visit, PAGE).await? {
        Ok(session) => session,
        Err(again) => return Ok(again),
    };
    let Some(arrival) = pending_arrival(portico, visit).await? else {
        return Ok(Answer::form(Fault::LinkExpired));
    };
    let answer = twice(|| try_to_connect(portico, visit, &arrival, &session)).await?;
    if matches!(answer, Answer::Go(_)) {
        visit.set_cookie(cookies::clear(cookies::PROOF));
    }
    Ok(answer)
}

async fn try_to_connect(
    portico: &Portico,
    visit: &Visit,
    arrival: &Arrival,
    session: &SessionView,
) -> Outcome<Answer> {
    let mut tx = portico.database.begin().await?;
    let customer = customers::hold(&mut tx, session.customer_id)
        .await?
        .ok_or(Trouble(ApiError::NotFound))?;
    let live = storage::sessions::by_id(&mut tx, session.id).await?;
    if !customer.status.may_sign_in() || live.is_none_or(|live| live.ended_at.is_some()) {
        return Err(Trouble(ApiError::SignInNeeded));
    }
    let theirs = customer.address_proven_at.is_some()
        && arrival.claims.email.as_ref().map(Email::key) == customer.address_key;
    if !theirs {
        return Ok(Answer::form(Fault::OtherAccount));
    }
    if !providers::hold_enabled(&mut tx, arrival.provider.id).await? {
        return Ok(Answer::form(Fault::NotAllowed));
    }
    if !attempts::take_pending(&mut tx, arrival.attempt, portico.now()).await? {
        return Ok(Answer::form(Fault::LinkExpired));
    }
    match attach(portico, &mut tx, visit, arrival, &customer).await? {
        Attached::Elsewhere => return Ok(Answer::form(Fault::NotAllowed)),
        Attached::Done | Attached::Already => {}
    }
    let next = consent::still_waiting(portico, &mut tx, arrival.return_to.clone()).await?;
    tx.commit().await?;
    portico.outbox.wake();
    Ok(Answer::go(next))
}
