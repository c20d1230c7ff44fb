//! Out to a provider: the attempt is remembered, bound to this browser.

use super::{
    ATTEMPT_LIFETIME, flow_token,
    trips::{Trip, departing},
};
use crate::{
    crypto::{Token, sha256_hex},
    http::cookies,
    providers::{
        discovery::Metadata,
        start::{AttemptSecrets, AuthorizeOptions, Prompt, authorize_url},
    },
    services::{
        Outcome, Trouble, gates, home_realm, provider_rows, sessions,
        throttles::{self, Action},
    },
    state::Portico,
};
use app::api::{
    ApiError,
    frame::{ProviderFault, Screen},
    visit::Visit,
};
use domain::{
    ids::{AttemptId, LinkId},
    time::Span,
    values::{ReturnTo, Slug},
};
use secrecy::ExposeSecret;
use storage::{
    attempts::{self, Kind, NewAttempt},
    links::{self, Link, Purpose},
    providers::Provider,
    sealed::Column,
};

/// How a browser comes to the way out.
pub enum Way<'a> {
    /// By a link, to sign in.
    SignIn {
        /// Where to go afterwards.
        next: Option<&'a str>,
        /// The person came from the button of an approval mail's link; any other start forgets it.
        finishing: bool,
    },
    /// By a button of ours, whose token opens a trip once.
    Trip(&'a str),
}

/// Where a start leads.
pub enum Started {
    /// To the provider (an absolute URL).
    Away(String),
    /// To the provider by a page, since a form led here and its policy stops a redirect.
    Leave {
        /// The provider, an absolute URL.
        to: String,
        /// Its name.
        name: String,
    },
    /// Nowhere: this page says why.
    Show(Screen),
}

/// What is kept with the attempt.
struct Departure {
    return_to: ReturnTo,
    link: Option<LinkId>,
    trip: Option<Trip>,
}

fn fault(fault: ProviderFault) -> Started {
    Started::Show(Screen::provider_fault(fault))
}

/// Begins a sign-in or a trip: remembers the attempt, bound to this browser, and builds the way to the provider.
pub async fn start(portico: &Portico, visit: &Visit, slug: &str, way: Way<'_>) -> Outcome<Started> {
    if !throttles::allow_requester(portico, visit, Action::ProviderStart).await? {
        return Err(Trouble(ApiError::TooManyRequests));
    }
    let Ok(slug) = Slug::parse(slug) else {
        return Ok(fault(ProviderFault::NotOffered));
    };
    let slug = slug.as_str();
    let departure = match way {
        Way::SignIn { next, finishing } => sign_in(portico, visit, next, finishing).await?,
        Way::Trip(token) => match departing(portico, visit, slug, token).await? {
            Some(trip) => Departure {
                return_to: ReturnTo::home(),
                link: None,
                trip: Some(trip),
            },
            None => return Ok(fault(ProviderFault::Expired)),
        },
    };
    let rehearses = matches!(departure.trip, Some(Trip::Rehearse { .. }));
    let mut conn = portico.database.read().await?;
    let provider = storage::providers::by_slug(&mut conn, slug).await?;
    let settings = storage::settings::load(&mut conn).await?.shop;
    drop(conn);
    let offered = |provider: &Provider| rehearses || (provider.enabled && settings.customer_accounts);
    let Some(provider) = provider.filter(offered) else {
        return Ok(fault(ProviderFault::NotOffered));
    };
    let stored = provider_rows::stored_metadata(&provider);
    let metadata = match portico.openid.metadata(&provider.issuer, stored.clone()).await {
        Ok(metadata) => metadata,
        Err(reason) => {
            tracing::warn!(provider.slug = slug, fault = ?reason, "discovery failed at a sign-in");
            return Ok(fault(ProviderFault::Unreachable));
        }
    };
    let stale = stored.as_ref() != Some(&metadata);
    let url = depart(portico, visit, &provider, &metadata, &departure, stale).await?;
    Ok(match departure.trip {
        None => Started::Away(url),
        Some(_) => Started::Leave {
            to: url,
            name: provider.name,
        },
    })
}

/// A sign-in, which finishes an approved registration when the person came from its mail.
async fn sign_in(
    portico: &Portico,
    visit: &Visit,
    next: Option<&str>,
    finishing: bool,
) -> Outcome<Departure> {
    let link = if finishing {
        finishing_link(portico, visit).await?
    } else {
        None
    };
    if link.is_none() {
        forget(visit, cookies::FINISH);
    }
    Ok(Departure {
        return_to: ReturnTo::or_home(next),
        link: link.map(|link| link.id),
        trip: None,
    })
}

/// Writes the attempt and answers the URL of the provider.
async fn depart(
    portico: &Portico,
    visit: &Visit,
    provider: &Provider,
    metadata: &Metadata,
    departure: &Departure,
    stale: bool,
) -> Outcome<String> {
    let config = provider_rows::config(portico, provider)?;
    let secrets = AttemptSecrets::new(&*portico.entropy);
    let again = gates::asks_again(visit, provider);
    // Who connects an identity shows that it is theirs now, not that somebody left it signed in there.
    let connects = matches!(departure.trip, Some(Trip::Connect { .. }));
    // So does whoever is signed in here and is asked again; after a logout it is only asked.
    let recent = connects || (again && sessions::current(portico, visit).await?.is_some());
    let max_age = recent.then(|| Span::seconds(0));
    let options = AuthorizeOptions {
        prompt: (again || connects).then_some(Prompt::Login),
        max_age,
        language: Some(visit.facts().language),
        login_hint: home_realm::login_hint(portico, visit, provider).await?,
    };
    let url = authorize_url(&config, metadata, &secrets, &options);
    let now = portico.now();
    let id = AttemptId::new(now, portico.random());
    let verifier = portico.keyring.seal(
        &*portico.entropy,
        &Column::Verifier.place(id),
        secrets.verifier.expose_secret().as_bytes(),
    );
    let flow = flow_token(portico, visit);
    let trip = departure.trip.as_ref().map(Trip::value).transpose()?;
    let mut tx = portico.database.begin().await?;
    if stale {
        provider_rows::keep_metadata(&mut tx, provider.id, metadata).await?;
    }
    attempts::insert(
        &mut tx,
        &NewAttempt {
            id,
            state_hash: &sha256_hex(secrets.state.expose_secret().as_bytes()),
            flow_hash: &flow.hash(),
            kind: Kind::SignIn,
            provider_id: provider.id,
            nonce: Some(&secrets.nonce),
            verifier: Some(&verifier),
            max_age: max_age.map(Span::as_secs),
            return_to: Some(departure.return_to.as_str()),
            language: visit.facts().language,
            link_id: departure.link,
            trip: trip.as_ref(),
            now,
            expires_at: now.plus(ATTEMPT_LIFETIME),
        },
    )
    .await?;
    tx.commit().await?;
    if again {
        forget(visit, cookies::ASK_AGAIN);
    }
    forget(visit, cookies::HINT);
    Ok(url.into())
}

/// Takes a cookie away, where there is one.
fn forget(visit: &Visit, name: &str) {
    if visit.cookie(name).is_some() {
        visit.set_cookie(cookies::clear(name));
    }
}

/// The name of an enabled provider and the path where a sign-in through it begins.
pub async fn way_to(portico: &Portico, visit: &Visit, slug: &str) -> Outcome<Option<(String, String)>> {
    let Ok(slug) = Slug::parse(slug) else {
        return Ok(None);
    };
    let mut conn = portico.database.read().await?;
    let provider = storage::providers::by_slug(&mut conn, slug.as_str()).await?;
    let provider = provider.filter(|provider| provider.enabled);
    let name = |it: &Provider| provider_rows::label(it, visit.facts().language);
    Ok(provider.map(|it| (name(&it), provider_rows::start_path(&it))))
}

/// The link of an approval mail whose button was pressed in this browser.
async fn finishing_link(portico: &Portico, visit: &Visit) -> Outcome<Option<Link>> {
    let Some(token) = visit.cookie(cookies::FINISH).and_then(Token::parse) else {
        return Ok(None);
    };
    let mut conn = portico.database.read().await?;
    let link = links::peek(&mut conn, &token.hash()).await?;
    Ok(link.filter(|link| link.purpose == Purpose::Finish && link.is_open(portico.now())))
}
