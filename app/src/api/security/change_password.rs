use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Changes the password; every other session ends.
#[server(prefix = "", endpoint = "/account/security/password")]
pub async fn change_password(
    #[server(default)] current_password: String,
    #[server(default)] new_password: String,
) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    let form = ChangePassword {
        current_password,
        new_password,
    };
    crate::api::ports::Security::change_password(&*ports, &visit, form).await
}

impl PageForm for ChangePassword {
    fn page(&self) -> String {
        "/account/security".to_owned()
    }
}
