use crate::{services, state::Portico};
use app::api::{Answer, Reply, ports, security, visit::Visit};
use async_trait::async_trait;

#[async_trait]
impl ports::Security for Portico {
    async fn read(&self, visit: &Visit) -> Reply<security::Security> {
        Ok(services::security::read(self, visit).await?)
    }

    async fn change_password(&self, visit: &Visit, form: security::ChangePassword) -> Reply<Answer> {
        Ok(services::security::change_password(self, visit, form).await?)
    }

    async fn change_address(&self, visit: &Visit, form: security::ChangeAddress) -> Reply<Answer> {
        Ok(services::security::change_address(self, visit, form).await?)
    }
}
