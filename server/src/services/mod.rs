//! Use cases: read the facts, ask the domain, carry its answer out in one transaction.

pub mod account_links;
mod again;
pub mod approvals;
mod arrivals;
pub mod audit;
pub mod back_channel_logout;
pub mod customers;
pub mod dates;
pub mod frames;
pub mod gates;
pub mod identities;
pub mod links;
pub mod login;
pub mod logins;
pub mod logout;
pub mod passwords;
pub mod policies;
pub mod profile;
pub mod provider_rows;
pub mod provider_sign_in;
pub mod providers;
pub mod registration;
pub mod rehearsal;
pub mod requests;
pub mod second_factor;
pub mod security;
pub mod session_limits;
pub mod sessions;
pub mod settings;
pub mod shop;
pub mod staff;
pub mod texts;
pub mod throttles;
mod trouble;

pub use trouble::{Outcome, Trouble};
