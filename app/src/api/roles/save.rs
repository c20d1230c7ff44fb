use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Makes a role, or changes the one with this id.
#[server(prefix = "", endpoint = "/office/settings/roles/save")]
pub async fn save_role(
    #[server(default)] id: String,
    #[server(default)] version: i64,
    #[server(default)] name: String,
    #[server(default)] is_default: Option<String>,
    #[server(default)] needs_bot_check: Option<String>,
) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    let form = SaveRole {
        id,
        version,
        name,
        is_default,
        needs_bot_check,
    };
    crate::api::ports::Roles::save(&*ports, &visit, form).await
}

impl PageForm for SaveRole {
    fn page(&self) -> String {
        if self.id.is_empty() {
            "/office/settings/roles/new".to_owned()
        } else {
            crate::routes::by_id("/office/settings/roles", &self.id)
        }
    }
}
