//! The applications whose users sign in here.

use crate::api::{
    answer::{Answer, Reply},
    clients,
    visit::Visit,
};
use async_trait::async_trait;
use domain::ids::ClientId;

/// Looking after clients.
#[async_trait]
pub trait Clients: Send + Sync {
    /// All of them by name.
    async fn list(&self, visit: &Visit) -> Reply<Vec<clients::ClientRow>>;
    /// One of them.
    async fn read(&self, visit: &Visit, id: ClientId) -> Reply<clients::ClientDetail>;
    /// Makes or changes one. One that needs a secret and has none is given one.
    async fn save(&self, visit: &Visit, form: clients::SaveClient) -> Reply<Answer>;
    /// Makes a new secret, after a recent sign-in.
    async fn make_secret(&self, visit: &Visit, form: clients::MakeSecret) -> Reply<Answer>;
    /// Shows a new secret no more.
    async fn note_secret(&self, visit: &Visit, form: clients::NoteSecret) -> Reply<Answer>;
    /// Takes a logo away.
    async fn remove_logo(&self, visit: &Visit, form: clients::RemoveLogo) -> Reply<Answer>;
    /// Switches one on or off.
    async fn switch(&self, visit: &Visit, form: clients::SwitchClient) -> Reply<Answer>;
    /// Deletes one.
    async fn delete(&self, visit: &Visit, form: clients::DeleteClient) -> Reply<Answer>;
}
