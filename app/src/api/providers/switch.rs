use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Switches a provider: `switch` is `enable`, `disable`, `show` or `hide`.
#[server(prefix = "", endpoint = "/office/providers")]
pub async fn switch_provider(
    #[server(default)] id: String,
    #[server(default)] version: i64,
    #[server(default)] switch: String,
) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Providers::switch(&*ports, &visit, SwitchProvider { id, version, switch }).await
}

impl PageForm for SwitchProvider {}
