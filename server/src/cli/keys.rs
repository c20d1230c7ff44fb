//! `portico keys`: the keys that sign what clients get.

use super::open;
use crate::{
    config::Config,
    services::{Trouble, oidc::keys},
};
use anyhow::anyhow;
use clap::Subcommand;
use domain::clients::Haste;

/// The commands.
#[derive(Subcommand)]
pub(super) enum Keys {
    /// Makes a key of each algorithm that follows the one before. It signs after a day; the one before stays in the key
    /// set as long as sessions last. Without the command this happens every 90 days.
    Rotate {
        /// Somebody else may have the keys: the new ones sign within a minute, and what the old ones signed counts no
        /// more.
        #[arg(long)]
        now: bool,
    },
}

/// Runs the command and gives what the person at the console should read.
///
/// # Errors
/// A database that is away or lacks migrations, keys that can't be made: a sentence each.
pub(super) async fn run(config: Config, command: &Keys) -> anyhow::Result<String> {
    let Keys::Rotate { now } = command;
    let haste = if *now { Haste::AtOnce } else { Haste::Planned };
    let portico = open(config).await?;
    let made = keys::rotate(&portico, haste)
        .await
        .map_err(|Trouble(_)| anyhow!("no keys were made, and nothing was changed; the log says why"))?;
    let lines = made.iter().map(|key| {
        let (algorithm, kid) = (key.algorithm.as_str(), &key.kid);
        format!("{algorithm:5} {kid} signs from {}", key.signs_from.to_day())
    });
    Ok(lines.collect::<Vec<_>>().join("\n"))
}
