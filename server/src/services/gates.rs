//! What must be true before a page is rendered: who is here, and what the settings offer now. Hiding a form is
//! never the check: the use cases ask the same rules again.

use super::{Outcome, consent, frames::logout_facts, provider_rows, second_factor, sessions, staff};
use crate::{http::cookies, state::Portico};
use app::{
    api::{frame::Screen, second_factor::Place, visit::Visit},
    routes::{flow, with, with_next},
};
use axum::http::{StatusCode, Uri};
use domain::{
    login::{LoginButton, LoginFacts, button},
    logout::{self, LogoutOffer, offer},
    terms::open_before_acceptance,
    values::ReturnTo,
};
use storage::{
    providers::domains,
    sessions::{Here, SessionView},
    settings::WaysIn,
};

/// Whether a page opens.
pub enum Gate {
    /// Render it.
    Open,
    /// Go there instead (an own path).
    GoTo(String),
    /// Show this instead.
    Show(StatusCode, Screen),
}

/// Pages that exist only while the shop has customer accounts.
const ACCOUNT_PAGES: [&str; 10] = [
    "/login",
    "/register",
    "/forgot",
    "/reset",
    "/activate",
    "/confirm-address",
    "/account",
    "/signed-out",
    "/oauth2/v1/consent",
    "/oauth2/v1/account",
];

/// Checks the page at a path.
pub async fn check(portico: &Portico, visit: &Visit, uri: &Uri) -> Outcome<Gate> {
    // The app's router takes a slash at the end for nothing, and so do its rules.
    let path = uri.path().trim_end_matches('/');
    if path == "/office" || path.starts_with("/office/") {
        return office(portico, visit, uri, path).await;
    }
    if !ACCOUNT_PAGES.iter().any(|page| below(path, page)) {
        return Ok(Gate::Open);
    }
    let Here { ways_in, session, .. } = sessions::here(portico, visit).await?;
    let settings = ways_in.settings.shop;
    let missing = Gate::Show(StatusCode::NOT_FOUND, Screen::NotFound);
    if !settings.customer_accounts {
        return Ok(missing);
    }
    if path == "/login" {
        return login(portico, visit, uri, &ways_in, session.is_some()).await;
    }
    if let Some(gate) = second_step(portico, visit, path, session.is_some()).await? {
        return Ok(gate);
    }
    if path == "/forgot" && !settings.local_sign_in {
        return Ok(missing);
    }
    if below(path, "/oauth2") {
        return in_flow(portico, uri, session.as_ref()).await;
    }
    if below(path, "/account") {
        return Ok(account(visit, uri, path, session.as_ref()));
    }
    if path == "/signed-out" && session.is_some() {
        return Ok(Gate::GoTo("/".to_owned()));
    }
    Ok(Gate::Open)
}

/// Where a form leads to that was sent by a browser. What would go on to a provider at once goes there by a page: a
/// redirect out of a POST is stopped by `form-action`, however many pages of ours lie between.
pub async fn after_form(portico: &Portico, visit: &Visit, path: String) -> Outcome<String> {
    let begun = visit
        .reply()
        .set_cookies
        .iter()
        .any(|cookie| cookies::gives(cookie, cookies::SESSION));
    let mut at = path.clone();
    // An account page, the login page, the provider.
    for _ in 0..3 {
        let Ok(uri) = at.parse::<Uri>() else { break };
        let asks = ["/login", "/account"].iter().any(|page| below(uri.path(), page));
        if begun || !asks {
            break;
        }
        let Gate::GoTo(to) = check(portico, visit, &uri).await? else {
            break;
        };
        if let Some(leave) = provider_rows::by_a_page(&to) {
            return Ok(leave);
        }
        at = to;
    }
    Ok(path)
}

fn below(path: &str, root: &str) -> bool {
    path.strip_prefix(root)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Where a second factor is asked for or set up, there is a page only while that is under way.
async fn second_step(portico: &Portico, visit: &Visit, path: &str, signed_in: bool) -> Outcome<Option<Gate>> {
    let place = Place::ALL.into_iter().find(|place| place.path() == path);
    let Some(place) = place.filter(|place| place.signs_in() || signed_in) else {
        return Ok(None);
    };
    if second_factor::is_open(portico, visit, place).await? {
        return Ok(None);
    }
    let again = second_factor::begin_again(portico, visit, place).await?;
    Ok(Some(Gate::GoTo(again)))
}

fn account(visit: &Visit, uri: &Uri, path: &str, session: Option<&SessionView>) -> Gate {
    let here = uri.path_and_query().map_or(path, |here| here.as_str());
    let Some(session) = session else {
        return Gate::GoTo(sessions::way_back_in(visit, here));
    };
    if sessions::terms_due(session) && !open_before_acceptance(path, true) {
        return Gate::GoTo(with_next("/account/profile", Some(here)));
    }
    if path == "/account" {
        return Gate::GoTo("/account/profile".to_owned());
    }
    Gate::Open
}

/// A question in a flow of a client waits for a person who is signed in and has accepted the terms.
async fn in_flow(portico: &Portico, uri: &Uri, session: Option<&SessionView>) -> Outcome<Gate> {
    let request = parameter(uri, "request").unwrap_or_default();
    let mut conn = portico.database.read().await?;
    let waits = consent::find(portico, &mut conn, &request).await?.is_some();
    drop(conn);
    Ok(match session {
        _ if !waits => Gate::Show(StatusCode::NOT_FOUND, Screen::FlowOver),
        None => Gate::GoTo(flow::resume(&request)),
        Some(session) if sessions::terms_due(session) => {
            Gate::GoTo(with_next("/account/profile", Some(&flow::go_on(&request))))
        }
        Some(_) => Gate::Open,
    })
}

/// What the Login button does, on every request anew.
async fn login(
    portico: &Portico,
    visit: &Visit,
    uri: &Uri,
    ways_in: &WaysIn,
    signed_in: bool,
) -> Outcome<Gate> {
    let next = ReturnTo::or_home(parameter(uri, "next").as_deref());
    let mut conn = portico.database.read().await?;
    let enabled = storage::providers::list_enabled(&mut conn).await?;
    let realms = domains::realms(&mut conn).await?;
    drop(conn);
    let named =
        parameter(uri, "provider").and_then(|slug| enabled.iter().find(|provider| provider.slug == slug));
    let only = enabled.iter().find(|provider| provider.visible);
    let facts = LoginFacts {
        customer_accounts: ways_in.settings.shop.customer_accounts,
        local_sign_in: ways_in.settings.shop.local_sign_in,
        providers: usize::try_from(ways_in.providers).unwrap_or(0),
        named_provider: named.is_some(),
        hidden_realm: enabled
            .iter()
            .any(|provider| !provider.visible && realms.contains(&provider.id)),
        signed_in: signed_in && !wants_again(uri),
        just_signed_out_locally: !signed_in && only.is_some_and(|only| asks_again(visit, only)),
    };
    Ok(match button(facts) {
        Ok(LoginButton::GoOn) => Gate::GoTo(next.as_str().to_owned()),
        Ok(LoginButton::ToNamedProvider) => start(named, &next),
        Ok(LoginButton::ToOnlyProvider) => start(only, &next),
        Ok(LoginButton::Page(_)) => Gate::Open,
        Ok(LoginButton::SignedOutFirst) => Gate::GoTo(signed_out(uri, &next)),
        Ok(LoginButton::NotFound) | Err(_) => Gate::Show(StatusCode::NOT_FOUND, Screen::NotFound),
    })
}

/// The page that says so before a provider is asked again, with what `/login` was told.
fn signed_out(uri: &Uri, next: &ReturnTo) -> String {
    let page = with_next("/signed-out", Some(next.as_str()));
    match parameter(uri, "ended") {
        Some(why) => with(&page, "ended", &why),
        None => page,
    }
}

fn parameter(uri: &Uri, name: &str) -> Option<String> {
    url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes())
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}

/// Whether a person who is signed in shall sign in once more, as a sensitive change asks for.
fn wants_again(uri: &Uri) -> bool {
    parameter(uri, "again").is_some()
}

/// The provider that this browser has signed out from locally with this very request.
#[derive(Clone)]
pub struct AsksAgain(pub String);

/// Whether this browser signed out locally and has not gone to the provider since: it asks with `prompt=login` then.
pub fn asks_again(visit: &Visit, provider: &storage::providers::Provider) -> bool {
    let now = visit
        .reply()
        .known
        .get::<AsksAgain>()
        .map(|AsksAgain(slug)| slug.clone());
    let before = visit.cookie(cookies::ASK_AGAIN);
    logout::asks_again(now.as_deref().or(before), &provider.slug)
}

fn start(provider: Option<&storage::providers::Provider>, next: &ReturnTo) -> Gate {
    match provider {
        Some(provider) => Gate::GoTo(with_next(
            &provider_rows::start_path(provider),
            Some(next.as_str()),
        )),
        None => Gate::Show(StatusCode::NOT_FOUND, Screen::NotFound),
    }
}

async fn office(portico: &Portico, visit: &Visit, uri: &Uri, path: &str) -> Outcome<Gate> {
    let here = staff::current(portico, visit).await?;
    if let Some(gate) = second_step(portico, visit, path, here.is_some()).await? {
        return Ok(gate);
    }
    let public = matches!(
        path,
        "/office/login" | "/office/login/second-factor" | "/office/invitation"
    );
    let home = || "/office/requests".to_owned();
    Ok(match (here, public) {
        (None, true) => Gate::Open,
        (None, false) => Gate::GoTo(with_next("/office/login", Some(&visit.facts().path))),
        (Some(_), true) if wants_again(uri) || path == Place::OfficeLogin.path() => Gate::Open,
        (Some(_), _) if path == "/office" || path == "/office/login" => Gate::GoTo(home()),
        (Some(staff), _) if !staff::may_open(&staff, path) => {
            Gate::Show(StatusCode::FORBIDDEN, Screen::Forbidden)
        }
        (Some(_), _) => Gate::Open,
    })
}

/// Whether the logout page has something to choose; without a choice there is no page.
pub async fn logout(portico: &Portico, visit: &Visit) -> Outcome<bool> {
    let session = sessions::current(portico, visit).await?;
    Ok(session.is_some_and(|session| offer(&logout_facts(&session)) == LogoutOffer::AskLocallyOrGlobally))
}
