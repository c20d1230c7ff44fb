//! An identity whose address is being proven: kept with its attempt, bound to its browser, until the link in the mail
//! is followed.

use super::{ASKING_LIFETIME, PENDING_LIFETIME, PROVING_LIFETIME, flow_hash};
use crate::{
    crypto::Token,
    http::cookies,
    mail::{LinkSubject, Mail},
    services::{
        Outcome, Trouble,
        again::twice,
        identities::{Arrival, Settled, settle},
        links::{self as link_mails, answer_of},
        logins,
        settings::domains,
        throttles::{self, Action, MailFor},
    },
    state::Portico,
};
use app::api::{
    Answer, ApiError, Problems,
    frame::Screen,
    registration::{Asked, GiveAddress},
    visit::Visit,
};
use domain::{
    identities::AddressClaim,
    ids::AttemptId,
    providers::map_claims,
    time::{Span, Timestamp},
    values::{Email, Fault, ReturnTo},
};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use storage::{
    attempts,
    links::{self, Link},
    sealed::Column,
};

/// An identity whose address is being proven, kept with its attempt.
#[derive(Serialize, Deserialize)]
struct Pending {
    issuer: String,
    claims: Value,
    id_token: String,
    sid: Option<String>,
    amr: Vec<String>,
    auth_time: Option<Timestamp>,
    address: Option<String>,
}

/// Keeps the identity when it needs an address, and sends the bound link when it has one to prove.
pub(super) async fn keep(
    portico: &Portico,
    tx: &mut storage::Tx,
    visit: &Visit,
    arrival: &Arrival,
    settled: &Settled,
) -> Outcome<()> {
    let address = match settled {
        Settled::AskForAddress => None,
        Settled::Prove(email) => Some(email),
        Settled::In(..) | Settled::Go(_) | Settled::Show(_) | Settled::SignInFirst => return Ok(()),
    };
    let plain = arrival.id_token.expose_secret().as_bytes();
    let place = Column::PendingIdToken.place(arrival.attempt);
    let pending = Pending {
        issuer: arrival.issuer.clone(),
        claims: arrival.raw.clone(),
        id_token: portico.keyring.seal(&*portico.entropy, &place, plain),
        sid: arrival.sid.clone(),
        amr: arrival.amr.clone(),
        auth_time: arrival.auth_time,
        address: address.map(ToString::to_string),
    };
    let lifetime = if address.is_some() {
        PENDING_LIFETIME
    } else {
        ASKING_LIFETIME
    };
    store_pending(portico, tx, arrival.attempt, &pending, lifetime).await?;
    if visit.cookie(cookies::PROOF).is_some() {
        // Who waited before waits no more.
        visit.set_cookie(cookies::clear(cookies::PROOF));
    }
    match address {
        // An address that has had its share of mails has one of these, too.
        Some(email)
            if throttles::allow_mail(portico, tx, visit, MailFor::Proof, Some(&email.key())).await? =>
        {
            send_bound_link(portico, tx, arrival, email).await
        }
        _ => Ok(()),
    }
}

async fn store_pending(
    portico: &Portico,
    tx: &mut storage::Tx,
    id: AttemptId,
    pending: &Pending,
    lifetime: Span,
) -> Outcome<()> {
    let value = serde_json::to_value(pending).map_err(|_| Trouble(ApiError::Internal))?;
    Ok(attempts::put_pending(tx, id, &value, portico.now().plus(lifetime)).await?)
}

/// A link that proves the address for this issuer and subject, in this browser, and for nothing else.
async fn send_bound_link(
    portico: &Portico,
    tx: &mut storage::Tx,
    arrival: &Arrival,
    email: &Email,
) -> Outcome<()> {
    let payload = json!({
        "attempt": arrival.attempt,
        "issuer": arrival.issuer,
        "subject": arrival.claims.subject,
        "address": email,
        "provider": arrival.provider.name,
    });
    let link = LinkSubject {
        customer_id: None,
        request_id: None,
        staff_id: None,
        payload,
    };
    let name = arrival
        .claims
        .given_name
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default();
    let mail = Mail::ProveAddress { name, link };
    link_mails::send(portico, tx, &mail, email.as_str(), arrival.language, None).await
}

/// Whom this browser brought from a provider, for the page that asks for the address.
pub async fn asked(portico: &Portico, visit: &Visit) -> Outcome<Asked> {
    let arrival = pending_arrival(portico, visit).await?;
    let arrival = arrival.ok_or(Trouble(ApiError::NotFound))?;
    let names = [&arrival.claims.given_name, &arrival.claims.family_name];
    let names: Vec<_> = names.into_iter().flatten().map(ToString::to_string).collect();
    Ok(Asked {
        provider: arrival.provider.name,
        person: names.join(" "),
    })
}

/// Takes the address that a provider did not tell, and decides again with it as unproven.
pub async fn give_address(portico: &Portico, visit: &Visit, form: GiveAddress) -> Outcome<Answer> {
    let mut conn = portico.database.read().await?;
    let email = match domains::admitted(&mut conn, &form.email).await? {
        Ok(email) => email,
        Err(fault) => return Ok(Answer::field("email", fault)),
    };
    drop(conn);
    let Some(mut arrival) = pending_arrival(portico, visit).await? else {
        return Ok(Answer::form(Fault::LinkExpired));
    };
    arrival.claims.email = Some(email.clone());
    let key = email.key();
    if !throttles::allow(portico, visit, Action::Register, key.as_str()).await? {
        return Ok(Answer::form(Fault::TooManyTries));
    }
    // Whatever the address belongs to, the page and the mail are the same: prove it first.
    let mut tx = portico.database.begin().await?;
    keep(portico, &mut tx, visit, &arrival, &Settled::Prove(email)).await?;
    tx.commit().await?;
    portico.outbox.wake();
    Ok(Answer::go("/register/check-mail"))
}

/// Keeps the identity apart from what a sign-in in this browser forgets.
pub async fn wait_for_account(portico: &Portico, visit: &Visit, attempt: AttemptId) -> Outcome<()> {
    let token = portico.entropy.token();
    let mut tx = portico.database.begin().await?;
    attempts::rebind(&mut tx, attempt, &token.hash()).await?;
    tx.commit().await?;
    visit.set_cookie(cookies::set(
        cookies::PROOF,
        token.expose(),
        Some(PROVING_LIFETIME),
    ));
    Ok(())
}

/// The identity that this browser brought and that waits for an address or a proof.
pub async fn pending_arrival(portico: &Portico, visit: &Visit) -> Outcome<Option<Arrival>> {
    waiting_here(portico, visit, None).await
}

/// The same, of one attempt or of the latest.
async fn waiting_here(portico: &Portico, visit: &Visit, only: Option<AttemptId>) -> Outcome<Option<Arrival>> {
    let proving = visit.cookie(cookies::PROOF).and_then(Token::parse);
    let mut conn = portico.database.read().await?;
    let mut found = None;
    for hash in [proving.map(|token| token.hash()), flow_hash(visit)]
        .into_iter()
        .flatten()
    {
        if found.is_none() {
            found = attempts::pending(&mut conn, &hash, only, portico.now()).await?;
        }
    }
    let Some(attempt) = found else { return Ok(None) };
    let Some(provider) = storage::providers::by_id(&mut conn, attempt.provider_id).await? else {
        return Ok(None);
    };
    drop(conn);
    let pending = attempt
        .pending
        .clone()
        .and_then(|value| serde_json::from_value::<Pending>(value).ok());
    let Some(pending) = pending else { return Ok(None) };
    let Value::Object(raw) = &pending.claims else {
        return Ok(None);
    };
    let Ok(mut claims) = map_claims(raw, &provider.claims) else {
        return Ok(None);
    };
    if let Some(address) = pending
        .address
        .as_deref()
        .and_then(|address| Email::parse(address).ok())
    {
        claims.email = Some(address);
    }
    let id_token: SecretString = portico
        .keyring
        .open_sealed(&Column::PendingIdToken.place(attempt.id), &pending.id_token)?;
    Ok(Some(Arrival {
        issuer: pending.issuer,
        claims,
        raw: pending.claims,
        id_token,
        sid: pending.sid,
        amr: pending.amr,
        auth_time: pending.auth_time,
        return_to: ReturnTo::or_home(attempt.return_to.as_deref()),
        language: attempt.language,
        attempt: attempt.id,
        provider,
    }))
}

/// The bound link was followed: same browser, same issuer and subject, same address, once.
pub async fn prove(portico: &Portico, visit: &Visit, link: &Link) -> Outcome<Answer> {
    let attempt = link.payload["attempt"].as_str().and_then(|id| id.parse().ok());
    let Some(arrival) = waiting_here(portico, visit, attempt).await? else {
        return Ok(Answer::form(Fault::OtherBrowser));
    };
    let bound = link.payload["attempt"] == json!(arrival.attempt)
        && link.payload["issuer"] == json!(arrival.issuer)
        && link.payload["subject"] == json!(arrival.claims.subject)
        && link.payload["address"] == json!(arrival.claims.email);
    if !bound {
        return Ok(Answer::form(Fault::OtherBrowser));
    }
    twice(|| carry_out(portico, visit, &arrival, link)).await
}

async fn carry_out(portico: &Portico, visit: &Visit, arrival: &Arrival, link: &Link) -> Outcome<Answer> {
    let mut tx = portico.database.begin().await?;
    link_mails::open_shop(&mut tx).await?;
    let provider = storage::providers::by_id(&mut tx, arrival.provider.id).await?;
    let Some(provider) = provider.filter(|provider| provider.enabled) else {
        return Ok(Answer::form(Fault::NotAllowed));
    };
    let arrival = &Arrival {
        provider,
        ..arrival.clone()
    };
    let used = links::use_up_by_id(&mut tx, link.id, portico.now()).await?
        && attempts::take_pending(&mut tx, arrival.attempt, portico.now()).await?;
    if !used {
        return Ok(Answer::form(Fault::LinkSpent));
    }
    let proven = AddressClaim::ProvenByLink;
    let settled = match settle(portico, &mut tx, visit, arrival, proven, None).await {
        Err(Trouble(ApiError::Forbidden)) => return Ok(Answer::form(Fault::NotAllowed)),
        settled => settled?,
    };
    if matches!(settled, Settled::AskForAddress) {
        // The lists have changed since the address was typed or told.
        return Ok(Answer::form(Fault::DomainNotAdmitted));
    }
    if matches!(settled, Settled::SignInFirst) {
        // The mailbox alone is not enough. The link stays good for whoever has the factor taken away meanwhile.
        drop(tx);
        return logins::prove_factor(portico, visit, arrival.attempt).await;
    }
    if let Settled::Show(screen) = &settled
        && let Some(refused) = refused(screen)
    {
        // Nothing was done, so the link is not used up: its page says what the proof has shown.
        return Ok(refused);
    }
    tx.commit().await?;
    portico.outbox.wake();
    Ok(match settled {
        Settled::Show(screen) => answer_screen(screen),
        settled => answer_of(visit, settled),
    })
}

/// What the owner of a proven address is told who may not come in, and whom to ask.
fn refused(screen: &Screen) -> Option<Answer> {
    let (fault, on, contact) = match screen {
        Screen::Declined { on, contact } => (Fault::Declined, on.clone(), contact),
        Screen::Closed { contact } => (Fault::AccountClosed, None, contact),
        _ => return None,
    };
    let detail: Vec<String> = on.into_iter().chain(contact.clone()).collect();
    Some(Answer::Problems(Problems {
        form: Some(fault),
        detail: (!detail.is_empty()).then(|| detail.join(" · ")),
        ..Problems::default()
    }))
}

/// A screen as the answer of a form: the pages that say the same.
fn answer_screen(screen: Screen) -> Answer {
    match screen {
        Screen::Waiting { status: Some(path) } => Answer::go(path),
        Screen::Waiting { status: None } => Answer::form(Fault::AwaitingApproval),
        Screen::CheckMail => Answer::go("/register/check-mail"),
        _ => Answer::form(Fault::NotAllowed),
    }
}
