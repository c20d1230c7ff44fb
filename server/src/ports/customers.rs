//! Looking after customers.

use crate::{
    services::{account_links, customers},
    state::Portico,
};
use app::api::{
    Answer, Reply,
    customers::{
        CustomerDetail, CustomerFilter, CustomerList, EndSessions, SendLink, SwitchCustomer, UndoAccountLink,
    },
    ports,
    visit::Visit,
};
use async_trait::async_trait;
use domain::ids::CustomerId;

#[async_trait]
impl ports::Customers for Portico {
    async fn list(&self, visit: &Visit, filter: CustomerFilter) -> Reply<CustomerList> {
        Ok(customers::list(self, visit, filter).await?)
    }

    async fn read(&self, visit: &Visit, id: CustomerId, before: Option<String>) -> Reply<CustomerDetail> {
        Ok(customers::read(self, visit, id, before).await?)
    }

    async fn end_sessions(&self, visit: &Visit, form: EndSessions) -> Reply<Answer> {
        Ok(customers::end_sessions(self, visit, form).await?)
    }

    async fn send_link(&self, visit: &Visit, form: SendLink) -> Reply<Answer> {
        Ok(customers::send_link(self, visit, form).await?)
    }

    async fn switch(&self, visit: &Visit, form: SwitchCustomer) -> Reply<Answer> {
        Ok(customers::switch(self, visit, form).await?)
    }

    async fn undo_account_link(&self, visit: &Visit, form: UndoAccountLink) -> Reply<Answer> {
        Ok(account_links::undo(self, visit, form).await?)
    }
}
