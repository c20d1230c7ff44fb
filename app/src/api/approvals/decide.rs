use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Approves (`decision=approve`) or rejects (`decision=reject`, with a reason) a waiting request.
#[server(prefix = "", endpoint = "/office/requests/decision")]
pub async fn decide(
    #[server(default)] id: String,
    #[server(default)] decision: String,
    #[server(default)] reason: String,
) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Approvals::decide(&*ports, &visit, Decide { id, decision, reason }).await
}

impl PageForm for Decide {
    fn page(&self) -> String {
        crate::routes::by_id("/office/requests", &self.id)
    }
}
