//! The colours of clients, each as a stylesheet of its own, since no page has inline styles. It tells what a colour is
//! called; what has it stands in `style/components/client.css`.

use super::headers::FOR_EVER;
use axum::{
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::clients::client_colour;

/// `GET /colours/{file}`, such as `1a73e8.css`: made of its own name, so it is good for ever and asks nobody. A colour
/// that no client may have is not there, nor is any under a second name.
pub async fn serve(Path(file): Path<String>) -> Response {
    let digits = file.strip_suffix(".css").unwrap_or_default();
    let colour = client_colour(&format!("#{digits}")).ok();
    let Some(colour) = colour.filter(|colour| colour.digits() == digits) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, FOR_EVER),
    ];
    let sheet = format!(":root{{--client:{colour};--on-client:{}}}\n", colour.ink());
    (headers, sheet).into_response()
}
