//! What follows the right password: a session, or half of a sign-in.

use super::{Person, codes, settings, step};
use crate::{
    crypto::Token,
    http::cookies,
    services::{Outcome, consent},
    state::Portico,
};
use app::api::{second_factor::Place, visit::Visit};
use domain::{
    ids::FactorStepId,
    second_factor::{
        self as rules, AfterPassword as Decision, Facts, Methods, Owner, Proof, STEP_LIFETIME, browser_counts,
    },
    settings::SecondFactorPolicy,
};
use storage::{
    Conn, Tx,
    customers::Customer,
    factor_steps::{self, NewStep},
    remembered_browsers, second_factors,
};

/// The second factor of a sign-in with a password is settled: it was proven, or none is due. Every session that begins
/// with a password asks for one, and only this area makes it.
pub struct Cleared {
    amr: &'static str,
}

impl Cleared {
    /// None was due, or this browser is remembered and no client wants more.
    pub(super) fn by_password() -> Self {
        Self { amr: "pwd" }
    }

    /// By a code.
    pub(super) fn by(proof: Proof) -> Self {
        Self { amr: proof.amr() }
    }

    /// How the person authenticated (RFC 8176), space-separated.
    pub fn amr(&self) -> &'static str {
        self.amr
    }
}

/// A sign-in that is half done: no session. The cookie binds it to this browser, once the transaction is committed.
#[must_use = "hand it out after the commit"]
pub struct Half {
    cookie: String,
    /// The page of the second step.
    pub page: &'static str,
}

impl Half {
    /// Binds it to this browser.
    pub fn hand_out(&self, visit: &Visit) {
        visit.set_cookie(self.cookie.clone());
    }
}

/// What follows the right password.
pub enum AfterPassword {
    /// The session may begin.
    Cleared(Cleared),
    /// The second step is due first.
    Half(Half),
}

/// Whether a second factor stands before the customer's account.
pub async fn stands_before(portico: &Portico, conn: &mut Conn, customer: &Customer) -> Outcome<bool> {
    let shop = storage::settings::load(conn).await?.shop;
    let duty = settings::policy(conn).await?.of_customers(portico.now());
    let owner = Owner::Customer(customer.id);
    let methods = second_factors::load(conn, owner).await?.methods();
    let has_password = customer.password_hash.is_some();
    Ok(rules::stands_before(
        shop.local_sign_in,
        has_password,
        duty,
        methods,
    ))
}

/// What the person wanted when they signed in; it survives the second step.
pub struct Wish<'a> {
    /// *Keep me signed in*.
    pub keep: bool,
    /// Where to go, a path of ours.
    pub next: &'a str,
}

/// Decides what follows the right password, in the transaction that would write the session and that `policy` was read
/// in.
pub async fn after_password(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    (person, policy): (&Person, &SecondFactorPolicy),
    wish: Wish<'_>,
) -> Outcome<AfterPassword> {
    let methods = second_factors::load(tx, person.owner).await?.methods();
    let facts = Facts {
        duty: person.duty,
        methods,
        remembered: is_remembered(portico, tx, visit, person.owner, policy).await?,
        two_wanted: wants_two(portico, tx, person.owner, wish.next).await?,
    };
    Ok(match rules::after_password(facts) {
        Decision::Done => AfterPassword::Cleared(Cleared::by_password()),
        Decision::Ask(methods) => {
            AfterPassword::Half(begin(portico, tx, visit, person, wish, Some(methods)).await?)
        }
        Decision::EnrolFirst | Decision::EnrolOrLater(_) => {
            AfterPassword::Half(begin(portico, tx, visit, person, wish, None).await?)
        }
    })
}

/// Whether a customer is on the way to a client that wants them recognised by two factors.
async fn wants_two(portico: &Portico, conn: &mut Conn, owner: Owner, next: &str) -> Outcome<bool> {
    if matches!(owner, Owner::Staff(_)) {
        return Ok(false);
    }
    let flow = consent::flow_within(portico, conn, Some(next)).await?;
    Ok(flow.is_some_and(|flow| flow.acr.is_two()))
}

/// Whether this browser passed the second step of this person before, and the shop still counts that.
async fn is_remembered(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    owner: Owner,
    policy: &SecondFactorPolicy,
) -> Outcome<bool> {
    let token = visit.cookie(browser_cookie(owner)).and_then(Token::parse);
    let Some(token) = token else { return Ok(false) };
    let found = remembered_browsers::find(tx, owner, &token.hash()).await?;
    let now = portico.now();
    let counting =
        found.filter(|browser| browser_counts(browser.created_at, policy.factor_remember_days, now));
    Ok(match counting {
        // Forgotten at this very moment, it does not count.
        Some(browser) => remembered_browsers::touch(tx, browser.id, now).await?,
        None => false,
    })
}

/// The cookie of a browser that is remembered.
pub(super) fn browser_cookie(owner: Owner) -> &'static str {
    match owner {
        Owner::Customer(_) => cookies::BROWSER,
        Owner::Staff(_) => cookies::OFFICE_BROWSER,
    }
}

async fn begin(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    person: &Person,
    wish: Wish<'_>,
    asked: Option<Methods>,
) -> Outcome<Half> {
    let place = match person.owner {
        Owner::Customer(_) => Place::Login,
        Owner::Staff(_) => Place::OfficeLogin,
    };
    // A browser goes through one second step at a time.
    if let Some(old) = visit.cookie(step::cookie(place)).and_then(Token::parse) {
        factor_steps::end_bound(tx, &old.hash()).await?;
    }
    let (token, now) = (portico.entropy.token(), portico.now());
    let id = FactorStepId::new(now, portico.random());
    let new = NewStep {
        id,
        binding: &token.hash(),
        owner: person.owner,
        password_mark: &person.mark,
        return_to: wish.next,
        keep: wish.keep,
        enrols: asked.is_none(),
        now,
        expires_at: now.plus(STEP_LIFETIME),
    };
    factor_steps::begin(tx, &new).await?;
    if asked.is_some_and(|methods| methods.mail && !methods.app) {
        // With nothing to choose, the code is on its way at once; where too many were, the page offers to ask again.
        codes::send(portico, tx, visit, person, id).await?;
    }
    Ok(Half {
        cookie: cookies::set(step::cookie(place), token.expose(), Some(STEP_LIFETIME)),
        page: place.path(),
    })
}
