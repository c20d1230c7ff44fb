use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Sends the signed-in customer a link to choose a password, as *Forgot?* does.
#[server(prefix = "", endpoint = "/account/logins/ask-for-password")]
pub async fn ask_for_password() -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Logins::ask_for_password(&*ports, &visit).await
}

impl PageForm for AskForPassword {
    fn page(&self) -> String {
        "/account/logins".to_owned()
    }
}

/// Takes the password away and ends the sessions that began with it. The last way in stays.
#[server(prefix = "", endpoint = "/account/logins/remove-password")]
pub async fn remove_password() -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Logins::remove_password(&*ports, &visit).await
}

impl PageForm for RemovePassword {
    fn page(&self) -> String {
        "/account/logins".to_owned()
    }
}
