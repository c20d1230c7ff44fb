use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Takes a request on (`to=me`), or gives it back (`to=nobody`).
#[server(prefix = "", endpoint = "/office/requests/assign")]
pub async fn assign(
    #[server(default)] id: String,
    #[server(default)] to: String,
) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Approvals::assign(&*ports, &visit, Assign { id, to }).await
}

impl PageForm for Assign {
    fn page(&self) -> String {
        crate::routes::by_id("/office/requests", &self.id)
    }
}
