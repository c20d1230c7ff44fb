use super::{Basics, ClaimRules, Claims, Connection};
use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Creates (empty `id`) or changes a provider, section by section of its form.
#[server(prefix = "", endpoint = "/office/providers/save")]
pub async fn save_provider(
    #[server(default)] id: String,
    #[server(default)] version: i64,
    #[server(flatten)] basics: Basics,
    #[server(flatten)] connection: Connection,
    #[server(flatten)] claims: Claims,
    #[server(flatten)] rules: ClaimRules,
) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    let form = SaveProvider {
        id,
        version,
        basics,
        connection,
        claims,
        rules,
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
