//! Signing out: a POST. The way to a provider leaves by a page that goes on by itself, since `form-action` stops a
//! redirect out of a POST.

use super::{pages, visit::Here};
use crate::{
    services::{
        gates,
        logout::{self, Away, Out},
        oidc::logout::{WayBack, forget_way_back, way_back},
        staff,
    },
    state::Portico,
};
use app::api::frame::{Screen, Whom};
use axum::{
    extract::{Form, Request, State},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

/// The dialog's form.
#[derive(Deserialize)]
pub struct Submitted {
    #[serde(default)]
    choice: String,
    /// Whether the form is the answer to a client's question.
    #[serde(default)]
    asked: Option<String>,
}

/// `GET /logout`: the choice, where there is one.
pub async fn page(state: State<Portico>, here: Here, request: Request) -> Response {
    match gates::logout(&state.0, &here.0).await {
        Ok(true) => pages::page(state, here, request).await,
        Ok(false) => Redirect::to("/").into_response(),
        Err(trouble) => pages::failed(&state.0, &here.0, trouble).await,
    }
}

/// `POST /logout`: the session here ends in every case, first.
pub async fn submit(
    State(portico): State<Portico>,
    Here(visit): Here,
    Form(form): Form<Submitted>,
) -> Response {
    if form.asked.is_none() {
        // A question that was not answered leads nobody anywhere later.
        forget_way_back(&visit);
    }
    match logout::sign_out(&portico, &visit, &form.choice).await {
        Ok(Out {
            away: Some(Away { to, name }),
            frames,
        }) => {
            let whom = Whom::Provider(name);
            pages::leave(&portico, &visit, Screen::Leave { to, whom, frames }).await
        }
        // A client that asked for the logout gets its person back.
        Ok(Out { away: None, frames }) if form.asked.is_some() => match way_back(&portico, &visit).await {
            Ok(Some(WayBack { client, to })) => {
                let whom = Whom::Client(client);
                pages::leave(&portico, &visit, Screen::Leave { to, whom, frames }).await
            }
            Ok(None) => Redirect::to("/signed-out").into_response(),
            Err(trouble) => pages::failed(&portico, &visit, trouble).await,
        },
        Ok(_) => Redirect::to("/signed-out").into_response(),
        Err(trouble) => pages::failed(&portico, &visit, trouble).await,
    }
}

/// `POST /office/logout`: ends a staff member's session.
pub async fn office(State(portico): State<Portico>, Here(visit): Here) -> Response {
    match staff::sign_out(&portico, &visit).await {
        Ok(()) => Redirect::to("/office/login").into_response(),
        Err(trouble) => pages::failed(&portico, &visit, trouble).await,
    }
}
