//! The running shop inside a test: a database, a clock, a mailbox, callers and a provider of its own.

pub mod away;
pub mod browser;
pub mod clients;
pub mod database;
pub mod fake_provider;
pub mod mailbox;
pub mod oidc;
pub mod page;
pub mod people;
pub mod providers;
pub mod scenes;
pub mod second_factor;
pub mod test_app;
pub mod uploads;

pub use browser::Browser;
pub use database::Backend;
pub use fake_provider::{
    Canned, Endpoint, Quirk,
    keys::{Keys, Signing},
};
pub use page::{Page, words};
pub use people::{Customer, PASSWORD, StaffMember, Visitor};
pub use providers::{Provider, Trust};
pub use scenes::{ADDRESS, application};
pub use second_factor::{OFFICE_SET_UP, OFFICE_STEP, Phone, SET_UP, STEP, recovery_codes};
pub use test_app::TestApp;
pub use uploads::picture;
