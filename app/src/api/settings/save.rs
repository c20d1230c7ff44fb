use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Saves the settings. A ticked checkbox is on; an absent one is off. `confirmed` is the number of customers whom the
/// administrator has seen losing their last way in.
#[server(prefix = "", endpoint = "/office/settings")]
pub async fn save_settings(
    #[server(default)] version: i64,
    #[server(default)] customer_accounts: Option<String>,
    #[server(default)] local_sign_in: Option<String>,
    #[server(default)] local_registration: Option<String>,
    #[server(default)] approval: Option<String>,
    #[server(default)] confirmed: String,
) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    let form = SaveSettings {
        version,
        customer_accounts,
        local_sign_in,
        local_registration,
        approval,
        confirmed,
    };
    crate::api::ports::Settings::save(&*ports, &visit, form).await
}

impl PageForm for SaveSettings {}
