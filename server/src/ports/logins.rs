//! The ways in of a customer.

use crate::{services::logins as service, state::Portico};
use app::api::{Answer, Reply, logins, ports, visit::Visit};
use async_trait::async_trait;

#[async_trait]
impl ports::Logins for Portico {
    async fn page(&self, visit: &Visit) -> Reply<logins::Logins> {
        Ok(service::page(self, visit).await?)
    }

    async fn connect(&self, visit: &Visit, form: logins::ConnectLogin) -> Reply<Answer> {
        Ok(service::connect(self, visit, form).await?)
    }

    async fn disconnect(&self, visit: &Visit, form: logins::DisconnectLogin) -> Reply<Answer> {
        Ok(service::disconnect(self, visit, form).await?)
    }

    async fn ask_for_password(&self, visit: &Visit) -> Reply<Answer> {
        Ok(service::ask_for_password(self, visit).await?)
    }

    async fn remove_password(&self, visit: &Visit) -> Reply<Answer> {
        Ok(service::remove_password(self, visit).await?)
    }

    async fn proof(&self, visit: &Visit) -> Reply<logins::Proof> {
        Ok(service::proof(self, visit).await?)
    }

    async fn have_account(&self, visit: &Visit) -> Reply<Answer> {
        Ok(service::have_account(self, visit).await?)
    }

    async fn connect_proven(&self, visit: &Visit) -> Reply<Answer> {
        Ok(service::connect_proven(self, visit).await?)
    }
}
