use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Closes the account of a customer (`switch=disable`) or opens it again (`switch=enable`).
#[server(prefix = "", endpoint = "/office/customers/status")]
pub async fn switch_customer(
    #[server(default)] id: String,
    #[server(default)] switch: String,
) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Customers::switch(&*ports, &visit, SwitchCustomer { id, switch }).await
}

impl PageForm for SwitchCustomer {
    fn page(&self) -> String {
        crate::routes::by_id("/office/customers", &self.id)
    }
}
