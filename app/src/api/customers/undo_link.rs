use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Undoes the link between a customer and an account that a sign-in made by itself. The next one does not make it
/// again.
#[server(prefix = "", endpoint = "/office/customers/undo-account-link")]
pub async fn undo_account_link(#[server(default)] id: String) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Customers::undo_account_link(&*ports, &visit, UndoAccountLink { id }).await
}

impl PageForm for UndoAccountLink {
    fn page(&self) -> String {
        crate::routes::by_id("/office/customers", &self.id)
    }
}
