use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Uses up a reset link: sets the new password, proves the address and ends all sessions.
#[server(prefix = "", endpoint = "/reset")]
pub async fn reset(
    #[server(default)] token: String,
    #[server(default)] new_password: String,
) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Links::reset(&*ports, &visit, Reset { token, new_password }).await
}

impl PageForm for Reset {
    fn page(&self) -> String {
        crate::routes::with_token("/reset", &self.token)
    }
}
