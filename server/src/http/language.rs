//! `POST /language`: switches the language, without JavaScript too.

use super::{
    cookies, forms,
    visit::{Here, LANGUAGE_COOKIE},
};
use crate::state::Portico;
use axum::{
    extract::{Form, State},
    response::Response,
};
use domain::{
    time::Span,
    values::{Language, ReturnTo},
};
use serde::Deserialize;

/// The switch's form.
#[derive(Deserialize)]
pub struct Switch {
    #[serde(default)]
    language: String,
    #[serde(default)]
    next: String,
}

/// Remembers the language for a year and goes back to the page.
pub async fn switch(State(portico): State<Portico>, Here(visit): Here, Form(form): Form<Switch>) -> Response {
    if let Ok(language) = form.language.parse::<Language>() {
        visit.set_cookie(cookies::set(
            LANGUAGE_COOKIE,
            language.as_str(),
            Some(Span::days(365)),
        ));
    }
    let next = ReturnTo::page(&form.next).unwrap_or_default();
    forms::go(&portico, &visit, next.as_str().to_owned()).await
}
