//! What everybody may read: discovery and keys. And who may read answers: scripts of any origin, since none of these
//! endpoints looks at cookies.

use super::super::visit::Here;
use crate::{
    services::{Outcome, oidc},
    state::Portico,
};
use app::api::{ApiError, visit::Visit};
use axum::{
    Json,
    extract::{Request, State},
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde_json::json;

/// How long documents are good for. A new key stands in the key set much longer before it signs.
const KEPT: HeaderValue = HeaderValue::from_static("public, max-age=300");

/// `GET /.well-known/openid-configuration` and `GET /.well-known/oauth-authorization-server`.
pub async fn discovery(State(portico): State<Portico>, Here(visit): Here) -> Response {
    let document = oidc::discovery::document(&portico).await;
    kept(&portico, &visit, document.map(|text| text.as_str().to_owned()))
}

/// `GET /oauth2/v1/keys` (RFC 7517 §5).
pub async fn keys(State(portico): State<Portico>, Here(visit): Here) -> Response {
    let keys = oidc::keys::set(&portico).await;
    kept(&portico, &visit, keys.map(|keys| keys.to_string()))
}

fn kept(portico: &Portico, visit: &Visit, document: Outcome<String>) -> Response {
    let json = HeaderValue::from_static("application/json");
    match document {
        Ok(text) => (
            [(header::CACHE_CONTROL, KEPT), (header::CONTENT_TYPE, json)],
            text,
        )
            .into_response(),
        Err(trouble) => failed(portico, visit, trouble.into()),
    }
}

/// The client may try again.
pub fn failed(portico: &Portico, visit: &Visit, error: ApiError) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let answer = match status.is_server_error() {
        true => json!({ "error": "temporarily_unavailable" }),
        false => json!({ "error": "invalid_request" }),
    };
    let seconds = HeaderValue::from(crate::services::throttles::retry_after(portico, visit));
    (status, [(header::RETRY_AFTER, seconds)], Json(answer)).into_response()
}

/// Lets scripts of any origin ask and read (Fetch, CORS protocol), without cookies.
pub async fn any_origin(request: Request, next: Next) -> Response {
    let preflight = *request.method() == Method::OPTIONS;
    let mut response = match preflight {
        true => StatusCode::NO_CONTENT.into_response(),
        false => next.run(request).await,
    };
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("cross-origin"),
    );
    if preflight {
        let fixed = [
            (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST"),
            (
                header::ACCESS_CONTROL_ALLOW_HEADERS,
                "Authorization, Content-Type",
            ),
            (header::ACCESS_CONTROL_MAX_AGE, "86400"),
        ];
        headers.extend(fixed.map(|(name, value)| (name, HeaderValue::from_static(value))));
    } else {
        headers.insert(
            header::ACCESS_CONTROL_EXPOSE_HEADERS,
            HeaderValue::from_static("WWW-Authenticate"),
        );
    }
    response
}
