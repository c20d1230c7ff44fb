//! `POST /language`: switches the language, without JavaScript too.

use super::{
    cookies,
    visit::{Here, LANGUAGE_COOKIE},
};
use axum::{extract::Form, response::Redirect};
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
pub async fn switch(Here(visit): Here, Form(form): Form<Switch>) -> Redirect {
    if let Ok(language) = form.language.parse::<Language>() {
        visit.set_cookie(cookies::set(
            LANGUAGE_COOKIE,
            language.as_str(),
            Some(Span::days(365)),
        ));
    }
    Redirect::to(ReturnTo::page(&form.next).unwrap_or_default().as_str())
}
