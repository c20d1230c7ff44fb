//! The second step of a sign-in: a code of an app, of a mail, or a recovery code.

use super::{
    Person,
    act::{Held, count, held, here, over, wrong},
    codes,
    enter::{Cleared, browser_cookie},
    finish,
    step::UnderWay,
};
use crate::{
    crypto::{AppSecret, Token},
    http::cookies,
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
    ids::RememberedBrowserId,
    second_factor::{Code, Proof, RecoveryCode, matching},
    time::Span,
    values::Fault,
};
use serde_json::json;
use storage::{
    Tx,
    remembered_browsers::{self, NewBrowser},
    sealed::Column,
    second_factors::{self, Factor},
};

/// A code as it was typed.
enum Typed {
    App(Code),
    Mail(Code),
    Recovery(RecoveryCode),
}

impl Typed {
    fn parse(act: &Act) -> Result<Self, (&'static str, Fault)> {
        match act.act.as_str() {
            "app" => Code::parse(&act.app_code)
                .map(Self::App)
                .map_err(|fault| ("app_code", fault)),
            "mail" => Code::parse(&act.mail_code)
                .map(Self::Mail)
                .map_err(|fault| ("mail_code", fault)),
            _ => RecoveryCode::parse(&act.recovery_code)
                .map(Self::Recovery)
                .map_err(|fault| ("recovery_code", fault)),
        }
    }

    fn field(&self) -> &'static str {
        match self {
            Self::App(_) => "app_code",
            Self::Mail(_) => "mail_code",
            Self::Recovery(_) => "recovery_code",
        }
    }

    fn proof(&self) -> Proof {
        match self {
            Self::App(_) => Proof::App,
            Self::Mail(_) => Proof::Mail,
            Self::Recovery(_) => Proof::Recovery,
        }
    }
}

/// Takes a code. The right one uses itself and the step up, and the session begins.
pub async fn prove(portico: &Portico, visit: &Visit, place: Place, act: &Act) -> Outcome<Answer> {
    let before = match here(portico, visit, place).await? {
        Ok(here) if !here.step.enrols => here,
        Ok(_) => return Err(Trouble(ApiError::Malformed)),
        Err(over) => return Ok(over),
    };
    let typed = match Typed::parse(act) {
        Ok(typed) => typed,
        Err((field, fault)) => return Ok(Answer::field(field, fault)),
    };
    if let Err(answer) = count(portico, visit, place, &before).await? {
        return Ok(answer);
    }
    let Some(Held { mut tx, here, factor }) = held(portico, visit, place).await? else {
        return Ok(over(place));
    };
    if !is_right(portico, &mut tx, visit, &here, &factor, &typed).await? {
        drop(tx);
        return wrong(portico, visit, place, typed.field()).await;
    }
    throttles::forgive_code(&mut tx, &here.person.owner.to_string()).await?;
    let browser = if act.remember.is_some() || act.remember_too.is_some() {
        remember(portico, &mut tx, visit, &here).await?
    } else {
        None
    };
    let answer = finish::enter(portico, tx, visit, here, Cleared::by(typed.proof())).await?;
    if let Some(cookie) = browser.filter(|_| matches!(answer, Answer::Go(_))) {
        visit.set_cookie(cookie);
    }
    Ok(answer)
}

/// Whether the code is right, and used up by that.
async fn is_right(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    here: &UnderWay,
    factor: &Factor,
    typed: &Typed,
) -> Outcome<bool> {
    match typed {
        Typed::App(code) => use_app(portico, tx, &here.person, factor, *code).await,
        Typed::Mail(code) if factor.methods().mail => codes::use_mailed(portico, tx, &here.step, *code).await,
        Typed::Mail(_) => Ok(false),
        Typed::Recovery(code) => use_recovery(portico, tx, visit, &here.person, code).await,
    }
}

async fn use_app(
    portico: &Portico,
    tx: &mut Tx,
    person: &Person,
    factor: &Factor,
    typed: Code,
) -> Outcome<bool> {
    let Some(sealed) = factor.app_secret.as_deref() else {
        return Ok(false);
    };
    let place = Column::AppSecret.place(person.owner);
    let secret = AppSecret::from_key(portico.keyring.open_sealed(&place, sealed)?);
    let code_at = |step| secret.code_at(step);
    match matching(typed, portico.now(), factor.app_last_step, code_at) {
        Some(step) => Ok(second_factors::use_step(tx, person.owner, sealed, step).await?),
        None => Ok(false),
    }
}

async fn use_recovery(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    person: &Person,
    code: &RecoveryCode,
) -> Outcome<bool> {
    let hash = portico.keyring.recovery().hash(person.owner, code);
    if !second_factors::use_recovery_code(tx, person.owner, &hash, portico.now()).await? {
        return Ok(false);
    }
    let left = second_factors::count_recovery_codes(tx, person.owner).await?;
    let deed = (person.actor(), "second_factor.code_used");
    person
        .note(portico, tx, visit, deed, Some(json!({ "codes_left": left })))
        .await?;
    person.tell(portico, tx, FactorChange::CodeUsed).await?;
    Ok(true)
}

/// Remembers this browser for the person, in place of whom it was remembered for. Gives its cookie.
async fn remember(portico: &Portico, tx: &mut Tx, visit: &Visit, here: &UnderWay) -> Outcome<Option<String>> {
    let (owner, days) = (here.person.owner, here.policy.factor_remember_days);
    if days == 0 {
        return Ok(None);
    }
    let name = browser_cookie(owner);
    if let Some(old) = visit.cookie(name).and_then(Token::parse) {
        remembered_browsers::forget_token(tx, &old.hash()).await?;
    }
    let (token, now, facts) = (portico.entropy.token(), portico.now(), visit.facts());
    let new = NewBrowser {
        id: RememberedBrowserId::new(now, portico.random()),
        owner,
        token_hash: &token.hash(),
        user_agent: &facts.user_agent,
        requester: &facts.requester.to_string(),
        now,
    };
    remembered_browsers::insert(tx, &new).await?;
    let deed = (here.person.actor(), "second_factor.browser_remembered");
    here.person.note(portico, tx, visit, deed, None).await?;
    Ok(Some(cookies::set(
        name,
        token.expose(),
        Some(Span::days(days.into())),
    )))
}
