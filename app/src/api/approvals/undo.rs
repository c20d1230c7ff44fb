use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Takes a rejection back: the request waits again.
#[server(prefix = "", endpoint = "/office/requests/undo")]
pub async fn undo(#[server(default)] id: String) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Approvals::undo(&*ports, &visit, Undo { id }).await
}

impl PageForm for Undo {
    fn page(&self) -> String {
        crate::routes::by_id("/office/requests", &self.id)
    }
}
