//! A provider ends sessions that began with it (OpenID Connect Back-Channel Logout 1.0).

use super::{
    Outcome, Trouble,
    audit::{self, Actor, Deed},
    provider_rows,
    throttles::{self, Action},
};
use crate::{providers::LogoutToken, state::Portico};
use app::api::{ApiError, visit::Visit};
use domain::values::Slug;
use storage::{
    logout_tokens::{self, Upstream},
    providers::Provider,
};

/// What became of a logout token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoggedOut {
    /// Every session that it names has ended; there may have been none.
    Done,
    /// It was refused and nothing ended; why, in words for the provider's operators.
    Refused(&'static str),
}

/// Checks the token, then ends what it names, once.
///
/// # Errors
/// `TooManyRequests`; `Unavailable` when neither the provider's keys nor the database can be had: it may try again.
pub async fn end(portico: &Portico, visit: &Visit, slug: &str, token: &str) -> Outcome<LoggedOut> {
    if !throttles::allow_requester(portico, visit, Action::BackChannelLogout).await? {
        return Err(Trouble(ApiError::TooManyRequests));
    }
    let Some(provider) = enabled(portico, slug).await? else {
        return Ok(LoggedOut::Refused("there is no such provider"));
    };
    match check(portico, &provider, token).await? {
        Ok(token) => carry_out(portico, visit, &provider, &token).await,
        Err(fault) => {
            tracing::warn!(provider = %provider.slug, fault, "logout token refused");
            Ok(LoggedOut::Refused(fault))
        }
    }
}

/// The sessions of one that is disabled ended with that.
async fn enabled(portico: &Portico, slug: &str) -> Outcome<Option<Provider>> {
    let Ok(slug) = Slug::parse(slug) else {
        return Ok(None);
    };
    let mut conn = portico.database.read().await?;
    let provider = storage::providers::by_slug(&mut conn, slug.as_str()).await?;
    Ok(provider.filter(|provider| provider.enabled))
}

async fn check(
    portico: &Portico,
    provider: &Provider,
    token: &str,
) -> Outcome<Result<LogoutToken, &'static str>> {
    let config = provider_rows::config(portico, provider)?;
    let stored = provider_rows::stored_metadata(provider);
    match portico.openid.logout_token(&config, stored, token).await {
        Ok(checked) => Ok(checked.map_err(|fault| fault.as_str())),
        Err(fault) => {
            tracing::warn!(provider = %provider.slug, %fault, "a logout token can't be checked");
            Err(Trouble(ApiError::Unavailable))
        }
    }
}

async fn carry_out(
    portico: &Portico,
    visit: &Visit,
    provider: &Provider,
    token: &LogoutToken,
) -> Outcome<LoggedOut> {
    let mut tx = portico.database.begin().await?;
    if !logout_tokens::take(&mut tx, provider.id, &token.jti, token.spent_at).await? {
        return Ok(LoggedOut::Refused("this token was carried out already"));
    }
    let named = Upstream {
        provider_id: provider.id,
        issuer: &provider.issuer,
        sid: token.sid.as_deref(),
        subject: token.subject.as_deref(),
    };
    for customer in logout_tokens::end(&mut tx, &named, portico.now()).await? {
        let id = customer.to_string();
        let deed = Deed::plain("session.ended_by_provider", "customer", &id);
        audit::note(portico, &mut tx, visit, Actor::Provider(&provider.name), deed).await?;
    }
    tx.commit().await?;
    Ok(LoggedOut::Done)
}
