//! `/oauth2/v1/logout` (OpenID Connect RP-Initiated Logout 1.0 §2).

use super::{
    super::{pages, visit::Here},
    form::pairs,
};
use crate::{
    services::oidc::logout::{self, Next, WayBack},
    state::Portico,
};
use app::api::frame::{Screen, Whom};
use axum::{
    body::Bytes,
    extract::{RawQuery, State, rejection::BytesRejection},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use storage::authorize_requests::Pairs;

/// `GET /oauth2/v1/logout`.
pub async fn page(State(portico): State<Portico>, Here(visit): Here, RawQuery(query): RawQuery) -> Response {
    let Some(pairs) = pairs(query.unwrap_or_default().as_bytes()) else {
        return pages::screen(&portico, &visit, StatusCode::BAD_REQUEST, Screen::Malformed).await;
    };
    match logout::look(&portico, &visit, &Pairs(pairs)).await {
        Ok(Next::Go(to)) => match HeaderValue::from_str(&to) {
            Ok(to) => (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response(),
            Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        },
        Ok(Next::Leave(WayBack { client, to }, frames)) => {
            let whom = Whom::Client(client);
            pages::leave(&portico, &visit, Screen::Leave { to, whom, frames }).await
        }
        Ok(Next::Ask(client)) => {
            pages::screen(&portico, &visit, StatusCode::OK, Screen::ConfirmLogout { client }).await
        }
        Err(trouble) => pages::failed(&portico, &visit, trouble).await,
    }
}

/// `POST /oauth2/v1/logout`: the same by a GET, which brings the cookies along.
pub async fn posted(
    State(portico): State<Portico>,
    Here(visit): Here,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    match body.ok().and_then(|body| pairs(&body)) {
        Some(pairs) => {
            let mut query = url::form_urlencoded::Serializer::new(String::new());
            let query = query.extend_pairs(&pairs).finish();
            Redirect::to(&format!("/oauth2/v1/logout?{query}")).into_response()
        }
        None => pages::screen(&portico, &visit, StatusCode::BAD_REQUEST, Screen::Malformed).await,
    }
}
