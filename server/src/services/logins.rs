//! Login options: the ways in that a customer has, to be added and taken away (spec 02, "Connected logins").

mod change;
mod proof;

pub use change::{ask_for_password, disconnect, remove_password};
pub use proof::{connect_proven, have_account, proof, prove_factor};

use super::{
    Outcome, Trouble,
    again::twice,
    dates,
    identities::{Arrival, Attached, Settled, attach},
    provider_sign_in::{self, Trip},
    sessions,
};
use crate::state::Portico;
use app::api::{
    Answer, ApiError,
    frame::{ProviderFault, Screen},
    logins::{ConnectLogin, Login, Logins, PasswordLogin},
    visit::Visit,
};
use domain::{
    identities::{Connected, Reach, WayIn, WaysIn, disconnect as may_go},
    ids::SessionId,
    sessions::Began,
    values::{Fault, Slug},
};
use storage::{
    Conn, customers,
    identities::{self, Identity},
    providers::{self, Provider},
    sessions::SessionView,
};

/// The page of the login options.
pub const PAGE: &str = "/account/logins";

/// The session of a customer who has accepted the current terms.
///
/// # Errors
/// `SignInNeeded`, `TermsDue`.
async fn signed_in(portico: &Portico, visit: &Visit) -> Outcome<SessionView> {
    let session = sessions::needed(portico, visit).await?;
    if sessions::terms_due(&session) {
        return Err(Trouble(ApiError::TermsDue));
    }
    Ok(session)
}

/// Identities of a customer, each with its provider.
async fn connected(
    conn: &mut Conn,
    customer: domain::ids::CustomerId,
    all: &[Provider],
) -> Outcome<Vec<(Identity, Provider)>> {
    let found = identities::by_customer(conn, customer).await?;
    let with_provider = |identity: Identity| {
        let provider = all.iter().find(|provider| provider.id == identity.provider_id)?;
        Some((identity, provider.clone()))
    };
    Ok(found.into_iter().filter_map(with_provider).collect())
}

/// How each of them is reached.
async fn as_ways(conn: &mut Conn, identities: &[(Identity, Provider)]) -> Outcome<Vec<Connected>> {
    let realms = providers::domains::realms(conn).await?;
    let way = |(identity, provider): &(Identity, Provider)| Connected {
        id: identity.id,
        provider: Reach {
            enabled: provider.enabled,
            visible: provider.visible,
            domains: realms.contains(&provider.id),
        },
    };
    Ok(identities.iter().map(way).collect())
}

/// Everything that signs the customer in, and every visible provider that could.
pub async fn page(portico: &Portico, visit: &Visit) -> Outcome<Logins> {
    let session = signed_in(portico, visit).await?;
    let mut conn = portico.database.read().await?;
    let settings = storage::settings::load(&mut conn).await?.shop;
    let customer = customers::by_id(&mut conn, session.customer_id)
        .await?
        .ok_or(Trouble(ApiError::NotFound))?;
    let all = providers::list(&mut conn).await?;
    let connected = connected(&mut conn, customer.id, &all).await?;
    let identities = as_ways(&mut conn, &connected).await?;
    drop(conn);
    let reader = dates::Reader::new(visit.facts().language, customer.time_zone.as_deref());
    let ways = WaysIn {
        local_sign_in: settings.local_sign_in,
        password: customer.password_hash.is_some(),
        identities: &identities,
    };
    let lets_in = |provider: &Provider, identity: Option<&Identity>| match identity {
        Some(identity) => identities
            .iter()
            .any(|way| way.id == identity.id && way.provider.lets_in()),
        None => provider.enabled && provider.visible,
    };
    let login = |provider: &Provider, identity: Option<&Identity>| Login {
        provider: provider.slug.clone(),
        name: provider.name.clone(),
        logo: super::provider_rows::logo(provider),
        identity: identity.map(|identity| identity.id.to_string()),
        email: identity.and_then(|identity| identity.email.clone()),
        connected: identity.map_or_else(String::new, |identity| reader.date(identity.connected_at)),
        here: identity.is_some_and(|identity| session.identity_id == Some(identity.id)),
        works: lets_in(provider, identity),
        may_go: identity.is_some_and(|identity| may_go(&ways, WayIn::Identity(identity.id)).is_ok()),
    };
    let there = connected
        .iter()
        .map(|(identity, provider)| login(provider, Some(identity)));
    let missing = all.iter().filter(|provider| {
        provider.enabled
            && provider.visible
            && !connected
                .iter()
                .any(|(identity, _)| identity.provider_id == provider.id)
    });
    let password = PasswordLogin {
        set: ways.password,
        since: customer.password_set_at.map(|at| reader.date(at)),
        email: customer.email,
        here: session.began == Began::Password,
        may_go: may_go(&ways, WayIn::Password).is_ok(),
    };
    Ok(Logins {
        providers: there
            .chain(missing.map(|provider| login(provider, None)))
            .collect(),
        password: settings.local_sign_in.then_some(password),
    })
}

/// Leads to the provider, after a recent sign-in.
pub async fn connect(portico: &Portico, visit: &Visit, form: ConnectLogin) -> Outcome<Answer> {
    signed_in(portico, visit).await?;
    let session = match sessions::recent(portico, visit, PAGE).await? {
        Ok(session) => session,
        Err(again) => return Ok(again),
    };
    let Ok(slug) = Slug::parse(&form.provider) else {
        return Ok(Answer::form(Fault::Unknown));
    };
    let mut conn = portico.database.read().await?;
    let provider = providers::by_slug(&mut conn, slug.as_str()).await?;
    let Some(provider) = provider.filter(|provider| provider.enabled && provider.visible) else {
        return Ok(Answer::form(Fault::Unknown));
    };
    let theirs = identities::by_customer(&mut conn, session.customer_id).await?;
    drop(conn);
    if theirs.iter().any(|identity| identity.provider_id == provider.id) {
        return Ok(Answer::form(Fault::Stale));
    }
    let trip = Trip::Connect { session: session.id };
    provider_sign_in::leave(portico, visit, &provider, &trip).await
}

fn refused(fault: ProviderFault) -> Settled {
    Settled::Show(Screen::provider_fault(fault))
}

/// The provider has vouched for the identity: it becomes connected to the customer of `session`, if that is still the
/// session of this browser.
pub async fn arrived(
    portico: &Portico,
    visit: &Visit,
    arrival: Arrival,
    session: SessionId,
) -> Outcome<Settled> {
    let here = sessions::current(portico, visit).await?;
    let Some(here) = here.filter(|here| here.id == session) else {
        return Ok(refused(ProviderFault::Expired));
    };
    twice(|| try_to_attach(portico, visit, &arrival, &here)).await
}

async fn try_to_attach(
    portico: &Portico,
    visit: &Visit,
    arrival: &Arrival,
    here: &SessionView,
) -> Outcome<Settled> {
    let mut tx = portico.database.begin().await?;
    let customer = customers::hold(&mut tx, here.customer_id)
        .await?
        .ok_or(Trouble(ApiError::NotFound))?;
    let session = storage::sessions::by_id(&mut tx, here.id).await?;
    if !customer.status.may_sign_in() || session.is_none_or(|session| session.ended_at.is_some()) {
        return Ok(refused(ProviderFault::Expired));
    }
    if !providers::hold_enabled(&mut tx, arrival.provider.id).await? {
        return Ok(refused(ProviderFault::NotOffered));
    }
    match attach(portico, &mut tx, visit, arrival, &customer).await? {
        Attached::Elsewhere => return Ok(refused(ProviderFault::ConnectedElsewhere)),
        Attached::Done | Attached::Already => {}
    }
    tx.commit().await?;
    portico.outbox.wake();
    Ok(Settled::Go(format!("{PAGE}?done=connected")))
}
