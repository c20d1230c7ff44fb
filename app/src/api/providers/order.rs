use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Moves a provider on the login page: `direction` is `up` or `down`, one place.
#[server(prefix = "", endpoint = "/office/providers/move")]
pub async fn move_provider(
    #[server(default)] id: String,
    #[server(default)] direction: String,
) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::ProviderExtras::reorder(&*ports, &visit, MoveProvider { id, direction }).await
}

impl PageForm for MoveProvider {
    fn page(&self) -> String {
        "/office/providers".to_owned()
    }
}
