use crate::{services::roles as service, state::Portico};
use app::api::{
    Answer, Reply, ports,
    roles::{DeleteRole, Role, RoleRow, SaveRole, SetRole},
    visit::Visit,
};
use async_trait::async_trait;
use domain::ids::RoleId;

#[async_trait]
impl ports::Roles for Portico {
    async fn list(&self, visit: &Visit) -> Reply<Vec<RoleRow>> {
        Ok(service::list(self, visit).await?)
    }

    async fn read(&self, visit: &Visit, id: RoleId) -> Reply<Role> {
        Ok(service::read(self, visit, id).await?)
    }

    async fn save(&self, visit: &Visit, form: SaveRole) -> Reply<Answer> {
        Ok(service::save(self, visit, form).await?)
    }

    async fn delete(&self, visit: &Visit, form: DeleteRole) -> Reply<Answer> {
        Ok(service::delete(self, visit, form).await?)
    }

    async fn set(&self, visit: &Visit, form: SetRole) -> Reply<Answer> {
        Ok(service::set(self, visit, form).await?)
    }
}
