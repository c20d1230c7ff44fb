//! Portico's SQL: one text for SQLite and PostgreSQL.
//!
//! Each area is a module of plain functions, named as in the other crates. What reads takes `&mut Conn`, what
//! writes takes `&mut Tx`, so a write outside of a transaction does not compile. Ids are TEXT, moments BIGINT
//! milliseconds, money BIGINT minor units, enums and JSON TEXT; rows come back as the domain's types.
//!
//! A write that depends on what was read before is a compare-and-set: it names the version, the status or the
//! unused state that it expects, and answers `false` or `None` when somebody else was first.

mod db;
mod dialect;
mod error;
mod logos;
mod sql;
mod values;

pub mod account_links;
pub mod accounts;
pub mod attempts;
pub mod authorize_requests;
pub mod bot_proofs;
pub mod client_logouts;
pub mod clients;
pub mod consents;
pub mod customers;
pub mod demo_mails;
pub mod devices;
pub mod factor_steps;
pub mod grants;
pub mod history;
pub mod identities;
pub mod legal_drafts;
pub mod legal_texts;
pub mod links;
pub mod logout_tokens;
pub mod mails;
pub mod offers;
pub mod periodic;
pub mod policies;
pub mod providers;
pub mod receipts;
pub mod registration_requests;
pub mod remembered_browsers;
pub mod roles;
pub mod sealed;
pub mod second_factors;
pub mod sessions;
pub mod settings;
pub mod signing_keys;
pub mod staff;
pub mod staff_sessions;
pub mod throttles;
pub mod way_in_invitations;

mod counters;

pub use db::{Conn, Database, Options, Tx};
pub use error::{Result, StorageError};
pub use values::ByLanguage;
