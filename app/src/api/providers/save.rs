use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Creates (empty `id`) or changes a provider. An empty secret keeps the stored one.
#[server(prefix = "", endpoint = "/office/providers/save")]
pub async fn save_provider(
    #[server(default)] id: String,
    #[server(default)] version: i64,
    #[server(default)] name: String,
    #[server(default)] label_en: String,
    #[server(default)] label_de: String,
    #[server(default)] label_el: String,
    #[server(default)] slug: String,
    #[server(default)] issuer: String,
    #[server(default)] client_id: String,
    #[server(default)] client_auth: String,
    #[server(default)] client_secret: String,
    #[server(default)] scopes: String,
    #[server(default)] account_code_claim: String,
    #[server(default)] account_code_controlled: Option<String>,
    #[server(default)] trusts_email_verified: Option<String>,
    #[server(default)] pkce: Option<String>,
) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    let form = SaveProvider {
        id,
        version,
        name,
        label_en,
        label_de,
        label_el,
        slug,
        issuer,
        client_id,
        client_auth,
        client_secret,
        scopes,
        account_code_claim,
        account_code_controlled,
        trusts_email_verified,
        pkce,
    };
    crate::api::ports::Providers::save(&*ports, &visit, form).await
}

impl PageForm for SaveProvider {
    fn page(&self) -> String {
        if self.id.is_empty() {
            "/office/providers/new".to_owned()
        } else {
            crate::routes::by_id("/office/providers", &self.id)
        }
    }
}
