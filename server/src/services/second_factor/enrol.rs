//! Setting a method up: it counts once a code has confirmed it.

use super::{
    Person,
    act::{Held, Kept, Mine, count, end_sessions, held, here, mine, mine_recently, over, person, wrong},
    codes,
    step::{UnderWay, new_secret},
};
use crate::{
    crypto::AppSecret,
    mail::FactorChange,
    services::{Outcome, Trouble, throttles},
    state::Portico,
};
use app::api::{
    Answer, ApiError,
    second_factor::{Act, Place},
    visit::Visit,
};
use domain::{
    ids::FactorStepId,
    second_factor::{Code, Duty, Proof, matching},
    time::Span,
    values::Fault,
};
use serde_json::json;
use storage::{
    Tx,
    factor_steps::{self, NewStep},
    sealed::Column,
    second_factors::{self, Factor},
};

/// How long a person who is signed in has to set a method up.
const SETUP_LIFETIME: Span = Span::minutes(30);

/// Begins to set up the method that was chosen: makes the app's secret, or mails a code.
pub async fn choose(portico: &Portico, visit: &Visit, place: Place, act: &Act) -> Outcome<Answer> {
    if place.signs_in() {
        choose_at_sign_in(portico, visit, place, act).await
    } else {
        choose_signed_in(portico, visit, place, act).await
    }
}

async fn choose_at_sign_in(portico: &Portico, visit: &Visit, place: Place, act: &Act) -> Outcome<Answer> {
    match held(portico, visit, place).await? {
        Some(Held { tx, here, .. }) if here.step.enrols && here.step.codes.is_none() => {
            prepare(portico, tx, visit, place, act, (here.step.id, &here.person)).await
        }
        Some(_) => Err(Trouble(ApiError::Malformed)),
        None => Ok(over(place)),
    }
}

async fn choose_signed_in(portico: &Portico, visit: &Visit, place: Place, act: &Act) -> Outcome<Answer> {
    let mine = match mine_recently(portico, visit, place).await? {
        Ok(mine) => mine,
        Err(answer) => return Ok(answer),
    };
    let mut tx = portico.database.begin().await?;
    let (step, person) = begin(portico, &mut tx, place, &mine).await?;
    prepare(portico, tx, visit, place, act, (step, &person)).await
}

/// Makes the app's secret, or mails a code, for a step that sets a method up.
async fn prepare(
    portico: &Portico,
    mut tx: Tx,
    visit: &Visit,
    place: Place,
    act: &Act,
    (step, person): (FactorStepId, &Person),
) -> Outcome<Answer> {
    if act.act == "choose_app" {
        let secret = AppSecret::new(&*portico.entropy);
        let sealed = portico.keyring.seal(
            &*portico.entropy,
            &Column::NewAppSecret.place(step),
            secret.key().as_bytes(),
        );
        factor_steps::put_secret(&mut tx, step, Some(&sealed)).await?;
    } else {
        if !person.may_mail {
            return Err(Trouble(ApiError::Malformed));
        }
        if !codes::send(portico, &mut tx, visit, person, step).await? {
            return Ok(Answer::form(Fault::TooManyTries));
        }
    }
    tx.commit().await?;
    portico.outbox.wake();
    Ok(Answer::go(place.path()))
}

/// A step bound to the session of who is signed in.
async fn begin(portico: &Portico, tx: &mut Tx, place: Place, mine: &Mine) -> Outcome<(FactorStepId, Person)> {
    let owner = mine.owner;
    let (person, _) = person(portico, tx, owner).await?;
    if person.duty == Duty::Off || !person.has_password {
        return Err(Trouble(ApiError::NotFound));
    }
    let now = portico.now();
    let id = FactorStepId::new(now, portico.random());
    let new = NewStep {
        id,
        binding: &mine.session.binding(),
        owner,
        password_mark: &person.mark,
        return_to: place.home(),
        keep: false,
        enrols: true,
        now,
        expires_at: now.plus(SETUP_LIFETIME),
    };
    factor_steps::begin(tx, &new).await?;
    Ok((id, person))
}

/// Begins a step that only shows new recovery codes.
pub async fn begin_codes(portico: &Portico, visit: &Visit, place: Place, mine: &Mine) -> Outcome<Answer> {
    let mut tx = portico.database.begin().await?;
    let owner = mine.owner;
    if second_factors::load(&mut tx, owner).await?.methods().is_empty() {
        return Err(Trouble(ApiError::NotFound));
    }
    let (step, person) = begin(portico, &mut tx, place, mine).await?;
    let sealed = codes::make_recovery(portico, &mut tx, owner, step).await?;
    factor_steps::put_codes(&mut tx, step, None, &sealed).await?;
    let deed = (person.actor(), "second_factor.codes_made");
    person.note(portico, &mut tx, visit, deed, None).await?;
    person.tell(portico, &mut tx, FactorChange::NewCodes).await?;
    tx.commit().await?;
    portico.outbox.wake();
    Ok(Answer::go(place.path()))
}

/// Takes the code that confirms the method. From then on it counts; the first method brings recovery codes.
pub async fn confirm(portico: &Portico, visit: &Visit, place: Place, act: &Act) -> Outcome<Answer> {
    let before = match here(portico, visit, place).await? {
        Ok(here) if here.step.enrols && here.step.codes.is_none() => here,
        Ok(_) => return Err(Trouble(ApiError::Malformed)),
        Err(over) => return Ok(over),
    };
    let (field, typed, proof) = if act.act == "confirm_app" {
        ("app_code", &act.app_code, Proof::App)
    } else {
        ("mail_code", &act.mail_code, Proof::Mail)
    };
    let code = match Code::parse(typed) {
        Ok(code) => code,
        Err(fault) => return Ok(Answer::field(field, fault)),
    };
    if let Err(answer) = count(portico, visit, place, &before).await? {
        return Ok(answer);
    }
    let session = match place.signs_in() {
        true => None,
        false => Some(mine(portico, visit, place).await?.session),
    };
    let Some(Held { mut tx, here, factor }) = held(portico, visit, place).await? else {
        return Ok(over(place));
    };
    if place.signs_in() && !factor.methods().is_empty() {
        // Set up elsewhere meanwhile: whoever knows the password alone does not replace it.
        return Ok(over(place));
    }
    if !set_up(portico, &mut tx, &here, code, proof).await? {
        drop(tx);
        return wrong(portico, visit, place, field).await;
    }
    throttles::forgive_code(&mut tx, &here.person.owner.to_string()).await?;
    let go_on = settle(portico, &mut tx, visit, place, (&here, &factor, proof), session).await?;
    tx.commit().await?;
    portico.outbox.wake();
    Ok(Answer::go(go_on))
}

/// Sets the method up if the code is right.
async fn set_up(portico: &Portico, tx: &mut Tx, here: &UnderWay, code: Code, proof: Proof) -> Outcome<bool> {
    let (owner, now) = (here.person.owner, portico.now());
    if proof == Proof::Mail {
        let right = here.person.may_mail && codes::use_mailed(portico, tx, &here.step, code).await?;
        if right {
            second_factors::set_mail(tx, owner, now).await?;
        }
        return Ok(right);
    }
    if here.step.secret.is_none() {
        return Ok(false);
    }
    let secret = new_secret(portico, &here.step)?;
    let Some(step) = matching(code, now, None, |step| secret.code_at(step)) else {
        return Ok(false);
    };
    let place = Column::AppSecret.place(owner);
    let sealed = portico
        .keyring
        .seal(&*portico.entropy, &place, secret.key().as_bytes());
    second_factors::set_app(tx, owner, &sealed, step, now).await?;
    Ok(true)
}

/// What setting up a method brings with it. Gives the path where the person goes on.
async fn settle(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    place: Place,
    (here, before, proof): (&UnderWay, &Factor, Proof),
    session: Option<Kept>,
) -> Outcome<&'static str> {
    let UnderWay { step, person, .. } = here;
    factor_steps::end_others(tx, person.owner, Some(step.id)).await?;
    end_sessions(portico, tx, person.owner, session).await?;
    let deed = (person.actor(), "second_factor.set_up");
    let method = Some(json!({ "factor_method": proof }));
    person.note(portico, tx, visit, deed, method).await?;
    person.tell(portico, tx, FactorChange::SetUp).await?;
    if before.methods().is_empty() {
        let sealed = codes::make_recovery(portico, tx, person.owner, step.id).await?;
        let proof = place.signs_in().then_some(proof);
        factor_steps::put_codes(tx, step.id, proof, &sealed).await?;
        return Ok(place.path());
    }
    factor_steps::use_up(tx, step.id, portico.now()).await?;
    Ok(place.home())
}

/// Back to choosing a method, or away from setting one up.
pub async fn back(portico: &Portico, visit: &Visit, place: Place) -> Outcome<Answer> {
    let Some(Held { mut tx, here, .. }) = held(portico, visit, place).await? else {
        return Ok(over(place));
    };
    if !here.step.enrols || here.step.codes.is_some() {
        return Err(Trouble(ApiError::Malformed));
    }
    factor_steps::put_secret(&mut tx, here.step.id, None).await?;
    if !place.signs_in() {
        factor_steps::use_up(&mut tx, here.step.id, portico.now()).await?;
    }
    tx.commit().await?;
    Ok(Answer::go(if place.signs_in() {
        place.path()
    } else {
        place.home()
    }))
}
