use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Ends one session of a customer, or all of them when none is named.
#[server(prefix = "", endpoint = "/office/customers/sessions")]
pub async fn end_sessions(
    #[server(default)] id: String,
    #[server(default)] session: String,
) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Customers::end_sessions(&*ports, &visit, EndSessions { id, session }).await
}

impl PageForm for EndSessions {
    fn page(&self) -> String {
        crate::routes::by_id("/office/customers", &self.id)
    }
}
