//! `portico apply FILE [--dry-run] [--prune] [--strand N]`.

use crate::{
    apply::{self, Source, Wishes},
    config::{self, Config},
};
use anyhow::Context;
use clap::Args;
use std::path::PathBuf;

/// The command's arguments.
#[derive(Args)]
pub(super) struct Apply {
    /// The file, as docs/apply.md describes it.
    file: PathBuf,
    /// Print what would change, and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// Disable and hide the providers, switch off the clients, and delete the roles, that the file does not name.
    #[arg(long)]
    prune: bool,
    /// Apply it although so many customers lose their last way in.
    #[arg(long, value_name = "N")]
    strand: Option<u64>,
}

/// Applies the file and answers what the console is told: a line for each change.
///
/// # Errors
/// Every fault of the file; nothing is changed then.
pub(super) async fn run(config: Config, wanted: &Apply) -> anyhow::Result<Vec<String>> {
    let name = wanted.file.display();
    let text = std::fs::read_to_string(&wanted.file).with_context(|| format!("{name} cannot be read"))?;
    let source = Source {
        path: &wanted.file,
        text: &text,
        variable: &config::variable,
    };
    let wishes = Wishes {
        dry_run: wanted.dry_run,
        prune: wanted.prune,
        strand: wanted.strand,
    };
    let portico = super::open(config).await?;
    let mut lines = apply::apply(&portico, &source, wishes).await?;
    lines.push(match (lines.is_empty(), wanted.dry_run) {
        (true, _) => "Nothing to change.".to_owned(),
        (false, true) => "Nothing was changed: this was a dry run.".to_owned(),
        (false, false) => "Applied.".to_owned(),
    });
    Ok(lines)
}
