use crate::{services::settings::passwords as service, state::Portico};
use app::api::{Answer, Reply, passwords, ports, visit::Visit};
use async_trait::async_trait;

#[async_trait]
impl ports::Passwords for Portico {
    async fn read(&self, visit: &Visit) -> Reply<passwords::PasswordSettings> {
        Ok(service::read(self, visit).await?)
    }

    async fn save(&self, visit: &Visit, form: passwords::SavePasswords) -> Reply<Answer> {
        Ok(service::save(self, visit, form).await?)
    }
}
