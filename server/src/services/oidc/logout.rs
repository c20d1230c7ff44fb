//! A logout that a client begins (OpenID Connect RP-Initiated Logout 1.0), decided by `domain::clients::logout_step`.

use super::super::{Outcome, logout::sign_out, sessions};
use super::own;
use crate::{http::cookies, state::Portico};
use app::api::visit::Visit;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    clients::{Back, Hint, LogoutFault, LogoutRequestFacts, LogoutStep, Parameters, logout_step},
    ids::ClientId,
    time::Span,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use storage::{authorize_requests::Pairs, clients::Client};

/// How long the question may stand before the way back is forgotten.
const WAITS: Span = Span::minutes(10);

/// What comes next.
#[derive(Debug)]
pub enum Next {
    /// A page that asks whether to sign out; it names the client that asks, if one is known.
    Ask(Option<String>),
    /// Nobody is signed in any more: on to the client, or to the receipt.
    Go(String),
    /// The same by a page, which opens pages of other applications on the way.
    Leave(WayBack, Vec<String>),
}

/// Where a logout leads back to, kept in the browser while the person is asked.
#[derive(Debug, Serialize, Deserialize)]
pub struct WayBack {
    /// The client's name.
    pub name: String,
    /// Its address, which it registered, with `state`.
    pub to: String,
}

/// Looks at a request, and ends the session if the client has shown that it is its own. Whatever is wrong with it, the
/// person can sign out; they are led nowhere then.
pub async fn look(portico: &Portico, visit: &Visit, pairs: &Pairs) -> Outcome<Next> {
    let twice = Parameters(&pairs.0).any_twice();
    let parameters = Parameters(if twice { &[] } else { &pairs.0[..] });
    let one = |name: &str| parameters.one(name).ok().flatten();
    let hint = match one("id_token_hint") {
        Some(hint) => Some(own::signed(portico, hint).await?),
        None => None,
    };
    let session = sessions::current(portico, visit).await?;
    let (kind, id) = hinted(
        hint,
        one("client_id"),
        session.as_ref().map(|session| session.sid.as_str()),
    );
    let client = client(portico, id).await?;
    let back = match (one("post_logout_redirect_uri"), &client) {
        (None, _) => Back::Nowhere,
        (Some(uri), Some(client))
            if client
                .post_logout_redirect_uris
                .iter()
                .any(|own| own.accepts(uri)) =>
        {
            Back::Registered
        }
        (Some(_), _) => Back::Unknown,
    };
    let (step, fault) = logout_step(LogoutRequestFacts {
        hint: kind,
        client: client.is_some(),
        back,
        signed_in: session.is_some(),
    });
    let fault = twice.then_some(LogoutFault::Repeated).or(fault);
    if let Some(fault) = fault {
        let (client, wrong) = (client.as_ref().map(|client| client.id), fault.description());
        tracing::info!(?client, wrong, "a client's logout leads nowhere afterwards");
    }
    let way_back = client.as_ref().filter(|_| fault.is_none()).and_then(|client| {
        let to = with_state(one("post_logout_redirect_uri")?, one("state"));
        let name = client.name.clone();
        Some(WayBack { name, to })
    });
    match step {
        LogoutStep::Ask => {
            keep(visit, way_back.as_ref());
            Ok(Next::Ask(client.map(|client| client.name)))
        }
        LogoutStep::End => {
            let out = sign_out(portico, visit, "local").await?;
            Ok(match way_back {
                Some(way) if !out.frames.is_empty() => Next::Leave(way, out.frames),
                way => Next::Go(place(way)),
            })
        }
        LogoutStep::Go => Ok(Next::Go(place(way_back))),
    }
}

fn place(way_back: Option<WayBack>) -> String {
    way_back.map_or_else(|| "/signed-out".to_owned(), |way| way.to)
}

/// What the hint proves, and which client asks.
fn hinted(
    hint: Option<Option<Map<String, Value>>>,
    named: Option<&str>,
    here: Option<&str>,
) -> (Hint, Option<ClientId>) {
    let named = named.map(str::parse::<ClientId>);
    match hint {
        None => (Hint::Missing, named.and_then(Result::ok)),
        Some(None) => (Hint::Wrong, None),
        Some(Some(claims)) => {
            let text = |name: &str| claims.get(name).and_then(Value::as_str);
            let audience = text("aud").and_then(|id| id.parse::<ClientId>().ok());
            if audience.is_none() || named.is_some_and(|named| named.ok() != audience) {
                return (Hint::Wrong, None);
            }
            let same = here.is_some() && text("sid") == here;
            let kind = if same {
                Hint::ThisSession
            } else {
                Hint::AnotherSession
            };
            (kind, audience)
        }
    }
}

async fn client(portico: &Portico, id: Option<ClientId>) -> Outcome<Option<Client>> {
    let Some(id) = id else { return Ok(None) };
    let mut conn = portico.database.read().await?;
    let client = storage::clients::by_id(&mut conn, id).await?;
    Ok(client.filter(|client| client.active))
}

fn with_state(uri: &str, state: Option<&str>) -> String {
    let Some(state) = state else { return uri.to_owned() };
    let joint = if uri.contains('?') { '&' } else { '?' };
    let state: String = url::form_urlencoded::byte_serialize(state.as_bytes()).collect();
    format!("{uri}{joint}state={state}")
}

/// The browser keeps where it goes afterwards. What it kept before counts no more.
fn keep(visit: &Visit, way_back: Option<&WayBack>) {
    let text = way_back.and_then(|way| serde_json::to_vec(way).ok());
    match text {
        Some(text) => {
            let value = URL_SAFE_NO_PAD.encode(text);
            visit.set_cookie(cookies::set(cookies::WAY_BACK, &value, Some(WAITS)));
        }
        None => forget_way_back(visit),
    }
}

/// Leads nobody back any more.
pub fn forget_way_back(visit: &Visit) {
    if visit.cookie(cookies::WAY_BACK).is_some() {
        visit.set_cookie(cookies::clear(cookies::WAY_BACK));
    }
}

/// Where the logout of this browser leads back to; once.
pub fn way_back(visit: &Visit) -> Option<WayBack> {
    let kept = visit.cookie(cookies::WAY_BACK)?;
    let text = URL_SAFE_NO_PAD.decode(kept).ok();
    forget_way_back(visit);
    serde_json::from_slice(&text?).ok()
}
