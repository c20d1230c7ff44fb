use super::{Act, Place};
use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// The second step of a customer's sign-in.
#[server(prefix = "", endpoint = "/login/second-factor")]
pub async fn second_step(#[server(flatten)] act: Act) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::SecondFactor::act(&*ports, &visit, Place::Login, act).await
}

impl PageForm for SecondStep {
    fn page(&self) -> String {
        self.act.page(Place::Login)
    }
}
