use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Takes a request back; its personal data is erased at once.
#[server(prefix = "", endpoint = "/register/status/withdraw")]
pub async fn withdraw(#[server(default)] token: String) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Registration::withdraw(&*ports, &visit, Withdraw { token }).await
}

impl PageForm for Withdraw {
    fn page(&self) -> String {
        crate::routes::status(&self.token)
    }
}
