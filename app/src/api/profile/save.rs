use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Saves My Profile. `accept_terms` bears the version that the person saw.
#[server(prefix = "", endpoint = "/account/profile")]
#[allow(
    clippy::too_many_arguments,
    reason = "one argument for each field of the form"
)]
pub async fn save_profile(
    #[server(default)] version: i64,
    #[server(default)] given_name: String,
    #[server(default)] family_name: String,
    #[server(default)] phone: String,
    #[server(default)] language: String,
    #[server(default)] time_zone: String,
    #[server(default)] contact_by_email: Option<String>,
    #[server(default)] contact_by_phone: Option<String>,
    #[server(default)] accept_terms: Option<String>,
    #[server(default)] next: Option<String>,
) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    let form = SaveProfile {
        version,
        given_name,
        family_name,
        phone,
        language,
        time_zone,
        contact_by_email,
        contact_by_phone,
        accept_terms,
        next,
    };
    crate::api::ports::Profile::save(&*ports, &visit, form).await
}

impl PageForm for SaveProfile {
    fn page(&self) -> String {
        crate::routes::with_next("/account/profile", self.next.as_deref())
    }
}
