//! Portico as an OpenID provider: thin endpoints over `services::oidc`.

mod authorize;
pub(crate) mod credentials;
mod documents;
pub(crate) mod form;
mod logout;
mod machines;
pub mod pages;
mod register;

use crate::state::Portico;
use axum::{
    Router, middleware,
    routing::{get, post},
};

/// Where clients and their people come.
pub fn routes() -> Router<Portico> {
    let open = Router::new()
        .route("/.well-known/openid-configuration", get(documents::discovery))
        .route(
            "/.well-known/oauth-authorization-server",
            get(documents::discovery),
        )
        .route("/oauth2/v1/keys", get(documents::keys))
        .route("/oauth2/v1/token", post(machines::token))
        .route("/oauth2/v1/revoke", post(machines::revoke))
        .route(
            "/oauth2/v1/userinfo",
            get(machines::userinfo).post(machines::userinfo),
        )
        .layer(middleware::from_fn(documents::any_origin));
    Router::new()
        .route(
            "/oauth2/v1/authorize",
            get(authorize::begin).post(authorize::posted),
        )
        .route("/oauth2/v1/resume", get(authorize::resume))
        .route("/oauth2/v1/logout", get(logout::page).post(logout::posted))
        .route("/oauth2/v1/introspect", post(machines::introspect))
        .route("/oauth2/v1/par", post(machines::push))
        .route("/oauth2/v1/register", post(register::register))
        .merge(open)
}
