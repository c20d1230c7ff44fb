//! What belongs to a provider beside its settings.

use crate::{services, state::Portico};
use app::api::{Answer, Reply, ports, providers, visit::Visit};
use async_trait::async_trait;
use storage::providers::Provider;

#[async_trait]
impl ports::ProviderExtras for Portico {
    async fn remove_logo(&self, visit: &Visit, form: providers::RemoveLogo) -> Reply<Answer> {
        Ok(services::logos::remove::<Provider>(self, visit, &form.id).await?)
    }

    async fn reorder(&self, visit: &Visit, form: providers::MoveProvider) -> Reply<Answer> {
        Ok(services::providers::reorder(self, visit, form).await?)
    }

    async fn delete(&self, visit: &Visit, form: providers::DeleteProvider) -> Reply<Answer> {
        Ok(services::providers::delete(self, visit, form).await?)
    }
}
