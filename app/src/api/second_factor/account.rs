use super::{Act, Place};
use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// A customer sets up or changes their second factor.
#[server(prefix = "", endpoint = "/account/security/second-factor")]
pub async fn change_factor(#[server(flatten)] act: Act) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::SecondFactor::act(&*ports, &visit, Place::Account, act).await
}

impl PageForm for ChangeFactor {
    fn page(&self) -> String {
        self.act.page(Place::Account)
    }
}
