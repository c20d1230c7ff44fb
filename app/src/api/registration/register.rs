use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Registers a person. The answer is the same whether the address is known or not.
#[server(prefix = "", endpoint = "/register")]
#[allow(
    clippy::too_many_arguments,
    reason = "one argument for each field of the form"
)]
pub async fn register(
    #[server(default)] given_name: String,
    #[server(default)] family_name: String,
    #[server(default)] email: String,
    #[server(default)] company: String,
    #[server(default)] phone: String,
    #[server(default)] message: String,
    #[server(default)] language: String,
    #[server(default)] new_password: String,
    #[server(default)] accept: Option<String>,
    #[server(default)] terms_version: Option<i64>,
    #[server(default)] next: Option<String>,
    #[server(default)] proof: String,
) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    let form = Register {
        given_name,
        family_name,
        email,
        company,
        phone,
        message,
        language,
        new_password,
        accept,
        terms_version,
        next,
        proof,
    };
    crate::api::ports::Registration::register(&*ports, &visit, form).await
}

impl PageForm for Register {
    fn page(&self) -> String {
        crate::routes::with_next("/register", self.next.as_deref())
    }
}
