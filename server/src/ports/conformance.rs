use crate::{services::conformance as service, state::Portico};
use app::api::{Reply, conformance::ConformancePage, ports, visit::Visit};
use async_trait::async_trait;

#[async_trait]
impl ports::Conformance for Portico {
    async fn page(&self, visit: &Visit) -> Reply<ConformancePage> {
        Ok(service::page(self, visit).await?)
    }
}
