use crate::{
    api::{Answer, ApiError, PageForm},
    routes::flow,
};
use leptos::prelude::*;

/// Lets the client of a request know what it asks for, and goes on with the flow. `customer` is who was asked: an
/// answer of theirs is none of somebody else's who has signed in meanwhile.
#[server(prefix = "", endpoint = "/oauth2/v1/consent")]
pub async fn agree(
    #[server(default)] request: String,
    #[server(default)] customer: String,
) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Consent::agree(&*ports, &visit, Agree { request, customer }).await
}

impl PageForm for Agree {
    fn page(&self) -> String {
        flow::consent(&self.request)
    }
}

/// Goes on with the account that is signed in. `customer` is who was asked.
#[server(prefix = "", endpoint = "/oauth2/v1/account")]
pub async fn choose_account(
    #[server(default)] request: String,
    #[server(default)] customer: String,
) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Consent::choose(&*ports, &visit, ChooseAccount { request, customer }).await
}

impl PageForm for ChooseAccount {
    fn page(&self) -> String {
        flow::account(&self.request)
    }
}
