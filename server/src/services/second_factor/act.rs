//! One form for each place; what a person does there.

use super::{
    Person, change, codes, enrol, finish, prove,
    step::{self, UnderWay},
};
use crate::{
    services::{Outcome, Trouble, sessions, staff, throttles},
    state::Portico,
};
use app::{
    api::{
        Answer, ApiError,
        second_factor::{Act, Place},
        visit::Visit,
    },
    routes::with,
};
use domain::{
    ids::{SessionId, StaffSessionId},
    second_factor::{Owner, TRIES},
    values::Fault,
};
use storage::{
    Tx, customers, factor_steps, second_factors,
    second_factors::Factor,
    sessions::{EndedBecause, end_for_customer, end_others},
    staff_sessions,
};

/// Does what the form says.
///
/// # Errors
/// `Malformed` for what is not done at this place.
pub async fn act(portico: &Portico, visit: &Visit, place: Place, act: Act) -> Outcome<Answer> {
    let answer = match (act.act.as_str(), place.signs_in()) {
        ("app" | "mail" | "recovery", true) => prove::prove(portico, visit, place, &act).await,
        ("send", _) => send_again(portico, visit, place).await,
        ("choose_app" | "choose_mail", _) => enrol::choose(portico, visit, place, &act).await,
        ("confirm_app" | "confirm_mail", _) => enrol::confirm(portico, visit, place, &act).await,
        ("back", _) => enrol::back(portico, visit, place).await,
        ("later", true) => finish::later(portico, visit, place).await,
        ("done", _) => finish::done(portico, visit, place).await,
        (_, false) => change::change(portico, visit, place, &act).await,
        (_, true) => Err(Trouble(ApiError::Malformed)),
    }?;
    if answer == over(place) {
        let again = step::begin_again(portico, visit, place).await?;
        return Ok(Answer::go(if place.signs_in() {
            with(&again, "over", "1")
        } else {
            again
        }));
    }
    Ok(answer)
}

/// The step is over, or was never begun: back to where it begins.
pub(super) fn over(place: Place) -> Answer {
    if place.signs_in() {
        Answer::go(format!("{}?over=1", place.home()))
    } else {
        Answer::go(place.home())
    }
}

/// What is under way here, or the answer that nothing is.
pub(super) async fn here(
    portico: &Portico,
    visit: &Visit,
    place: Place,
) -> Outcome<Result<UnderWay, Answer>> {
    let Some(binding) = step::binding(portico, visit, place).await? else {
        return Ok(Err(over(place)));
    };
    let mut conn = portico.database.read().await?;
    let found = step::under_way(portico, &mut conn, place, &binding, TRIES).await?;
    Ok(found.ok_or_else(|| over(place)))
}

/// What is under way, with the transaction that holds it.
pub(super) struct Held {
    pub tx: Tx,
    pub here: UnderWay,
    pub factor: Factor,
}

/// The same in a transaction that holds what it rests on, in the order that is kept everywhere: the factor, the
/// customer with the password that was right, the step. None when it was over meanwhile. The last code that may be
/// tried is counted already when it is looked at.
pub(super) async fn held(portico: &Portico, visit: &Visit, place: Place) -> Outcome<Option<Held>> {
    // Before the transaction begins: who is signed in may be noted, which is one of its own.
    let Some(binding) = step::binding(portico, visit, place).await? else {
        return Ok(None);
    };
    let mut tx = portico.database.begin().await?;
    let Some(found) = step::under_way(portico, &mut tx, place, &binding, TRIES + 1).await? else {
        return Ok(None);
    };
    let factor = second_factors::hold(&mut tx, found.person.owner).await?;
    if let Owner::Customer(id) = found.person.owner {
        customers::hold(&mut tx, id).await?;
    }
    if !factor_steps::hold(&mut tx, found.step.id, portico.now()).await? {
        return Ok(None);
    }
    // Read again, now that nothing of it can change.
    let held = step::under_way(portico, &mut tx, place, &binding, TRIES + 1).await?;
    Ok(held.map(|here| Held { tx, here, factor }))
}

/// Counts a try of a code before it is looked at, in a transaction of its own.
pub(super) async fn count(
    portico: &Portico,
    visit: &Visit,
    place: Place,
    here: &UnderWay,
) -> Outcome<Result<(), Answer>> {
    let owner = here.person.owner.to_string();
    let mut tx = portico.database.begin().await?;
    let counted = factor_steps::try_once(&mut tx, here.step.id, TRIES, portico.now()).await?;
    let allowed = throttles::allow_code(portico, &mut tx, visit, &owner).await?;
    tx.commit().await?;
    Ok(match (counted, allowed) {
        (false, _) => Err(over(place)),
        (true, false) => Err(Answer::form(Fault::TooManyTries)),
        (true, true) => Ok(()),
    })
}

/// What a wrong code leads to: another try, or the password again.
pub(super) async fn wrong(portico: &Portico, visit: &Visit, place: Place, field: &str) -> Outcome<Answer> {
    tracing::info!(?place, "a wrong code");
    Ok(match here(portico, visit, place).await? {
        Ok(_) => Answer::field(field, Fault::WrongCode),
        Err(over) => over,
    })
}

async fn send_again(portico: &Portico, visit: &Visit, place: Place) -> Outcome<Answer> {
    let Some(Held { mut tx, here, factor }) = held(portico, visit, place).await? else {
        return Ok(over(place));
    };
    let by_mail = if here.step.enrols {
        here.person.may_mail && here.step.mail_at.is_some()
    } else {
        factor.methods().mail
    };
    if !by_mail {
        return Err(Trouble(ApiError::Malformed));
    }
    if !codes::send(portico, &mut tx, visit, &here.person, here.step.id).await? {
        return Ok(Answer::form(Fault::TooManyTries));
    }
    tx.commit().await?;
    portico.outbox.wake();
    Ok(Answer::go(place.path()))
}

/// The session that goes on while all others of the person end.
#[derive(Clone, Copy)]
pub(super) enum Kept {
    Customer(SessionId),
    Staff(StaffSessionId),
}

impl Kept {
    /// What a step of this session is bound to.
    pub(super) fn binding(self) -> String {
        match self {
            Self::Customer(id) => format!("session:{id}"),
            Self::Staff(id) => format!("staff_session:{id}"),
        }
    }
}

/// Who is signed in at this place, with their session.
pub(super) struct Mine {
    pub owner: Owner,
    pub session: Kept,
}

/// Who is signed in here.
///
/// # Errors
/// `SignInNeeded`; for customers also `TermsDue`, and `NotFound` while nobody signs in with a password.
pub(super) async fn mine(portico: &Portico, visit: &Visit, place: Place) -> Outcome<Mine> {
    if place.is_office() {
        let member = staff::current(portico, visit)
            .await?
            .ok_or(Trouble(ApiError::SignInNeeded))?;
        return Ok(Mine {
            owner: Owner::Staff(member.id),
            session: Kept::Staff(member.session),
        });
    }
    let session = sessions::needed(portico, visit).await?;
    if sessions::terms_due(&session) {
        return Err(Trouble(ApiError::TermsDue));
    }
    if !sessions::here(portico, visit)
        .await?
        .ways_in
        .settings
        .shop
        .local_sign_in
    {
        return Err(Trouble(ApiError::NotFound));
    }
    Ok(Mine {
        owner: Owner::Customer(session.customer_id),
        session: Kept::Customer(session.id),
    })
}

/// The same, if the sign-in was a moment ago; else the answer that asks for it.
pub(super) async fn mine_recently(
    portico: &Portico,
    visit: &Visit,
    place: Place,
) -> Outcome<Result<Mine, Answer>> {
    let refused = if place.is_office() {
        staff::recent(portico, visit, place.home()).await?.err()
    } else {
        sessions::recent(portico, visit, place.home()).await?.err()
    };
    match refused {
        Some(answer) => Ok(Err(answer)),
        None => Ok(Ok(mine(portico, visit, place).await?)),
    }
}

/// Ends the person's sessions: what they were begun with has changed.
pub(super) async fn end_sessions(
    portico: &Portico,
    tx: &mut Tx,
    owner: Owner,
    but: Option<Kept>,
) -> Outcome<()> {
    let (now, because) = (portico.now(), EndedBecause::SecondFactorChanged);
    match (owner, but) {
        (Owner::Customer(id), Some(Kept::Customer(session))) => {
            end_others(tx, id, session, because, now).await?;
        }
        (Owner::Customer(id), _) => {
            end_for_customer(tx, id, because, now).await?;
        }
        (Owner::Staff(id), Some(Kept::Staff(session))) => {
            staff_sessions::end_others(tx, id, session, now).await?;
        }
        (Owner::Staff(id), _) => {
            staff_sessions::end_for_staff(tx, id, now).await?;
        }
    }
    Ok(())
}

/// The person who is signed in, in a transaction that holds the factor.
///
/// # Errors
/// `NotFound` when they are gone.
pub(super) async fn person(portico: &Portico, tx: &mut Tx, owner: Owner) -> Outcome<(Person, Factor)> {
    let factor = second_factors::hold(tx, owner).await?;
    let policy = super::policy(tx).await?;
    let person = Person::load(tx, owner, &policy, portico.now()).await?;
    Ok((person.ok_or(Trouble(ApiError::NotFound))?, factor))
}
