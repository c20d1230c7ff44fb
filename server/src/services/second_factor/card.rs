//! What a person who is signed in has set up.

use super::{Person, act::mine, enter::browser_cookie, settings, step::countdown};
use crate::{
    crypto::Token,
    services::{Outcome, Trouble, dates},
    state::Portico,
};
use app::api::{
    ApiError,
    second_factor::{BrowserRow, FactorCard, Place},
    visit::Visit,
};
use domain::{
    second_factor::{Duty, browser_counts},
    sessions::Device,
    time::Span,
};
use storage::{remembered_browsers, second_factors};

/// The second factor of who is signed in here.
///
/// # Errors
/// `NotFound` where there is none to have: the shop has switched it off, or the person has no password.
pub async fn card(portico: &Portico, visit: &Visit, place: Place) -> Outcome<FactorCard> {
    let owner = mine(portico, visit, place).await?.owner;
    let now = portico.now();
    let mut conn = portico.database.read().await?;
    let policy = settings::policy(&mut conn).await?;
    let missing = Trouble(ApiError::NotFound);
    let person = Person::load(&mut conn, owner, &policy, now)
        .await?
        .ok_or(missing)?;
    if person.duty == Duty::Off || !person.has_password {
        return Err(missing);
    }
    let reader = dates::Reader::new(visit.facts().language, person.time_zone.as_deref());
    let factor = second_factors::load(&mut conn, owner).await?;
    let token = visit.cookie(browser_cookie(owner)).and_then(Token::parse);
    let here = match token {
        Some(token) => remembered_browsers::find(&mut conn, owner, &token.hash()).await?,
        None => None,
    };
    let days = policy.factor_remember_days;
    let browsers = remembered_browsers::list(&mut conn, owner).await?;
    let counting = browsers
        .into_iter()
        .filter(|browser| browser_counts(browser.created_at, days, now));
    let row = |browser: remembered_browsers::RememberedBrowser| BrowserRow {
        id: browser.id.to_string(),
        here: here.as_ref().is_some_and(|here| here.id == browser.id),
        since: reader.date(browser.created_at),
        until: reader.date(browser.created_at.plus(Span::days(days.into()))),
        name: Device::of(&browser.user_agent).name(),
        requester: browser.requester,
    };
    Ok(FactorCard {
        app_since: factor.app_since.map(|at| reader.date(at)),
        mail_since: factor.mail_since.map(|at| reader.date(at)),
        offers_mail: person.may_mail,
        codes_left: second_factors::count_recovery_codes(&mut conn, owner).await?,
        required: person.duty == Duty::Now,
        countdown: countdown(portico, visit, person.duty),
        browsers: counting.map(row).collect(),
    })
}
