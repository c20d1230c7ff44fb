use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Asks for a mail with a link to set a new password. `next` is where the person goes on after signing in with it.
#[server(prefix = "", endpoint = "/forgot")]
pub async fn forgot(
    #[server(default)] email: String,
    #[server(default)] next: Option<String>,
) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Login::forgot(&*ports, &visit, Forgot { email, next }).await
}

impl PageForm for Forgot {
    fn page(&self) -> String {
        crate::routes::with_next("/forgot", self.next.as_deref())
    }
}
