//! What customers let clients know.

use crate::{services::consent as service, state::Portico};
use app::api::{
    Answer, Reply,
    consent::{Agree, Applications, ChooseAccount, Question, Revoke},
    ports,
    visit::Visit,
};
use async_trait::async_trait;

#[async_trait]
impl ports::Consent for Portico {
    async fn question(&self, visit: &Visit, request: String) -> Reply<Question> {
        Ok(service::question(self, visit, &request).await?)
    }

    async fn agree(&self, visit: &Visit, form: Agree) -> Reply<Answer> {
        Ok(service::agree(self, visit, form).await?)
    }

    async fn choose(&self, visit: &Visit, form: ChooseAccount) -> Reply<Answer> {
        Ok(service::choose(self, visit, form).await?)
    }

    async fn applications(&self, visit: &Visit, removed: Option<String>) -> Reply<Applications> {
        Ok(service::applications(self, visit, removed.as_deref()).await?)
    }

    async fn revoke(&self, visit: &Visit, form: Revoke) -> Reply<Answer> {
        Ok(service::revoke(self, visit, form).await?)
    }
}
