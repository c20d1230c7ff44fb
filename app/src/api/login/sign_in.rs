use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Signs a customer in with address and password. `keep` is a ticked checkbox; `next` an own path.
#[server(prefix = "", endpoint = "/login")]
pub async fn sign_in(
    #[server(default)] email: String,
    #[server(default)] password: String,
    #[server(default)] keep: Option<String>,
    #[server(default)] next: Option<String>,
) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Login::sign_in(
        &*ports,
        &visit,
        SignIn {
            email,
            password,
            keep,
            next,
        },
    )
    .await
}

impl PageForm for SignIn {
    fn page(&self) -> String {
        crate::routes::with_next("/login", self.next.as_deref())
    }
}
