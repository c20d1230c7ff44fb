//! The end of the second step: the session begins, with what the person wanted when they signed in.

use super::{
    act::{Held, held, over},
    enter::Cleared,
    step::{self, UnderWay},
};
use crate::{
    http::cookies,
    services::{Outcome, Trouble, login, sessions::Start, staff},
    state::Portico,
};
use app::api::{Answer, ApiError, second_factor::Place, visit::Visit};
use domain::{
    second_factor::{Duty, Owner},
    values::ReturnTo,
};
use storage::{Tx, customers, factor_steps};

/// Uses the step up and lets the person in, in the transaction that took the code.
pub async fn enter(
    portico: &Portico,
    mut tx: Tx,
    visit: &Visit,
    here: UnderWay,
    cleared: Cleared,
) -> Outcome<Answer> {
    let UnderWay { step, person, .. } = here;
    let place = match person.owner {
        Owner::Customer(_) => Place::Login,
        Owner::Staff(_) => Place::OfficeLogin,
    };
    if !factor_steps::use_up(&mut tx, step.id, portico.now()).await? {
        return Ok(over(place));
    }
    let answer = match person.owner {
        Owner::Customer(id) => {
            let customer = customers::by_id(&mut tx, id)
                .await?
                .ok_or(Trouble(ApiError::NotFound))?;
            let start = Start::Password {
                keep: step.keep,
                cleared,
            };
            let next = ReturnTo::or_home(Some(&step.return_to));
            login::let_in(portico, tx, visit, &customer, start, &next).await?
        }
        Owner::Staff(id) => staff::let_in(portico, tx, visit, id, cleared, Some(&step.return_to)).await?,
    };
    portico.outbox.wake();
    if matches!(answer, Answer::Go(_)) {
        visit.set_cookie(cookies::clear(step::cookie(place)));
    }
    Ok(answer)
}

/// Puts setting one up off, as long as the shop lets it be.
pub async fn later(portico: &Portico, visit: &Visit, place: Place) -> Outcome<Answer> {
    let Some(Held { tx, here, factor }) = held(portico, visit, place).await? else {
        return Ok(over(place));
    };
    if !here.step.enrols || here.step.codes.is_some() || !factor.methods().is_empty() {
        return Err(Trouble(ApiError::Malformed));
    }
    if here.person.duty == Duty::Now {
        // The day has come, or the shop's rules have changed, while the page was open.
        return Ok(Answer::go(place.path()));
    }
    enter(portico, tx, visit, here, Cleared::by_password()).await
}

/// The recovery codes are noted; they are shown no more.
pub async fn done(portico: &Portico, visit: &Visit, place: Place) -> Outcome<Answer> {
    let Some(Held { mut tx, here, .. }) = held(portico, visit, place).await? else {
        return Ok(over(place));
    };
    if here.step.codes.is_none() {
        return Err(Trouble(ApiError::Malformed));
    }
    match here.step.proof {
        Some(proof) if place.signs_in() => enter(portico, tx, visit, here, Cleared::by(proof)).await,
        _ => {
            factor_steps::use_up(&mut tx, here.step.id, portico.now()).await?;
            tx.commit().await?;
            Ok(Answer::go(place.home()))
        }
    }
}
