//! Portico's decisions.
//!
//! Facts come in as arguments, a decision goes out. Nothing here reads a clock, a random source, a database
//! or the network, so every rule of the shop can be tested by its table. One folder for each area, one file
//! for each table or state machine.

mod stored;

pub mod approvals;
pub mod bot_check;
pub mod clients;
pub mod conformance;
pub mod customers;
pub mod identities;
pub mod ids;
pub mod login;
pub mod logout;
pub mod mails;
pub mod password;
pub mod providers;
pub mod registration;
pub mod roles;
pub mod second_factor;
pub mod security;
pub mod sessions;
pub mod settings;
pub mod staff;
pub mod terms;
pub mod time;
pub mod values;

pub use stored::UnknownValue;
