//! The plain routes between the pages of a client's flow.

use crate::{
    http::{pages, visit::Here},
    services::{clients, consent, logout::ask_again, sessions},
    state::Portico,
};
use app::{
    api::frame::Screen,
    routes::{flow, sign_in_again},
};
use axum::{
    Router,
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use serde::Deserialize;

/// `/oauth2/v1/continue` and `/oauth2/v1/another`.
pub fn routes() -> Router<Portico> {
    Router::new()
        .route("/oauth2/v1/continue", get(go_on))
        .route("/oauth2/v1/another", get(another))
}

/// The flow that is meant.
#[derive(Deserialize)]
struct InFlow {
    #[serde(default)]
    request: String,
}

/// `GET /oauth2/v1/continue?request=`: a page that goes on by itself, since what comes next may leave the origin, and a
/// redirect out of a POST would be stopped by `form-action`. It may as well be another question, so it promises nothing.
async fn go_on(State(portico): State<Portico>, Here(visit): Here, Query(query): Query<InFlow>) -> Response {
    let to = flow::resume(&query.request);
    let next = flow::go_on(&query.request);
    match consent::flow_of(&portico, Some(&next)).await {
        Ok(Some(flow)) => {
            let client = clients::face(&flow.client);
            pages::screen(&portico, &visit, StatusCode::OK, Screen::GoOn { to, client }).await
        }
        Ok(None) => pages::screen(&portico, &visit, StatusCode::NOT_FOUND, Screen::FlowOver).await,
        Err(trouble) => pages::failed(&portico, &visit, trouble).await,
    }
}

/// `GET /oauth2/v1/another?request=`: to the login page for another account, and back to the flow. A provider is asked
/// to ask, too, or it would sign the same person in again.
async fn another(State(portico): State<Portico>, Here(visit): Here, Query(query): Query<InFlow>) -> Response {
    match sessions::current(&portico, &visit).await {
        Ok(session) => {
            if let Some(session) = session {
                ask_again(&visit, &session);
            }
            Redirect::to(&sign_in_again("/login", &flow::go_on(&query.request))).into_response()
        }
        Err(trouble) => pages::failed(&portico, &visit, trouble).await,
    }
}
