use crate::{
    services::{clients as service, logos},
    state::Portico,
};
use app::api::{
    Answer, Reply,
    clients::{
        ClientDetail, ClientRow, DeleteClient, MakeSecret, NoteSecret, RemoveLogo, SaveClient, SwitchClient,
    },
    ports,
    visit::Visit,
};
use async_trait::async_trait;
use domain::ids::ClientId;
use storage::clients::Client;

#[async_trait]
impl ports::Clients for Portico {
    async fn list(&self, visit: &Visit) -> Reply<Vec<ClientRow>> {
        Ok(service::list(self, visit).await?)
    }

    async fn read(&self, visit: &Visit, id: ClientId) -> Reply<ClientDetail> {
        Ok(service::read(self, visit, id).await?)
    }

    async fn save(&self, visit: &Visit, form: SaveClient) -> Reply<Answer> {
        Ok(service::save(self, visit, form).await?)
    }

    async fn make_secret(&self, visit: &Visit, form: MakeSecret) -> Reply<Answer> {
        Ok(service::make_secret(self, visit, form).await?)
    }

    async fn note_secret(&self, visit: &Visit, form: NoteSecret) -> Reply<Answer> {
        Ok(service::note_secret(self, visit, form).await?)
    }

    async fn remove_logo(&self, visit: &Visit, form: RemoveLogo) -> Reply<Answer> {
        Ok(logos::remove::<Client>(self, visit, &form.id).await?)
    }

    async fn switch(&self, visit: &Visit, form: SwitchClient) -> Reply<Answer> {
        Ok(service::switch(self, visit, form).await?)
    }

    async fn delete(&self, visit: &Visit, form: DeleteClient) -> Reply<Answer> {
        Ok(service::delete(self, visit, form).await?)
    }
}
