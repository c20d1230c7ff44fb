//! The outbox in the back office.

use crate::{services::mails, state::Portico};
use app::api::{
    Answer, Reply,
    mails::{MailDetail, MailFilter, MailList, SendMailAgain},
    ports,
    visit::Visit,
};
use async_trait::async_trait;
use domain::ids::MailId;

#[async_trait]
impl ports::Mails for Portico {
    async fn list(&self, visit: &Visit, filter: MailFilter) -> Reply<MailList> {
        Ok(mails::list(self, visit, filter).await?)
    }

    async fn read(&self, visit: &Visit, id: MailId) -> Reply<MailDetail> {
        Ok(mails::read(self, visit, id).await?)
    }

    async fn send_again(&self, visit: &Visit, form: SendMailAgain) -> Reply<Answer> {
        Ok(mails::send_again(self, visit, form).await?)
    }
}
