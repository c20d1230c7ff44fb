use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Disconnects an identity and ends the sessions that began with it. The last way in stays.
#[server(prefix = "", endpoint = "/account/logins/disconnect")]
pub async fn disconnect_login(#[server(default)] identity: String) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Logins::disconnect(&*ports, &visit, DisconnectLogin { identity }).await
}

impl PageForm for DisconnectLogin {
    fn page(&self) -> String {
        "/account/logins".to_owned()
    }
}
