use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Ends one of the customer's sessions elsewhere.
#[server(prefix = "", endpoint = "/account/sessions/end")]
pub async fn end_session(#[server(default)] id: String) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Sessions::end(&*ports, &visit, EndSession { id }).await
}

impl PageForm for EndSession {
    fn page(&self) -> String {
        "/account/sessions".to_owned()
    }
}

/// Ends all of the customer's sessions but the one that asks.
#[server(prefix = "", endpoint = "/account/sessions/end-others")]
pub async fn end_other_sessions() -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Sessions::end_others(&*ports, &visit).await
}

impl PageForm for EndOtherSessions {
    fn page(&self) -> String {
        "/account/sessions".to_owned()
    }
}
