use crate::{services::settings::domains as service, state::Portico};
use app::api::{Answer, Reply, domains, ports, visit::Visit};
use async_trait::async_trait;

#[async_trait]
impl ports::Domains for Portico {
    async fn read(&self, visit: &Visit) -> Reply<domains::DomainSettings> {
        Ok(service::read(self, visit).await?)
    }

    async fn save(&self, visit: &Visit, form: domains::SaveDomains) -> Reply<Answer> {
        Ok(service::save(self, visit, form).await?)
    }
}
