//! Signatures between the browser and the server, one area per folder. Bodies call a [port](ports) and nothing else.

#![allow(
    missing_docs,
    clippy::too_many_arguments,
    reason = "a server function has an argument for each field of its form, and its struct has them as fields"
)]

pub mod answer;
pub mod frame;
#[cfg(feature = "ssr")]
pub mod ports;
#[cfg(feature = "ssr")]
pub mod visit;

pub mod approvals;
pub mod bot_check;
pub mod clients;
pub mod conformance;
pub mod consent;
pub mod customers;
pub mod domains;
pub mod links;
pub mod login;
pub mod logins;
pub mod logout;
pub mod mails;
pub mod passwords;
pub mod profile;
pub mod providers;
pub mod registration;
pub mod rehearsal;
pub mod roles;
pub mod second_factor;
pub mod security;
pub mod sessions;
pub mod settings;
pub mod shop;
pub mod staff;
pub mod texts;

pub use answer::{Answer, ApiError, PageForm, Problems, Reply};
