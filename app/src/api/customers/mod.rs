//! Looking after customers in the back office.

mod end_sessions;
mod list;
mod read;
mod send_link;
mod switch;
mod undo_link;

pub use end_sessions::{EndSessions, end_sessions};
pub use list::{CustomerFilter, CustomerList, CustomerRow, ListCustomers, list_customers};
pub use read::{
    CustomerDetail, CustomerIdentity, CustomerMail, CustomerSession, LinkOnOffer, ReadCustomer, read_customer,
};
pub use send_link::{SendLink, send_link};
pub use switch::{SwitchCustomer, switch_customer};
pub use undo_link::{UndoAccountLink, undo_account_link};
