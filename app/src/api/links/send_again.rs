use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Sends a new mail in place of one whose link has expired.
#[server(prefix = "", endpoint = "/activate/again")]
pub async fn send_again(#[server(default)] token: String) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Links::send_again(&*ports, &visit, SendAgain { token }).await
}

impl PageForm for SendAgain {
    fn page(&self) -> String {
        crate::routes::with_token("/activate", &self.token)
    }
}
