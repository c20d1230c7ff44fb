//! The only place of this program that reads the environment.

use std::ffi::OsString;
use std::path::PathBuf;

/// The value of an environment variable, or `None` when it is unset or empty.
#[expect(
    clippy::disallowed_methods,
    reason = "the program's own settings are read here and nowhere else"
)]
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The folders in which programs are looked for.
pub fn path() -> Vec<PathBuf> {
    variable("PATH")
        .map(|path| std::env::split_paths(&path).collect())
        .unwrap_or_default()
}

/// `PATH` with other folders before it.
///
/// # Errors
/// When a folder's name contains the separator.
pub fn path_with(first: Vec<PathBuf>) -> anyhow::Result<OsString> {
    Ok(std::env::join_paths(first.into_iter().chain(path()))?)
}

/// Names of the variables that `cargo run` sets for this program. Handed on to another cargo they would make build
/// scripts run again that watch them.
#[expect(clippy::disallowed_methods, reason = "names only; nothing is decided by them")]
pub fn set_by_cargo_run() -> Vec<String> {
    let prefixes = [
        "CARGO_PKG_",
        "CARGO_MANIFEST_",
        "CARGO_BIN_",
        "CARGO_CRATE_",
        "CARGO_PRIMARY_",
    ];
    std::env::vars()
        .map(|(name, _)| name)
        .filter(|name| name == "CARGO" || prefixes.iter().any(|prefix| name.starts_with(prefix)))
        .collect()
}
