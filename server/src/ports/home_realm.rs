//! Addresses that lead to a provider.

use crate::{services, state::Portico};
use app::api::{Answer, Reply, login, ports, visit::Visit};
use async_trait::async_trait;

#[async_trait]
impl ports::HomeRealm for Portico {
    async fn find_way(&self, visit: &Visit, form: login::FindWay) -> Reply<Answer> {
        Ok(services::home_realm::find_way(self, visit, form).await?)
    }
}
