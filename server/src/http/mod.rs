//! HTTP: one router for pages, forms, providers and machines. Every answer passes [`visit::layer`].

pub mod assets;
mod back_channel_logout;
mod colours;
pub mod cookies;
mod csrf;
mod forms;
mod headers;
mod health;
mod language;
mod logos;
mod logout;
pub(crate) mod oidc;
mod pages;
mod panics;
mod provider_files;
mod providers;
mod queries;
mod requester;
mod robots;
pub mod visit;

use crate::state::Portico;
use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware,
    routing::{get, post},
};

/// Largest body that any form may have: a form of text fields. More is a 413.
pub const BODY_LIMIT: usize = 64 * 1024;

/// The whole router.
pub fn router(portico: Portico) -> Router {
    panics::spawn_on_tokio();
    let mut router = Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/robots.txt", get(robots::robots))
        .route("/.well-known/security.txt", get(robots::security))
        .route("/.well-known/change-password", get(robots::change_password))
        .route("/assets/{*path}", get(assets::serve))
        .route("/language", post(language::switch))
        .route("/logout", get(logout::page).post(logout::submit))
        .route("/office/logout", post(logout::office))
        .route("/providers/{slug}/start", get(providers::start))
        .route("/providers/{slug}/leave", get(providers::leave))
        .route("/providers/{slug}/callback", get(providers::callback))
        .route("/providers/{slug}/logged-out", get(providers::logged_out))
        .route(
            "/providers/{slug}/back-channel-logout",
            post(back_channel_logout::submit),
        )
        .route("/providers/{slug}/jwks.json", get(provider_files::keys))
        .route("/colours/{file}", get(colours::serve))
        .merge(oidc::routes())
        .merge(logos::routes())
        .merge(oidc::pages::routes())
        .merge(forms::routes())
        .merge(queries::routes());
    if portico.demo {
        router = router.merge(crate::demo::routes());
    }
    router
        .fallback(pages::page)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(middleware::from_fn_with_state(portico.clone(), visit::layer))
        .with_state(portico)
}
