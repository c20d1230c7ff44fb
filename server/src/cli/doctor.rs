//! `portico doctor`.

use crate::{
    config,
    doctor::{self, Report, Tools},
};
use std::path::Path;

/// Looks at everything with this machine's clock, name servers and network.
pub(super) async fn run(file: Option<&Path>) -> Report {
    match config::load(file) {
        Ok(config) => doctor::examine(&config, &Tools::system()).await,
        Err(faults) => doctor::unreadable(&faults),
    }
}
