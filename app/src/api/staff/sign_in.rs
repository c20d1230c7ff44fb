use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Signs a staff member in with address and password.
#[server(prefix = "", endpoint = "/office/login")]
pub async fn staff_sign_in(
    #[server(default)] email: String,
    #[server(default)] password: String,
    #[server(default)] next: Option<String>,
) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Staff::sign_in(
        &*ports,
        &visit,
        StaffSignIn {
            email,
            password,
            next,
        },
    )
    .await
}

impl PageForm for StaffSignIn {}
