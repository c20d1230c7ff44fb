//! The configuration: `portico.toml`, and over it variables `PORTICO_<SECTION>__<KEY>`.
//!
//! One file per section. Each holds its keys with default and meaning, the type that the rest of the program
//! uses, and what must hold beyond the types. Nothing else in the program reads the environment.
//! Unknown keys are errors, and all faults are reported at once.

mod database;
mod keys;
mod log;
mod mail;
mod network;
mod outgoing;
mod passwords;
mod public_url;
mod reference;
mod secrets;
mod server;
mod shop;
mod sources;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::path::Path;

use serde::Deserialize;

pub use database::Database;
pub use log::{Log, LogFormat};
pub use mail::Mail;
pub use network::{Allowed, Network};
pub use outgoing::Outgoing;
pub use passwords::Passwords;
pub use public_url::PublicUrl;
pub use reference::reference;
pub use secrets::Secrets;
pub use server::Server;
pub use shop::Shop;
pub use sources::from_sources;

/// The file that is read when none is named on the command line, if it is there.
pub const DEFAULT_FILE: &str = "portico.toml";

/// The whole configuration, valid as a whole: what [`load`] returns has passed every check.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Addresses to listen on and the address that people type.
    pub server: Server,
    /// Where the data is kept.
    pub database: Database,
    /// How mails leave, and whom operations are.
    pub mail: Mail,
    /// The keys that secrets in the database are encrypted with.
    pub secrets: Secrets,
    /// How passwords are hashed, and which ones nobody may choose.
    pub passwords: Passwords,
    /// What the shop is called and looks like.
    pub shop: Shop,
    /// Where the program may connect to on behalf of a provider's settings.
    pub outgoing: Outgoing,
    /// What is logged, and in which form.
    pub log: Log,
}

impl Config {
    /// True when the public URL is loopback. Only then `--demo`, issuers with http and weaker hashing are allowed.
    pub fn development(&self) -> bool {
        self.server.public_url.is_loopback()
    }

    /// What the types cannot say: key and message of each fault.
    fn validate(&self) -> Vec<(&'static str, String)> {
        let development = self.development();
        let mut faults = self.server.validate();
        faults.extend(self.database.validate());
        faults.extend(self.mail.validate(development));
        faults.extend(self.passwords.validate(development));
        faults.extend(self.shop.validate());
        faults.extend(self.log.validate());
        faults
    }
}

/// One fault: where it stands, which key, and what is wrong. Never shows a value that may be secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// File or variable that holds the value.
    pub source: String,
    /// `section.key`; empty when the source as a whole is at fault.
    pub key: String,
    /// What is wrong and what would be right.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Fault { source, key, message } = self;
        if key.is_empty() || source.starts_with(keys::PREFIX) {
            write!(f, "{source}: {message}")
        } else {
            write!(f, "{source}: {key}: {message}")
        }
    }
}

/// Every fault of a configuration, one line each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faults(pub Vec<Fault>);

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.0.iter().map(Fault::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl std::error::Error for Faults {}

/// Reads the configuration: defaults, over them `file` (or `./portico.toml` when it exists), over it the environment.
///
/// # Errors
/// Every fault at once. A file that was named and is missing is one.
pub fn load(file: Option<&Path>) -> Result<Config, Faults> {
    let (name, text) = read_file(file)?;
    let file = text.as_deref().map(|text| (name.as_str(), text));
    from_sources(file, &environment()?)
}

/// Validates the configuration as [`load`] does and tells which file and variables it comes from. Shows no values.
///
/// # Errors
/// As [`load`].
pub fn check(file: Option<&Path>) -> Result<String, Faults> {
    let config = load(file)?;
    let (name, text) = read_file(file)?;
    let mut lines = vec!["The configuration is in order.".to_owned()];
    lines.push(match text {
        Some(_) => format!("File: {name}"),
        None => format!("File: none ({name} does not exist; defaults apply)"),
    });
    let variables: Vec<String> = environment()?
        .into_keys()
        .filter(|name| keys::by_variable(name).is_some())
        .collect();
    if !variables.is_empty() {
        lines.push(format!("Variables: {}", variables.join(", ")));
    }
    lines.push(format!(
        "Public URL: {}{}",
        config.server.public_url.origin(),
        if config.development() {
            " (development)"
        } else {
            ""
        }
    ));
    Ok(lines.join("\n"))
}

/// The file's name, and its text unless it is the default one and missing.
fn read_file(file: Option<&Path>) -> Result<(String, Option<String>), Faults> {
    let path = file.unwrap_or(Path::new(DEFAULT_FILE));
    let name = path.display().to_string();
    match std::fs::read_to_string(path) {
        Ok(text) => Ok((name, Some(text))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && file.is_none() => Ok((name, None)),
        Err(error) => Err(Faults(vec![Fault {
            source: name,
            key: String::new(),
            message: format!("cannot be read: {error}"),
        }])),
    }
}

/// A variable that a file names for a secret of its own.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the environment"
)]
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// The variables of the process whose names begin with `PORTICO_`.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the environment"
)]
fn environment() -> Result<BTreeMap<String, String>, Faults> {
    let own = |(name, value): (OsString, OsString)| Some((name.into_string().ok()?, value));
    let mut variables = BTreeMap::new();
    let mut faults = Vec::new();
    for (name, value) in std::env::vars_os()
        .filter_map(own)
        .filter(|(name, _)| name.starts_with(keys::PREFIX))
    {
        match value.into_string() {
            Ok(value) => {
                variables.insert(name, value);
            }
            Err(_) => {
                let message = "the value is not UTF-8".to_owned();
                faults.push(Fault {
                    source: name,
                    key: String::new(),
                    message,
                });
            }
        }
    }
    if faults.is_empty() {
        Ok(variables)
    } else {
        Err(Faults(faults))
    }
}
