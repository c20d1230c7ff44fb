//! A logout that a client begins (OpenID Connect RP-Initiated Logout 1.0), decided by `domain::clients::logout_step`.

use super::super::{
    Outcome,
    clients::face,
    logout::{settled, sign_out},
    sessions,
};
use super::own;
use crate::{http::cookies, state::Portico};
use app::api::{consent::ClientFace, visit::Visit};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    clients::{
        Back, Hint, LONGEST_WAY_BACK, LogoutFault, LogoutRequestFacts, LogoutStep, Parameters, logout_step,
    },
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
    /// A page that asks whether to sign out, and shows the client that asks, if one is known.
    Ask(Option<ClientFace>),
    /// Nobody is signed in any more: on to the client, or to the receipt.
    Go(String),
    /// The same by a page, which opens pages of other applications on the way.
    Leave(WayBack, Vec<String>),
}

/// Where a logout leads back to.
#[derive(Debug)]
pub struct WayBack {
    /// The client.
    pub client: ClientFace,
    /// Its address, which it registered, with `state`.
    pub to: String,
}

/// What the browser keeps of it while the person is asked.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    client: ClientId,
    uri: String,
    /// As it stands in a query.
    state: Option<String>,
}

impl Kept {
    /// The way, if it is one of this client's.
    fn way(&self, client: &Client) -> Option<WayBack> {
        (client.id == self.client && is_registered(client, &self.uri)).then(|| WayBack {
            client: face(client),
            to: self.to(),
        })
    }

    fn to(&self) -> String {
        let uri = &self.uri;
        match &self.state {
            Some(state) => format!("{uri}{}state={state}", if uri.contains('?') { '&' } else { '?' }),
            None => uri.clone(),
        }
    }
}

/// Compared as text: a port of the person's own machine is no other one here (OpenID Connect RP-Initiated Logout 1.0
/// §3).
fn is_registered(client: &Client, uri: &str) -> bool {
    client
        .post_logout_redirect_uris
        .iter()
        .any(|own| own.as_str() == uri)
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
    let asked = one("post_logout_redirect_uri").zip(client.as_ref());
    let asked = asked.map(|(uri, client)| Kept {
        client: client.id,
        uri: uri.to_owned(),
        state: one("state").map(|state| url::form_urlencoded::byte_serialize(state.as_bytes()).collect()),
    });
    let way_back = asked.as_ref().zip(client.as_ref());
    let way_back = way_back.and_then(|(kept, client)| kept.way(client));
    let back = match &way_back {
        _ if one("post_logout_redirect_uri").is_none() => Back::Nowhere,
        None => Back::Unknown,
        Some(way) if way.to.len() > LONGEST_WAY_BACK => Back::TooLong,
        Some(_) => Back::Registered,
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
    let asked = asked.filter(|_| fault.is_none());
    let way_back = way_back.filter(|_| fault.is_none());
    match step {
        LogoutStep::Ask => {
            keep(visit, asked.as_ref());
            Ok(Next::Ask(client.as_ref().map(face)))
        }
        LogoutStep::End => {
            let out = sign_out(portico, visit, "local").await?;
            Ok(match way_back {
                Some(way) if !out.frames.is_empty() => Next::Leave(way, out.frames),
                way => Next::Go(place(way)),
            })
        }
        LogoutStep::Go => {
            settled(portico, visit).await?;
            Ok(Next::Go(place(way_back)))
        }
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

/// The browser keeps where it goes afterwards. What it kept before counts no more.
fn keep(visit: &Visit, asked: Option<&Kept>) {
    let text = asked.and_then(|asked| serde_json::to_vec(asked).ok());
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

/// Where the logout of this browser leads back to; once. The client may have been edited meanwhile, or switched off.
pub async fn way_back(portico: &Portico, visit: &Visit) -> Outcome<Option<WayBack>> {
    let Some(kept) = visit.cookie(cookies::WAY_BACK) else {
        return Ok(None);
    };
    let text = URL_SAFE_NO_PAD.decode(kept).ok();
    forget_way_back(visit);
    let kept = text.and_then(|text| serde_json::from_slice::<Kept>(&text).ok());
    let client = client(portico, kept.as_ref().map(|kept| kept.client)).await?;
    Ok(kept.zip(client).and_then(|(kept, client)| kept.way(&client)))
}
