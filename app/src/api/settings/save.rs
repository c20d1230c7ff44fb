use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Saves the settings. A ticked checkbox is on; an absent one is off.
#[server(prefix = "", endpoint = "/office/settings")]
pub async fn save_settings(
    #[server(default)] version: i64,
    #[server(default)] customer_accounts: Option<String>,
    #[server(default)] local_sign_in: Option<String>,
    #[server(default)] local_registration: Option<String>,
    #[server(default)] approval: Option<String>,
) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    let form = SaveSettings {
        version,
        customer_accounts,
        local_sign_in,
        local_registration,
        approval,
    };
    crate::api::ports::Settings::save(&*ports, &visit, form).await
}

impl PageForm for SaveSettings {}
