use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Uses up an activation link, or the link that finishes an approved registration.
#[server(prefix = "", endpoint = "/activate")]
pub async fn activate(#[server(default)] token: String) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Links::activate(&*ports, &visit, Activate { token }).await
}

impl PageForm for Activate {
    fn page(&self) -> String {
        crate::routes::with_token("/activate", &self.token)
    }
}
