//! Taking a way in away, and asking for a password. The ways in of the shop and the customer's row are held first, so
//! that of two who take the last two away one is told.

use super::{PAGE, as_ways, connected, signed_in};
use crate::{
    http::cookies,
    mail::Mail,
    services::{
        Outcome, Trouble,
        audit::{self, Actor, Deed},
        links::{close, send_to, subject},
        sessions,
        throttles::{self, MailFor},
    },
    state::Portico,
};
use app::api::{Answer, ApiError, logins::DisconnectLogin, visit::Visit};
use domain::{
    identities::{Kept, WayIn, WaysIn, disconnect as may_go},
    ids::IdentityId,
    sessions::Began,
    values::Fault,
};
use serde_json::json;
use storage::{
    Tx,
    customers::{self, Customer},
    identities,
    providers::{self, Provider},
    sessions::{EndedBecause, SessionView},
};

/// The customer whose way in is to go, held until the transaction ends, and the provider of an identity.
///
/// Inside: the last way in stays.
async fn held(
    tx: &mut Tx,
    session: &SessionView,
    way: WayIn,
) -> Outcome<Result<(Customer, Option<Provider>), Fault>> {
    // Settings and providers stay as they are until this is decided.
    let settings = storage::settings::guard(tx).await?.settings.shop;
    let customer = customers::hold(tx, session.customer_id)
        .await?
        .ok_or(Trouble(ApiError::NotFound))?;
    let all = providers::list(tx).await?;
    let connected = connected(tx, customer.id, &all).await?;
    let ways = WaysIn {
        local_sign_in: settings.local_sign_in,
        password: customer.password_hash.is_some(),
        identities: &as_ways(tx, &connected).await?,
    };
    match may_go(&ways, way) {
        Ok(()) => {}
        Err(Kept::NotThere) => return Err(Trouble(ApiError::NotFound)),
        Err(Kept::LastWayIn) => return Ok(Err(Fault::LastWayIn)),
    }
    let provider = connected
        .into_iter()
        .find(|(identity, _)| way == WayIn::Identity(identity.id))
        .map(|(_, provider)| provider);
    Ok(Ok((customer, provider)))
}

/// Disconnects an identity: the sessions that began with it end, this one too.
pub async fn disconnect(portico: &Portico, visit: &Visit, form: DisconnectLogin) -> Outcome<Answer> {
    signed_in(portico, visit).await?;
    let id = form
        .identity
        .parse::<IdentityId>()
        .map_err(|_| Trouble(ApiError::NotFound))?;
    let session = match sessions::recent(portico, visit, PAGE).await? {
        Ok(session) => session,
        Err(again) => return Ok(again),
    };
    let now = portico.now();
    let mut tx = portico.database.begin().await?;
    let (customer, provider) = match held(&mut tx, &session, WayIn::Identity(id)).await? {
        Ok((customer, Some(provider))) => (customer, provider),
        Ok((_, None)) => return Err(Trouble(ApiError::NotFound)),
        Err(fault) => return Ok(Answer::form(fault)),
    };
    storage::sessions::end_for_identity(&mut tx, id, EndedBecause::Disconnected, now).await?;
    if !identities::delete(&mut tx, id, customer.id).await? {
        return Err(Trouble(ApiError::NotFound));
    }
    let mail = Mail::LoginDisconnected {
        name: customer.given_name.clone(),
        provider: provider.name.clone(),
    };
    let done = ("identity.disconnected", json!({ "provider": provider.slug }));
    tell(portico, &mut tx, visit, &customer, &mail, done).await?;
    tx.commit().await?;
    portico.outbox.wake();
    Ok(landing(visit, session.identity_id == Some(id), "disconnected"))
}

/// Takes the password away: the sessions that began with it end, this one too.
pub async fn remove_password(portico: &Portico, visit: &Visit) -> Outcome<Answer> {
    signed_in(portico, visit).await?;
    let session = match sessions::recent(portico, visit, PAGE).await? {
        Ok(session) => session,
        Err(again) => return Ok(again),
    };
    let now = portico.now();
    let mut tx = portico.database.begin().await?;
    let customer = match held(&mut tx, &session, WayIn::Password).await? {
        Ok((customer, _)) => customer,
        Err(fault) => return Ok(Answer::form(fault)),
    };
    customers::set_password(&mut tx, customer.id, None, now).await?;
    close(portico, &mut tx, customer.id).await?;
    let because = EndedBecause::PasswordRemoved;
    storage::sessions::end_for_way(&mut tx, customer.id, Began::Password, because, now).await?;
    // As a new password does.
    storage::grants::end_for_customer(&mut tx, customer.id, now).await?;
    let mail = Mail::PasswordRemoved {
        name: customer.given_name.clone(),
    };
    let done = ("password.removed", json!({}));
    tell(portico, &mut tx, visit, &customer, &mail, done).await?;
    tx.commit().await?;
    portico.outbox.wake();
    Ok(landing(visit, session.began == Began::Password, "removed"))
}

/// Whoever took away what this session began with is signed out.
fn landing(visit: &Visit, signed_out: bool, done: &str) -> Answer {
    if signed_out {
        visit.set_cookie(cookies::clear(cookies::SESSION));
        return Answer::go("/signed-out");
    }
    Answer::go(format!("{PAGE}?done={done}"))
}

/// Sends the link to choose a password, as *Forgot?* does, to the customer's own address.
pub async fn ask_for_password(portico: &Portico, visit: &Visit) -> Outcome<Answer> {
    let session = signed_in(portico, visit).await?;
    let mut tx = portico.database.begin().await?;
    let settings = storage::settings::load(&mut tx).await?.shop;
    if !settings.local_sign_in {
        return Ok(Answer::form(Fault::LocalSignInOff));
    }
    let customer = customers::by_id(&mut tx, session.customer_id)
        .await?
        .ok_or(Trouble(ApiError::NotFound))?;
    if customer.email.is_none() {
        return Ok(Answer::form(Fault::NotAllowed));
    }
    if !throttles::allow_mail(
        portico,
        &mut tx,
        visit,
        MailFor::Owner,
        customer.address_key.as_ref(),
    )
    .await?
    {
        return Ok(Answer::form(Fault::TooManyTries));
    }
    let mail = Mail::Reset {
        name: customer.given_name.clone(),
        link: subject(&customer),
        by_staff: false,
    };
    send_to(portico, &mut tx, &customer, &mail).await?;
    tx.commit().await?;
    portico.outbox.wake();
    Ok(Answer::go(format!("{PAGE}?done=sent")))
}

async fn tell(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    customer: &Customer,
    mail: &Mail,
    (action, old): (&str, serde_json::Value),
) -> Outcome<()> {
    let name = format!("{} {}", customer.given_name, customer.family_name);
    let deed = Deed {
        action,
        subject_kind: "customer",
        subject_id: &customer.id.to_string(),
        old: Some(old),
        new: None,
    };
    audit::note(portico, tx, visit, Actor::Customer(customer.id, &name), deed).await?;
    send_to(portico, tx, customer, mail).await
}
