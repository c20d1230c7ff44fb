//! The layer around every request: makes the [`Visit`], refuses forged posts, and gives every answer its headers,
//! its cookies and its line in the log.

use super::{
    cookies, csrf, forms, headers, pages,
    panics::{Panicked, caught},
    requester,
};
use crate::{crypto::Entropy, state::Portico, telemetry};
use app::api::{
    ApiError,
    frame::Screen,
    visit::{Facts, Visit},
};
use axum::{
    body::to_bytes,
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::values::Language;
use tracing::Instrument;

/// Cookie that remembers the language; not a secret.
pub const LANGUAGE_COOKIE: &str = "portico-language";

/// The visit of a request, for handlers.
pub struct Here(pub Visit);

impl<S: Send + Sync> FromRequestParts<S> for Here {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        let visit = parts.extensions.get::<Visit>().cloned();
        visit.map(Self).ok_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

/// Makes the visit, runs the request, dresses the answer.
pub async fn layer(State(portico): State<Portico>, mut request: Request, next: Next) -> Response {
    let started = portico.clock.now();
    let visit = Visit::new(facts(&portico, &request));
    let method = request.method().clone();
    request.extensions_mut().insert(visit.clone());
    let html = wants_html(request.headers());

    // Every line that is written on the way bears the id that a page asks people to tell.
    let span = tracing::info_span!("request", id = visit.facts().request_id);
    let answer = async {
        let answer = async {
            if csrf::is_forged(&request, portico.config.server.public_url.origin()) {
                return pages::screen(&portico, &visit, StatusCode::FORBIDDEN, Screen::Forbidden).await;
            }
            let response = next.run(request).await;
            explain(&portico, &visit, html, response).await
        };
        match caught(whole(answer)).await {
            Ok(response) => response,
            Err(Panicked) => failed(&portico, &visit, html).await,
        }
    };
    let response = dress(&portico, &visit, answer.instrument(span).await);
    let facts = visit.facts();
    let taken = portico.clock.now().since(started).as_millis();
    tracing::info!(
        http.method = %method,
        http.path = %telemetry::scrub(&facts.path),
        http.status = response.status().as_u16(),
        request.id = facts.request_id,
        request.millis = taken,
        "request answered"
    );
    metrics::counter!("portico_http_requests_total", "status" => response.status().as_u16().to_string())
        .increment(1);
    metrics::histogram!("portico_http_request_seconds").record(taken as f64 / 1000.0);
    response
}

/// A page up to its end: it is rendered as one document, and what goes wrong on the last lines must not cut it off.
async fn whole(answer: impl Future<Output = Response>) -> Response {
    let (parts, body) = answer.await.into_parts();
    let kind = parts.headers.get(header::CONTENT_TYPE);
    if !kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html")) {
        return Response::from_parts(parts, body);
    }
    match to_bytes(body, usize::MAX).await {
        Ok(page) => Response::from_parts(parts, page.into()),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// The answer to a request that panicked, or, when its page does so as well, a bare one.
async fn failed(portico: &Portico, visit: &Visit, html: bool) -> Response {
    let page = caught(whole(forms::refuse(portico, visit, html, ApiError::Internal))).await;
    page.unwrap_or_else(|Panicked| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

/// Gives bare refusals of the framework (413, 405 …) a page, when a person asked.
async fn explain(portico: &Portico, visit: &Visit, html: bool, response: Response) -> Response {
    let status = response.status();
    let bare = !response.headers().contains_key(headers::EXPLAINED)
        && response
            .headers()
            .get(header::CONTENT_TYPE)
            .is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"));
    let screen = match status {
        StatusCode::PAYLOAD_TOO_LARGE => Screen::TooLarge,
        StatusCode::BAD_REQUEST | StatusCode::UNSUPPORTED_MEDIA_TYPE => Screen::Malformed,
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => Screen::NotFound,
        StatusCode::INTERNAL_SERVER_ERROR => Screen::Internal,
        _ => return response,
    };
    if !(html && bare) {
        return response;
    }
    let allow = response.headers().get(header::ALLOW).cloned();
    let mut page = pages::screen(portico, visit, status, screen).await;
    if let Some(allow) = allow {
        page.headers_mut().insert(header::ALLOW, allow);
    }
    page
}

fn dress(portico: &Portico, visit: &Visit, mut response: Response) -> Response {
    headers::apply(portico, visit, &mut response);
    for cookie in std::mem::take(&mut visit.reply().set_cookies) {
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    response
}

/// Whether the answer is for a person: a browser's navigation accepts HTML, our own fetches ask for JSON.
pub fn wants_html(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::ACCEPT)
        .iter()
        .any(|accept| accept.to_str().is_ok_and(|accept| accept.contains("text/html")))
}

fn facts(portico: &Portico, request: &Request) -> Facts {
    let headers = request.headers();
    let cookies = cookies::parse(headers);
    let text = |name| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    };
    let chosen = cookies.iter().find(|(name, _)| name == LANGUAGE_COOKIE);
    let language = chosen
        .and_then(|(_, code)| code.parse::<Language>().ok())
        .or_else(|| Language::negotiate(text(header::ACCEPT_LANGUAGE)))
        .unwrap_or(portico.config.shop.default_language);
    Facts {
        requester: requester::of(request, &portico.config.server.trusted_proxies),
        user_agent: text(header::USER_AGENT).chars().take(300).collect(),
        language,
        request_id: short_id(&*portico.entropy),
        path: request
            .uri()
            .path_and_query()
            .map_or_else(|| "/".to_owned(), ToString::to_string),
        nonce: portico.entropy.token().expose().to_owned(),
        cookies,
    }
}

/// Ten random octets, short enough to read out.
fn short_id(entropy: &dyn Entropy) -> String {
    URL_SAFE_NO_PAD.encode(entropy.random10())
}
