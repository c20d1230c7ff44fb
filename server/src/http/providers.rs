//! The two ways to a provider and back: plain routes, since they leave the origin.

use super::{pages, visit::Here};
use crate::{
    services::{
        Outcome, consent,
        identities::Settled,
        logins, logout,
        oidc::logout::way_back,
        provider_sign_in::{self, Started, Way},
        sessions,
    },
    state::Portico,
};
use app::{
    api::{
        frame::{ProviderFault, Screen, Whom},
        visit::Visit,
    },
    routes::{flow, sign_in_with_factor, with, with_next},
};
use axum::{
    extract::{Path, Query, RawQuery, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::values::ReturnTo;
use serde::Deserialize;

/// Where to go after the sign-in, and what it finishes.
#[derive(Deserialize)]
pub struct Next {
    next: Option<String>,
    /// `1` from the button of an approval mail's link.
    finish: Option<String>,
    /// Opens a trip that a button of ours began; nothing else counts beside it.
    token: Option<String>,
}

impl Next {
    fn finishes(&self) -> bool {
        self.finish.as_deref() == Some("1")
    }
}

/// `GET /providers/{slug}/start`: out to the provider.
pub async fn start(
    State(portico): State<Portico>,
    Here(visit): Here,
    Path(slug): Path<String>,
    Query(query): Query<Next>,
) -> Response {
    let way = match &query.token {
        Some(token) => Way::Trip(token),
        None => Way::SignIn {
            next: query.next.as_deref(),
            finishing: query.finishes(),
        },
    };
    match provider_sign_in::start(&portico, &visit, &slug, way).await {
        Ok(Started::Away(url)) => Redirect::to(&url).into_response(),
        Ok(Started::Leave { to, name }) => {
            show(
                &portico,
                &visit,
                Screen::Leave {
                    to,
                    whom: Whom::Provider(name),
                    frames: Vec::new(),
                },
            )
            .await
        }
        Ok(Started::Show(screen)) => {
            let next = query.next.as_deref().filter(|_| query.token.is_none());
            show(&portico, &visit, screen.on_the_way_to(next)).await
        }
        Err(trouble) => pages::failed(&portico, &visit, trouble).await,
    }
}

/// `GET /providers/{slug}/leave?next=`: a page that goes on to the start by itself, for those who come from a form.
/// What they came for goes with them.
pub async fn leave(
    State(portico): State<Portico>,
    Here(visit): Here,
    Path(slug): Path<String>,
    Query(query): Query<Next>,
) -> Response {
    match provider_sign_in::way_to(&portico, &visit, &slug).await {
        Ok(Some((name, start))) => {
            let next = ReturnTo::or_home(query.next.as_deref());
            let mut to = with_next(&start, Some(next.as_str()));
            if query.finishes() {
                to = with(&to, "finish", "1");
            }
            show(
                &portico,
                &visit,
                Screen::Leave {
                    to,
                    whom: Whom::Provider(name),
                    frames: Vec::new(),
                },
            )
            .await
        }
        Ok(None) => {
            let screen = Screen::provider_fault(ProviderFault::NotOffered);
            show(&portico, &visit, screen.on_the_way_to(query.next.as_deref())).await
        }
        Err(trouble) => pages::failed(&portico, &visit, trouble).await,
    }
}

/// `GET /providers/{slug}/callback`: the provider's answer (OpenID Connect Core 1.0, section 3.1.2.5).
pub async fn callback(
    State(portico): State<Portico>,
    Here(visit): Here,
    Path(slug): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let settled = provider_sign_in::callback(&portico, &visit, &slug, &query.unwrap_or_default()).await;
    land(&portico, &visit, settled).await
}

async fn land(portico: &Portico, visit: &Visit, settled: Outcome<Settled>) -> Response {
    match settled {
        Ok(Settled::In(begun, language, landing)) => {
            begun.hand_out(visit);
            sessions::remember_language(visit, language);
            Redirect::to(&landing).into_response()
        }
        Ok(Settled::Go(path)) => Redirect::to(&path).into_response(),
        Ok(Settled::Show(screen)) => show(portico, visit, screen).await,
        Ok(Settled::SignInFirst) => Redirect::to(&sign_in_with_factor(logins::PAGE)).into_response(),
        Ok(Settled::AskForAddress) => Redirect::to("/register/address").into_response(),
        Ok(Settled::Prove(_)) => Redirect::to("/register/check-mail").into_response(),
        Err(trouble) => pages::failed(portico, visit, trouble).await,
    }
}

/// A page about a sign-in, with the status that says whose turn it is. In a client's flow it leads back to the client, too.
async fn show(portico: &Portico, visit: &Visit, mut screen: Screen) -> Response {
    let status = match &screen {
        Screen::ProviderFault { fault, .. } => status_of(*fault),
        Screen::NotFound => StatusCode::NOT_FOUND,
        Screen::Declined { .. } | Screen::Closed { .. } => StatusCode::FORBIDDEN,
        _ => StatusCode::OK,
    };
    if let Screen::ProviderFault { next, client, .. } = &mut screen {
        match consent::flow_of(portico, next.as_deref()).await {
            Ok(waits) => *client = waits.map(|waits| (waits.client.name, flow::cancel(&waits.request))),
            Err(trouble) => return pages::failed(portico, visit, trouble).await,
        }
    }
    pages::screen(portico, visit, status, screen).await
}

fn status_of(fault: ProviderFault) -> StatusCode {
    match fault {
        ProviderFault::Unreachable | ProviderFault::BadAnswer => StatusCode::BAD_GATEWAY,
        ProviderFault::NotOffered => StatusCode::NOT_FOUND,
        ProviderFault::Expired => StatusCode::BAD_REQUEST,
        ProviderFault::Denied | ProviderFault::ConnectedElsewhere => StatusCode::FORBIDDEN,
    }
}

/// The provider's answer to a logout.
#[derive(Deserialize)]
pub struct LoggedOut {
    state: Option<String>,
}

/// `GET /providers/{slug}/logged-out`: back from the provider (OpenID Connect RP-Initiated Logout 1.0, section 3).
pub async fn logged_out(
    State(portico): State<Portico>,
    Here(visit): Here,
    Query(query): Query<LoggedOut>,
) -> Response {
    match logout::came_back(&portico, &visit, query.state.as_deref()).await {
        // A client that asked for the logout gets its person back.
        Ok(()) => match way_back(&portico, &visit).await {
            Ok(Some(back)) => Redirect::to(&back.to).into_response(),
            Ok(None) => Redirect::to("/signed-out").into_response(),
            Err(trouble) => pages::failed(&portico, &visit, trouble).await,
        },
        Err(trouble) => pages::failed(&portico, &visit, trouble).await,
    }
}
