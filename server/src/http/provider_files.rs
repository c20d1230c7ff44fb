//! What a provider shows, and what it is shown: its logo, our public keys.

use super::{forms, pages, visit::Here};
use crate::{images, services::providers, state::Portico};
use app::{
    api::{Answer, ApiError, providers::LOGO_PATH},
    routes::by_id,
};
use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, Multipart, Path, State, multipart::MultipartError},
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};

/// How much of an upload is read before the page can say beside its field that it is too much. More is a 413.
const UPLOAD_LIMIT: usize = 8 * images::LOGO_BYTES;

/// All of them.
pub fn routes() -> Router<Portico> {
    let upload = post(upload)
        .get(pages::page)
        .layer(DefaultBodyLimit::max(UPLOAD_LIMIT));
    Router::new()
        .route(LOGO_PATH, upload)
        .route("/providers/{slug}/logo/{hash}", get(serve))
        .route("/providers/{slug}/jwks.json", get(keys))
}

/// What was uploaded.
#[derive(Default)]
struct Upload {
    id: String,
    file: Vec<u8>,
}

/// `POST /office/providers/logo`: a logo as `multipart/form-data` (RFC 7578).
async fn upload(State(portico): State<Portico>, Here(visit): Here, form: Multipart) -> Response {
    let Upload { id, file } = match read(form).await {
        Ok(uploaded) => uploaded,
        Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            return StatusCode::PAYLOAD_TOO_LARGE.into_response();
        }
        Err(_) => return forms::refuse(&portico, &visit, true, ApiError::Malformed).await,
    };
    match providers::set_logo(&portico, &visit, &id, file).await {
        Ok(Answer::Go(path)) => Redirect::to(&path).into_response(),
        Ok(Answer::Problems(problems)) => {
            let page = by_id("/office/providers", &id);
            let values = vec![("id".to_owned(), id)];
            forms::again(&portico, &visit, &page, LOGO_PATH, values, problems).await
        }
        Err(trouble) => pages::failed(&portico, &visit, trouble).await,
    }
}

async fn read(mut form: Multipart) -> Result<Upload, MultipartError> {
    let mut uploaded = Upload::default();
    while let Some(field) = form.next_field().await? {
        match field.name() {
            Some("id") => uploaded.id = field.text().await?,
            Some("logo") => uploaded.file = field.bytes().await?.into(),
            _ => {}
        }
    }
    Ok(uploaded)
}

/// `GET /providers/{slug}/logo/{hash}`: a logo, for ever, since another picture has another address.
async fn serve(
    State(portico): State<Portico>,
    Here(visit): Here,
    Path((slug, hash)): Path<(String, String)>,
) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "image/webp"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    match providers::logo(&portico, &slug, &hash).await {
        Ok(picture) => (headers, picture).into_response(),
        Err(trouble) => pages::failed(&portico, &visit, trouble).await,
    }
}

/// `GET /providers/{slug}/jwks.json`: our public keys for `private_key_jwt` (RFC 7517 section 5).
async fn keys(State(portico): State<Portico>, Here(visit): Here, Path(slug): Path<String>) -> Response {
    match providers::public_keys(&portico, &slug).await {
        Ok(keys) => ([(header::CACHE_CONTROL, "public, max-age=300")], Json(keys)).into_response(),
        Err(trouble) => pages::failed(&portico, &visit, trouble).await,
    }
}
