//! Files that programs look for.

use crate::state::Portico;
use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};

/// `GET /robots.txt`: offers may be found; forms and accounts need not.
pub async fn robots() -> &'static str {
    "User-agent: *\nDisallow: /account/\nDisallow: /activate\nDisallow: /confirm-address\nDisallow: /forgot\n\
     Disallow: /login\nDisallow: /office/\nDisallow: /providers/\nDisallow: /register\nDisallow: /reset\n"
}

/// `GET /.well-known/security.txt` (RFC 9116), when the configuration names an address of operations.
pub async fn security(State(portico): State<Portico>) -> Response {
    let Some(address) = &portico.config.mail.operations else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let expires = portico.now().plus(domain::time::Span::days(180)).utc();
    let text = format!("Contact: mailto:{address}\nExpires: {expires}\n");
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}

/// `GET /.well-known/change-password` (W3C): where a password is changed.
pub async fn change_password() -> Redirect {
    Redirect::to("/account/security")
}
