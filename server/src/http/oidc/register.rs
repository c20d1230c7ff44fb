//! `/oauth2/v1/register` (RFC 7591 §3).

use super::{
    super::visit::Here,
    documents::failed,
    machines::{bearer, unauthorized},
};
use crate::{
    services::oidc::registration::{Registered, register as carry_out},
    state::Portico,
};
use axum::{
    Json,
    body::Bytes,
    extract::{State, rejection::BytesRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::clients::BearerFault;
use serde_json::{Value, json};

/// `POST /oauth2/v1/register`, with an initial access token.
pub async fn register(
    State(portico): State<Portico>,
    Here(visit): Here,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let token = match bearer(&headers, None) {
        Ok(token) => token,
        Err(fault) => return unauthorized(fault),
    };
    let metadata = body
        .ok()
        .and_then(|body| serde_json::from_slice::<Value>(&body).ok());
    let metadata = metadata.unwrap_or(Value::Null);
    let (status, answer) = match carry_out(&portico, &visit, &token, &metadata).await {
        Ok(Registered::Client(answer)) => (StatusCode::CREATED, answer),
        Ok(Registered::Fault(fault)) => {
            let answer = json!({ "error": fault.error, "error_description": fault.description });
            (StatusCode::BAD_REQUEST, answer)
        }
        Ok(Registered::BadToken) => {
            return unauthorized(BearerFault::Worthless);
        }
        Err(trouble) => return failed(&portico, &visit, trouble.into()),
    };
    let no_store = [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];
    (status, no_store, Json(answer)).into_response()
}
