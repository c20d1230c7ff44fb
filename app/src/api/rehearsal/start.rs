use crate::{
    api::{Answer, ApiError, PageForm},
    routes::by_id,
};
use leptos::prelude::*;

/// Leads to the provider for a rehearsal, whether it is enabled or not.
#[server(prefix = "", endpoint = "/office/providers/rehearse")]
pub async fn start_rehearsal(#[server(default)] id: String) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Rehearsals::start(&*ports, &visit, StartRehearsal { id }).await
}

impl PageForm for StartRehearsal {
    fn page(&self) -> String {
        format!("{}/rehearsal", by_id("/office/providers", &self.id))
    }
}
