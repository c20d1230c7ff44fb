//! `portico clients`: applications that register themselves.

use super::open;
use crate::{
    config::Config,
    services::{Trouble, oidc::registration},
};
use anyhow::anyhow;
use clap::Subcommand;
use domain::time::Span;

/// The commands.
#[derive(Subcommand)]
pub(super) enum Clients {
    /// Prints an initial access token (RFC 7591): with it, one application registers itself at /oauth2/v1/register.
    Invite {
        /// For so many days.
        #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(i64).range(1..=30))]
        days: i64,
    },
}

/// Runs the command and gives what the person at the console should read.
///
/// # Errors
/// A database that is away or lacks migrations: a sentence each.
pub(super) async fn run(config: Config, command: &Clients) -> anyhow::Result<String> {
    let Clients::Invite { days } = command;
    let portico = open(config).await?;
    let token = registration::invite(&portico, Span::days(*days))
        .await
        .map_err(|Trouble(_)| anyhow!("no token was made; the log says why"))?;
    Ok(token.expose().to_owned())
}
