use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Switches a provider: `switch` is `enable`, `disable`, `show`, `hide` or `take_domains`. `confirmed` is the number
/// of customers whom the administrator has seen losing their last way in.
#[server(prefix = "", endpoint = "/office/providers")]
pub async fn switch_provider(
    #[server(default)] id: String,
    #[server(default)] version: i64,
    #[server(default)] switch: String,
    #[server(default)] confirmed: String,
) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Providers::switch(
        &*ports,
        &visit,
        SwitchProvider {
            id,
            version,
            switch,
            confirmed,
        },
    )
    .await
}

impl PageForm for SwitchProvider {}
