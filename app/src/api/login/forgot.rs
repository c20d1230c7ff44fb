use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Asks for a mail with a link to set a new password.
#[server(prefix = "", endpoint = "/forgot")]
pub async fn forgot(#[server(default)] email: String) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Login::forgot(&*ports, &visit, Forgot { email }).await
}

impl PageForm for Forgot {}
