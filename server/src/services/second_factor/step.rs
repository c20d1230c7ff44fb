//! What a browser is in the middle of: which step is bound here, and what its page shows.

use super::{Person, act::Kept, codes, qr, settings};
use crate::{
    crypto::{AppSecret, Token},
    http::cookies,
    services::{Outcome, Trouble, clients, consent, dates, sessions, staff},
    state::Portico,
};
use app::{
    api::{
        ApiError,
        second_factor::{Ask, Countdown, MailCode, NewApp, Place, Stage, StepPage},
        visit::Visit,
    },
    routes::with_next,
};
use domain::{
    second_factor::{Deadline, Duty, Methods, Owner, TRIES},
    settings::SecondFactorPolicy,
};
use storage::{
    Conn,
    factor_steps::{self, Step},
    sealed::Column,
    second_factors,
};

/// The cookie that binds half of a sign-in to its browser.
pub fn cookie(place: Place) -> &'static str {
    if place.is_office() {
        cookies::OFFICE_STEP
    } else {
        cookies::STEP
    }
}

/// What a step of this visit is bound to: the browser's cookie while signing in, else the session.
pub async fn binding(portico: &Portico, visit: &Visit, place: Place) -> Outcome<Option<String>> {
    Ok(match place {
        Place::Login | Place::OfficeLogin => visit
            .cookie(cookie(place))
            .and_then(Token::parse)
            .map(|token| token.hash()),
        Place::Account => sessions::current(portico, visit)
            .await?
            .map(|session| Kept::Customer(session.id).binding()),
        Place::Office => staff::current(portico, visit)
            .await?
            .map(|member| Kept::Staff(member.session).binding()),
    })
}

/// A step that is under way, with its person as they are now.
pub struct UnderWay {
    pub step: Step,
    pub person: Person,
    pub policy: SecondFactorPolicy,
}

/// What is under way here, with fewer than `tries` codes tried. None when nothing was begun, it is over, it belongs
/// to the other side, or the password is another one since.
pub async fn under_way(
    portico: &Portico,
    conn: &mut Conn,
    place: Place,
    binding: &str,
    tries: i64,
) -> Outcome<Option<UnderWay>> {
    let now = portico.now();
    let Some(step) = factor_steps::find(conn, binding, tries, now).await? else {
        return Ok(None);
    };
    let policy = settings::policy(conn).await?;
    let person = Person::load(conn, step.owner, &policy, now).await?;
    let office = matches!(step.owner, Owner::Staff(_));
    let still = person.filter(|person| office == place.is_office() && person.mark == step.password_mark);
    Ok(still.map(|person| UnderWay { step, person, policy }))
}

/// Whether something is under way here.
pub async fn is_open(portico: &Portico, visit: &Visit, place: Place) -> Outcome<bool> {
    let Some(binding) = binding(portico, visit, place).await? else {
        return Ok(false);
    };
    let mut conn = portico.database.read().await?;
    Ok(under_way(portico, &mut conn, place, &binding, TRIES)
        .await?
        .is_some())
}

/// Where a step begins anew that is over or given up; a customer's sign-in goes on to where it was to lead.
pub async fn begin_again(portico: &Portico, visit: &Visit, place: Place) -> Outcome<String> {
    let bound = match place {
        Place::Login => binding(portico, visit, place).await?,
        Place::Account | Place::OfficeLogin | Place::Office => None,
    };
    let wanted = match bound {
        Some(binding) => factor_steps::wanted(&mut portico.database.read().await?, &binding).await?,
        None => None,
    };
    Ok(with_next(place.home(), wanted.as_deref()))
}

/// What the page shows.
pub async fn read(portico: &Portico, visit: &Visit, place: Place) -> Outcome<StepPage> {
    let missing = Trouble(ApiError::NotFound);
    let binding = binding(portico, visit, place).await?.ok_or(missing)?;
    let mut conn = portico.database.read().await?;
    let here = under_way(portico, &mut conn, place, &binding, TRIES)
        .await?
        .ok_or(missing)?;
    let methods = second_factors::load(&mut conn, here.person.owner)
        .await?
        .methods();
    let client = match place {
        Place::Login => consent::flow_within(portico, &mut conn, Some(&here.step.return_to)).await?,
        Place::Account | Place::OfficeLogin | Place::Office => None,
    };
    drop(conn);
    Ok(StepPage {
        place,
        stage: stage(portico, &here, methods)?,
        countdown: countdown(portico, visit, here.person.duty).filter(|_| place.signs_in()),
        again: begin_again(portico, visit, place).await?,
        client: client.map(|flow| clients::face(&flow.client)),
    })
}

/// The day from which a second factor is required, while it lies ahead.
pub fn countdown(portico: &Portico, visit: &Visit, duty: Duty) -> Option<Countdown> {
    let Duty::From(at) = duty else { return None };
    Some(Countdown {
        date: dates::date(at, visit.facts().language),
        days: Deadline::new(at, portico.now()).days,
    })
}

fn stage(portico: &Portico, here: &UnderWay, methods: Methods) -> Outcome<Stage> {
    let UnderWay { step, person, policy } = here;
    let to = || person.email.clone().unwrap_or_default();
    if step.codes.is_some() {
        return Ok(Stage::Codes(codes::open(portico, step)?));
    }
    if !step.enrols {
        return Ok(Stage::Ask(Ask {
            app: methods.app,
            mail: methods.mail.then(|| MailCode {
                to: to(),
                sent: step.mail_id.is_some(),
            }),
            remember_days: policy.factor_remember_days,
        }));
    }
    if step.secret.is_some() {
        return Ok(Stage::App(new_app(portico, step, &to())?));
    }
    Ok(match step.mail_at {
        Some(_) => Stage::Mail { to: to() },
        None => Stage::Choose {
            mail: person.may_mail,
        },
    })
}

fn new_app(portico: &Portico, step: &Step, account: &str) -> Outcome<NewApp> {
    let secret = new_secret(portico, step)?;
    let uri = secret.uri(&portico.config.shop.name, account);
    let groups: Vec<_> = secret
        .key()
        .as_bytes()
        .chunks(4)
        .map(String::from_utf8_lossy)
        .collect();
    Ok(NewApp {
        key: groups.join(" "),
        qr: qr::draw(&uri)?,
        uri,
    })
}

/// The secret of the app that is being set up.
///
/// # Errors
/// `NotFound` when none is.
pub fn new_secret(portico: &Portico, step: &Step) -> Outcome<AppSecret> {
    let sealed = step.secret.as_deref().ok_or(Trouble(ApiError::NotFound))?;
    let place = Column::NewAppSecret.place(step.id);
    Ok(AppSecret::from_key(portico.keyring.open_sealed(&place, sealed)?))
}
