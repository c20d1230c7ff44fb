use super::{Act, Place};
use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// A member of staff sets up or changes their second factor.
#[server(prefix = "", endpoint = "/office/security/second-factor")]
pub async fn change_staff_factor(#[server(flatten)] act: Act) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::SecondFactor::act(&*ports, &visit, Place::Office, act).await
}

impl PageForm for ChangeStaffFactor {
    fn page(&self) -> String {
        self.act.page(Place::Office)
    }
}
