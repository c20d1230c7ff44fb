//! Logos of providers and of clients: uploaded in the back office, shown to everybody.

use super::{forms, headers::FOR_EVER, pages, visit::Here};
use crate::{
    images,
    services::logos::{self, Bearer},
    state::Portico,
};
use app::{
    api::{Answer, ApiError},
    routes::by_id,
};
use axum::{
    Router,
    extract::{DefaultBodyLimit, Multipart, Path, State, multipart::MultipartError},
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use storage::{clients::Client, providers::Provider};

/// How much of an upload is read before the page can say beside its field that it is too much. More is a 413.
const UPLOAD_LIMIT: usize = 8 * images::LOGO_BYTES;

/// All of them.
pub fn routes() -> Router<Portico> {
    of::<Provider>().merge(of::<Client>())
}

fn of<T: Bearer>() -> Router<Portico> {
    let upload = post(upload::<T>)
        .get(pages::page)
        .layer(DefaultBodyLimit::max(UPLOAD_LIMIT));
    Router::new()
        .route(T::UPLOAD, upload)
        .route(T::PICTURE, get(serve::<T>))
}

/// What was uploaded.
#[derive(Default)]
struct Upload {
    id: String,
    file: Vec<u8>,
}

/// `POST /office/providers/logo`, `/office/clients/logo`: a logo as `multipart/form-data` (RFC 7578).
async fn upload<T: Bearer>(State(portico): State<Portico>, Here(visit): Here, form: Multipart) -> Response {
    let Upload { id, file } = match read(form).await {
        Ok(uploaded) => uploaded,
        Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            return StatusCode::PAYLOAD_TOO_LARGE.into_response();
        }
        Err(_) => return forms::refuse(&portico, &visit, true, ApiError::Malformed).await,
    };
    match logos::set::<T>(&portico, &visit, &id, file).await {
        Ok(Answer::Go(path)) => Redirect::to(&path).into_response(),
        Ok(Answer::Problems(problems)) => {
            let page = by_id(T::PAGES, &id);
            let values = vec![("id".to_owned(), id)];
            forms::again(&portico, &visit, &page, T::UPLOAD, values, problems).await
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

/// `GET /providers/{slug}/logo/{hash}`, `/clients/{id}/logo/{hash}`: a logo, for ever, since another picture has another
/// address.
async fn serve<T: Bearer>(
    State(portico): State<Portico>,
    Here(visit): Here,
    Path((named, hash)): Path<(String, String)>,
) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "image/webp"),
        (header::CACHE_CONTROL, FOR_EVER),
    ];
    match logos::picture::<T>(&portico, &named, &hash).await {
        Ok(picture) => (headers, picture).into_response(),
        Err(trouble) => pages::failed(&portico, &visit, trouble).await,
    }
}
