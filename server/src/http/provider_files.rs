//! What a provider is shown: our public keys.

use super::{pages, visit::Here};
use crate::{services::providers, state::Portico};
use axum::{
    Json,
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};

/// `GET /providers/{slug}/jwks.json`: our public keys for `private_key_jwt` (RFC 7517 section 5).
pub async fn keys(State(portico): State<Portico>, Here(visit): Here, Path(slug): Path<String>) -> Response {
    match providers::public_keys(&portico, &slug).await {
        Ok(keys) => ([(header::CACHE_CONTROL, "public, max-age=300")], Json(keys)).into_response(),
        Err(trouble) => pages::failed(&portico, &visit, trouble).await,
    }
}
