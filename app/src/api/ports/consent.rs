use crate::api::{
    answer::{Answer, Reply},
    consent::{Agree, Applications, ChooseAccount, Question, Revoke},
    visit::Visit,
};
use async_trait::async_trait;

/// What customers let clients know.
#[async_trait]
pub trait Consent: Send + Sync {
    /// What the client of a request asks. `NotFound` when the request is answered or its time is over.
    async fn question(&self, visit: &Visit, request: String) -> Reply<Question>;
    /// Lets it know that, from now on without asking.
    async fn agree(&self, visit: &Visit, form: Agree) -> Reply<Answer>;
    /// Goes on with the account that is signed in.
    async fn choose(&self, visit: &Visit, form: ChooseAccount) -> Reply<Answer>;
    /// What the customer agreed to.
    async fn applications(&self, visit: &Visit, removed: Option<String>) -> Reply<Applications>;
    /// Takes back what was agreed to for one client.
    async fn revoke(&self, visit: &Visit, form: Revoke) -> Reply<Answer>;
}
