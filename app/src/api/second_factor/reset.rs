use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Staff take a customer's second factor away, for somebody who lost phone and recovery codes.
#[server(prefix = "", endpoint = "/office/customers/reset-factor")]
pub async fn reset_factor(#[server(default)] id: String) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::SecondFactor::reset(&*ports, &visit, ResetFactor { id }).await
}

impl PageForm for ResetFactor {
    fn page(&self) -> String {
        crate::routes::by_id("/office/customers", &self.id)
    }
}
