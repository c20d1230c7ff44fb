use crate::{services, state::Portico};
use app::api::{
    Answer, Reply, ports,
    sessions::{EndSession, OwnSession, SaveLimits, SessionLimits, SessionState},
    visit::Visit,
};
use async_trait::async_trait;

#[async_trait]
impl ports::Sessions for Portico {
    async fn state(&self, visit: &Visit, stay: bool) -> Reply<SessionState> {
        Ok(services::sessions::state(self, visit, stay).await?)
    }

    async fn list(&self, visit: &Visit) -> Reply<Vec<OwnSession>> {
        Ok(services::sessions::list(self, visit).await?)
    }

    async fn end(&self, visit: &Visit, form: EndSession) -> Reply<Answer> {
        Ok(services::sessions::end_own(self, visit, form).await?)
    }

    async fn end_others(&self, visit: &Visit) -> Reply<Answer> {
        Ok(services::sessions::end_others(self, visit).await?)
    }

    async fn limits(&self, visit: &Visit) -> Reply<SessionLimits> {
        Ok(services::session_limits::read(self, visit).await?)
    }

    async fn save_limits(&self, visit: &Visit, form: SaveLimits) -> Reply<Answer> {
        Ok(services::session_limits::save(self, visit, form).await?)
    }
}
