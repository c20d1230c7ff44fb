//! Portico: services, HTTP and the program.
#![recursion_limit = "512"]

pub mod apply;
pub mod boot;
pub mod cli;
pub mod config;
pub mod crypto;
pub mod demo;
pub mod doctor;
#[doc(hidden)]
pub mod fuzzing;
pub mod http;
pub mod images;
pub mod jobs;
pub mod kept;
pub mod mail;
pub mod passwords;
mod ports;
pub mod providers;
pub mod services;
pub mod signing;
pub mod state;
pub mod telemetry;
