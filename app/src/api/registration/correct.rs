use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Corrects what a request says that nobody has decided about. `version` is the one that the person saw.
#[server(prefix = "", endpoint = "/register/status/correct")]
#[allow(
    clippy::too_many_arguments,
    reason = "one argument for each field of the form"
)]
pub async fn correct(
    #[server(default)] token: String,
    #[server(default)] version: i64,
    #[server(default)] given_name: String,
    #[server(default)] family_name: String,
    #[server(default)] company: String,
    #[server(default)] phone: String,
    #[server(default)] message: String,
    #[server(default)] language: String,
) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    let form = Correct {
        token,
        version,
        given_name,
        family_name,
        company,
        phone,
        message,
        language,
    };
    crate::api::ports::Registration::correct(&*ports, &visit, form).await
}

impl PageForm for Correct {
    fn page(&self) -> String {
        crate::routes::status(&self.token)
    }
}
