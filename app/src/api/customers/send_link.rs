use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Sends the customer the link that helps now: to prove the address, to finish the registration, to set a new password.
#[server(prefix = "", endpoint = "/office/customers/link")]
pub async fn send_link(#[server(default)] id: String) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Customers::send_link(&*ports, &visit, SendLink { id }).await
}

impl PageForm for SendLink {
    fn page(&self) -> String {
        crate::routes::by_id("/office/customers", &self.id)
    }
}
