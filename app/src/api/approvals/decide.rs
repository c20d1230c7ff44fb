use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Approves (`decision=approve`) or rejects (`decision=reject`) a waiting request. A rejection bears the stored name of
/// a reason, words of its own, or both. `version` is the one that the person saw.
#[server(prefix = "", endpoint = "/office/requests/decision")]
pub async fn decide(
    #[server(default)] id: String,
    #[server(default)] version: Option<i64>,
    #[server(default)] decision: String,
    #[server(default)] code: String,
    #[server(default)] reason: String,
) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    let form = Decide {
        id,
        version,
        decision,
        code,
        reason,
    };
    crate::api::ports::Approvals::decide(&*ports, &visit, form).await
}

impl PageForm for Decide {
    fn page(&self) -> String {
        crate::routes::by_id("/office/requests", &self.id)
    }
}
