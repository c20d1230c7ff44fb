//! Where an address leads before a password is asked for.

use super::{Outcome, Trouble, provider_rows};
use crate::{http::cookies, state::Portico};
use app::{
    api::{Answer, ApiError, login::FindWay, visit::Visit},
    routes::{password_step, with_next},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    login::{HomeRealm, HomeRealmFacts, home_realm},
    time::Span,
    values::{Email, Fault, MailDomain, ReturnTo},
};
use storage::providers::{self, Provider};

/// How long the address that was typed is remembered in the browser: until the password is typed, or the provider has
/// taken it as a hint. It stands in a cookie, so that no address of ours bears it.
const HINT_LIFETIME: Span = Span::minutes(10);

/// Finds the way in for an address. Customers are not looked at: the same is answered whoever has it.
pub async fn find_way(portico: &Portico, visit: &Visit, form: FindWay) -> Outcome<Answer> {
    let email = match Email::parse(&form.email) {
        Ok(email) => email,
        Err(fault) => return Ok(Answer::field("email", fault)),
    };
    let mut conn = portico.database.read().await?;
    let settings = storage::settings::load(&mut conn).await?.shop;
    let provider = providers::by_domain(&mut conn, &MailDomain::of(&email)).await?;
    drop(conn);
    let next = ReturnTo::or_home(form.next.as_deref());
    let facts = HomeRealmFacts {
        customer_accounts: settings.customer_accounts,
        local_sign_in: settings.local_sign_in,
        provider: provider.is_some(),
    };
    let path = match (home_realm(facts), provider) {
        (HomeRealm::ToProvider, Some(provider)) => {
            with_next(&provider_rows::leave_path(&provider), Some(next.as_str()))
        }
        (HomeRealm::AskPassword, _) => password_step(Some(next.as_str())),
        (HomeRealm::Unknown, _) => return Ok(Answer::field("email", Fault::NoProviderForAddress)),
        (HomeRealm::NotFound | HomeRealm::ToProvider, _) => return Err(Trouble(ApiError::NotFound)),
    };
    let value = URL_SAFE_NO_PAD.encode(email.as_str());
    visit.set_cookie(cookies::set(cookies::HINT, &value, Some(HINT_LIFETIME)));
    Ok(Answer::go(path))
}

/// The address that was typed a moment ago in this browser.
pub fn typed(visit: &Visit) -> Option<Email> {
    let bytes = URL_SAFE_NO_PAD.decode(visit.cookie(cookies::HINT)?).ok()?;
    Email::parse(std::str::from_utf8(&bytes).ok()?).ok()
}

/// That address as a hint for the provider, if its domain leads there. Used once.
pub async fn login_hint(portico: &Portico, visit: &Visit, provider: &Provider) -> Outcome<Option<String>> {
    let Some(email) = typed(visit) else {
        return Ok(None);
    };
    let mut conn = portico.database.read().await?;
    let leads_to = providers::by_domain(&mut conn, &MailDomain::of(&email)).await?;
    let meant = leads_to.is_some_and(|leads_to| leads_to.id == provider.id);
    Ok(meant.then(|| email.to_string()))
}
