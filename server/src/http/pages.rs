//! Pages: gates first, then the frame, then one complete document rendered on the server.

use super::{assets::Wing, forms::screen_of, headers, queries, visit::Here};
use crate::{
    services::{Trouble, frames, gates, sessions::way_back_in},
    state::Portico,
};
use app::{
    api::{frame::Screen, visit::Visit},
    routes::with_next,
    shell::{Document, DocumentProps},
};
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use leptos::{nonce::Nonce, prelude::*};

/// Every page: what the app's router shows at this path.
pub async fn page(State(portico): State<Portico>, Here(visit): Here, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let path = visit.facts().path.clone();
    match gates::check(&portico, &visit, request.uri()).await {
        Ok(gates::Gate::Open) => render(&portico, &visit, &path).await,
        Ok(gates::Gate::GoTo(path)) => Redirect::to(&path).into_response(),
        Ok(gates::Gate::Show(status, screen_)) => screen(&portico, &visit, status, screen_).await,
        Err(trouble) => failed(&portico, &visit, trouble).await,
    }
}

/// A page that explains what went wrong.
pub async fn failed(portico: &Portico, visit: &Visit, trouble: Trouble) -> Response {
    super::forms::refuse(portico, visit, true, trouble.into()).await
}

/// Where a person signs in and comes back here, to the page of the form that was sent.
pub fn login_path(visit: &Visit) -> String {
    let sent_from = visit.reply().sent_from.clone();
    let path = sent_from.as_deref().unwrap_or(&visit.facts().path);
    if path.starts_with("/office") {
        with_next("/office/login", Some(path))
    } else {
        way_back_in(visit, path)
    }
}

/// A page that an address alone does not lead to, with its status.
pub async fn screen(portico: &Portico, visit: &Visit, status: StatusCode, screen: Screen) -> Response {
    visit.show(screen);
    visit.set_status(status.as_u16());
    let path = visit.facts().path.clone();
    render(portico, visit, &path).await
}

/// The page that goes on by itself, with the frames that it opens.
pub async fn leave(portico: &Portico, visit: &Visit, screen_: Screen) -> Response {
    if let Screen::Leave { frames, .. } = &screen_ {
        visit.frame(frames);
    }
    screen(portico, visit, StatusCode::OK, screen_).await
}

/// Renders the page at `path` (path and query of our own).
pub async fn render(portico: &Portico, visit: &Visit, path: &str) -> Response {
    match frames::load(portico, visit).await {
        Ok(frame) => visit.reply().frame = Some(frame),
        Err(trouble) => {
            let error = trouble.into();
            let mut frame = frames::bare(portico, visit);
            frame.screen = Some(screen_of(error));
            visit.reply().frame = Some(frame);
            visit.set_status(error.status());
        }
    }
    let mut response = document(portico, visit, path).await;
    let status = visit
        .reply()
        .status
        .and_then(|status| StatusCode::from_u16(status).ok());
    *response.status_mut() = status.unwrap_or(StatusCode::OK);
    if status == Some(StatusCode::SERVICE_UNAVAILABLE) {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
    }
    response
        .headers_mut()
        .insert(headers::EXPLAINED, HeaderValue::from_static("page"));
    response
}

/// Which bundle brings a page to life. Customers, and pages that no address leads to, need the whole storefront.
fn wing(path: &str, whole: bool) -> Wing {
    const ACCOUNT: [&str; 10] = [
        "/account",
        "/activate",
        "/confirm-address",
        "/forgot",
        "/login",
        "/logout",
        "/oauth2",
        "/register",
        "/reset",
        "/signed-out",
    ];
    if path.starts_with("/office") {
        Wing::Office
    } else if whole || ACCOUNT.iter().any(|page| path.starts_with(page)) {
        Wing::Account
    } else {
        Wing::Shop
    }
}

async fn document(portico: &Portico, visit: &Visit, path: &str) -> Response {
    let frame = visit.reply().frame.clone();
    let wing = wing(
        path,
        frame.is_some_and(|frame| {
            frame.screen.is_some() || frame.customer.is_some() || frame.signed_out.is_some()
        }),
    );
    let assets = portico.site.assets(wing);
    let context = {
        let (portico, visit) = (portico.clone(), visit.clone());
        move || {
            queries::provide(&portico, &visit);
            provide_context(Nonce::from_value(visit.facts().nonce.clone()));
        }
    };
    let (visit, path) = (visit.clone(), path.to_owned());
    let uri = path.clone();
    let app = move || {
        let children: Children = match wing {
            Wing::Account => Box::new(|| view! { <app::shop::Account/> }.into_any()),
            Wing::Shop => Box::new(|| view! { <app::shop::Shop/> }.into_any()),
            Wing::Office => Box::new(|| view! { <app::office::Office/> }.into_any()),
        };
        let shown_at = (path != visit.facts().path).then(|| path.clone());
        Document(DocumentProps {
            assets: assets.clone(),
            visit: visit.clone(),
            shown_at,
            children,
        })
    };
    match Request::builder().uri(uri).body(Body::empty()) {
        Ok(request) => leptos_axum::render_app_async_with_context(context, app)(request).await,
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}
