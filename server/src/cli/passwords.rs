//! `portico passwords`: a list of one's own in place of the built-in one.

use crate::passwords::build;
use anyhow::Context;
use clap::Subcommand;
use std::path::{Path, PathBuf};

/// The commands.
#[derive(Subcommand)]
pub(super) enum Passwords {
    /// Makes the filter of refused passwords from a list: one password to a line, or SHA-1 hashes (`HASH` or
    /// `HASH:COUNT`).
    Build {
        /// The list.
        file: PathBuf,
        /// Where the filter goes; `passwords.refused` names it then.
        #[arg(long, value_name = "FILE", default_value = "refused.filter")]
        out: PathBuf,
    },
}

/// Runs the command and gives what the person at the console should read.
///
/// # Errors
/// With file and line.
pub(super) fn run(command: &Passwords) -> anyhow::Result<String> {
    let Passwords::Build { file, out } = command;
    make(file, out)
}

fn make(list: &Path, out: &Path) -> anyhow::Result<String> {
    let (filter, entries) = build(list).with_context(|| list.display().to_string())?;
    std::fs::write(out, &filter).with_context(|| out.display().to_string())?;
    let octets = filter.len();
    Ok(format!("{}: {entries} passwords, {octets} octets", out.display()))
}
