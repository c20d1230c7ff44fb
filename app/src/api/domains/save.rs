use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Saves the lists of e-mail domains.
#[server(prefix = "", endpoint = "/office/settings/domains")]
pub async fn save_domains(
    #[server(default)] version: i64,
    #[server(default)] allow: String,
    #[server(default)] deny: String,
) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    let form = SaveDomains { version, allow, deny };
    crate::api::ports::Domains::save(&*ports, &visit, form).await
}

impl PageForm for SaveDomains {}
