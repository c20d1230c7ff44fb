use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Sends the mail again without which the applicant can't go on.
#[server(prefix = "", endpoint = "/register/status/mail")]
pub async fn send_mail(#[server(default)] token: String) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Registration::send_mail(&*ports, &visit, SendMail { token }).await
}

impl PageForm for SendMail {
    fn page(&self) -> String {
        crate::routes::status(&self.token)
    }
}
