use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Sends a mail again that opens nothing: one that was given up waits anew, of one that left a copy leaves.
#[server(prefix = "", endpoint = "/office/mails/again")]
pub async fn send_mail_again(#[server(default)] id: String) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Mails::send_again(&*ports, &visit, SendMailAgain { id }).await
}

impl PageForm for SendMailAgain {
    fn page(&self) -> String {
        crate::routes::by_id("/office/mails", &self.id)
    }
}
