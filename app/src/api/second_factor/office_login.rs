use super::{Act, Place};
use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// The second step of a staff member's sign-in.
#[server(prefix = "", endpoint = "/office/login/second-factor")]
pub async fn staff_second_step(#[server(flatten)] act: Act) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::SecondFactor::act(&*ports, &visit, Place::OfficeLogin, act).await
}

impl PageForm for StaffSecondStep {
    fn page(&self) -> String {
        self.act.page(Place::OfficeLogin)
    }
}
