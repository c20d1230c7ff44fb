use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Leads to a provider whose identity becomes connected to the signed-in customer. Asks for a recent sign-in first.
#[server(prefix = "", endpoint = "/account/logins/connect")]
pub async fn connect_login(#[server(default)] provider: String) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Logins::connect(&*ports, &visit, ConnectLogin { provider }).await
}

impl PageForm for ConnectLogin {
    fn page(&self) -> String {
        "/account/logins".to_owned()
    }
}
