//! `POST /providers/{slug}/back-channel-logout`: a provider ends sessions (OpenID Connect Back-Channel Logout 1.0,
//! section 2.5). For programs: it answers in the standard's own form, and rests on the token alone.

use super::visit::Here;
use crate::{
    services::{
        back_channel_logout::{self, LoggedOut},
        throttles,
    },
    state::Portico,
};
use app::api::{ApiError, visit::Visit};
use axum::{
    Json,
    body::Bytes,
    extract::{Path, State, rejection::BytesRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

/// Carries a logout token out.
pub async fn submit(
    State(portico): State<Portico>,
    Here(visit): Here,
    Path(slug): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let token = body
        .ok()
        .filter(|_| super::forms::is_form(&headers))
        .as_deref()
        .and_then(token);
    let mut response = match token {
        None => refused("one logout_token is needed"),
        Some(token) => match back_channel_logout::end(&portico, &visit, &slug, &token).await {
            Ok(LoggedOut::Done) => StatusCode::OK.into_response(),
            Ok(LoggedOut::Refused(why)) => refused(why),
            Err(trouble) => failed(&portico, &visit, trouble.into()),
        },
    };
    // Section 2.8.
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The only parameter that counts; twice is a fault, others mean nothing here.
fn token(body: &[u8]) -> Option<String> {
    let mut tokens = url::form_urlencoded::parse(body).filter(|(name, _)| name == "logout_token");
    match (tokens.next(), tokens.next()) {
        (Some((_, token)), None) => Some(token.into_owned()),
        _ => None,
    }
}

/// The error response of RFC 6749, section 5.2.
fn refused(why: &str) -> Response {
    let answer = json!({ "error": "invalid_request", "error_description": why });
    (StatusCode::BAD_REQUEST, Json(answer)).into_response()
}

/// The token may be right; the provider can try again.
fn failed(portico: &Portico, visit: &Visit, error: ApiError) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let answer = json!({ "error": "temporarily_unavailable" });
    let seconds = HeaderValue::from(throttles::retry_after(portico, visit));
    (status, [(header::RETRY_AFTER, seconds)], Json(answer)).into_response()
}
