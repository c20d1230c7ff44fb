//! What a person who is signed in changes about their second factor.

use super::{
    act::{Mine, end_sessions, mine, mine_recently, person},
    enrol,
};
use crate::{
    mail::FactorChange,
    services::{Outcome, Trouble},
    state::Portico,
};
use app::api::{
    Answer, ApiError,
    second_factor::{Act, Place},
    visit::Visit,
};
use domain::{ids::RememberedBrowserId, second_factor::Duty, values::Fault};
use serde_json::json;
use storage::{factor_steps, remembered_browsers, second_factors};

/// Does what the form on the card says. All but forgetting a browser asks for a recent sign-in.
///
/// # Errors
/// `Malformed` for what is not done here, `NotFound` for what is not theirs.
pub async fn change(portico: &Portico, visit: &Visit, place: Place, act: &Act) -> Outcome<Answer> {
    match act.act.as_str() {
        "forget" | "forget_all" => return forget(portico, visit, place, act).await,
        "codes" | "turn_off" | "drop_app" | "drop_mail" => {}
        _ => return Err(Trouble(ApiError::Malformed)),
    }
    let mine = match mine_recently(portico, visit, place).await? {
        Ok(mine) => mine,
        Err(answer) => return Ok(answer),
    };
    match act.act.as_str() {
        "codes" => enrol::begin_codes(portico, visit, place, &mine).await,
        "turn_off" => turn_off(portico, visit, place, &mine).await,
        dropped => drop_method(portico, visit, place, &mine, dropped == "drop_app").await,
    }
}

async fn turn_off(portico: &Portico, visit: &Visit, place: Place, mine: &Mine) -> Outcome<Answer> {
    let mut tx = portico.database.begin().await?;
    let (person, factor) = person(portico, &mut tx, mine.owner).await?;
    if factor.methods().is_empty() {
        return Err(Trouble(ApiError::NotFound));
    }
    if person.duty == Duty::Now {
        return Ok(Answer::form(Fault::FactorRequired));
    }
    second_factors::remove(&mut tx, mine.owner).await?;
    remembered_browsers::forget_all(&mut tx, mine.owner).await?;
    factor_steps::end_others(&mut tx, mine.owner, None).await?;
    end_sessions(portico, &mut tx, mine.owner, Some(mine.session)).await?;
    let deed = (person.actor(), "second_factor.turned_off");
    person.note(portico, &mut tx, visit, deed, None).await?;
    person.tell(portico, &mut tx, FactorChange::TurnedOff).await?;
    tx.commit().await?;
    portico.outbox.wake();
    Ok(Answer::go(place.home()))
}

/// Takes one of two methods away; the other one stays, so there is always a second factor.
async fn drop_method(
    portico: &Portico,
    visit: &Visit,
    place: Place,
    mine: &Mine,
    app: bool,
) -> Outcome<Answer> {
    let mut tx = portico.database.begin().await?;
    let (person, factor) = person(portico, &mut tx, mine.owner).await?;
    let methods = factor.methods();
    if !(methods.app && methods.mail) {
        return Err(Trouble(ApiError::NotFound));
    }
    let method = if app {
        second_factors::clear_app(&mut tx, mine.owner).await?;
        "app"
    } else {
        second_factors::clear_mail(&mut tx, mine.owner).await?;
        "mail"
    };
    factor_steps::end_others(&mut tx, mine.owner, None).await?;
    end_sessions(portico, &mut tx, mine.owner, Some(mine.session)).await?;
    let deed = (person.actor(), "second_factor.method_dropped");
    let new = Some(json!({ "factor_method": method }));
    person.note(portico, &mut tx, visit, deed, new).await?;
    person.tell(portico, &mut tx, FactorChange::MethodDropped).await?;
    tx.commit().await?;
    portico.outbox.wake();
    Ok(Answer::go(place.home()))
}

async fn forget(portico: &Portico, visit: &Visit, place: Place, act: &Act) -> Outcome<Answer> {
    let owner = mine(portico, visit, place).await?.owner;
    let mut tx = portico.database.begin().await?;
    let (person, _) = person(portico, &mut tx, owner).await?;
    if act.act == "forget_all" {
        remembered_browsers::forget_all(&mut tx, owner).await?;
    } else {
        let missing = Trouble(ApiError::NotFound);
        let id = act.id.parse::<RememberedBrowserId>().map_err(|_| missing)?;
        if !remembered_browsers::forget(&mut tx, owner, id).await? {
            return Err(missing);
        }
    }
    let deed = (person.actor(), "second_factor.browser_forgotten");
    person.note(portico, &mut tx, visit, deed, None).await?;
    tx.commit().await?;
    Ok(Answer::go(place.home()))
}
