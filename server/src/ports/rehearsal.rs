//! Rehearsing sign-ins through a provider.

use crate::{services::rehearsal as service, state::Portico};
use app::api::{Answer, Reply, ports, rehearsal, visit::Visit};
use async_trait::async_trait;
use domain::ids::ProviderId;

#[async_trait]
impl ports::Rehearsals for Portico {
    async fn read(&self, visit: &Visit, id: ProviderId) -> Reply<rehearsal::Rehearsal> {
        Ok(service::read(self, visit, id).await?)
    }

    async fn start(&self, visit: &Visit, form: rehearsal::StartRehearsal) -> Reply<Answer> {
        Ok(service::start(self, visit, form).await?)
    }
}
