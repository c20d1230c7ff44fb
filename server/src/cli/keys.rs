//! `portico keys`: the keys that sign what clients get, and those that secrets at rest are encrypted with.

use super::open;
use crate::{
    config::{Config, Secrets},
    crypto::{ChangeFault, Entropy, FROM_THE_OLDEST, Keyring, SystemEntropy},
    services::{
        Trouble,
        oidc::keys,
        reseal::{self, Counts, Resealed},
    },
};
use anyhow::{Context, anyhow, bail};
use clap::Subcommand;
use domain::clients::Haste;

/// The commands.
#[derive(Subcommand)]
pub(super) enum Keys {
    /// Makes a signing key of each algorithm that follows the one before. It signs after a day; the one before stays in
    /// the key set as long as sessions last. Without the command this happens every 90 days.
    Rotate {
        /// Somebody else may have the keys: the new ones sign within a minute, and what the old ones signed counts no
        /// more.
        #[arg(long)]
        now: bool,
    },
    /// Puts a new key for secrets at rest into the key file. It waits there: it opens, and seals nothing yet. Every server
    /// reads the file when it starts.
    Add,
    /// Lets the key that waits seal, from the next start of each server on. Of several servers, each must know it by then:
    /// it must have been started since `portico keys add`.
    Use,
    /// Encrypts again what another key than the present one has sealed, while the shop is open, and says what still names
    /// which key. Every server must run with the present key by then: it must have been started since `portico keys use`.
    Reseal,
}

impl Keys {
    /// What must have been done before, since no command can see the keys of servers that run.
    const fn premise(&self) -> Option<&'static str> {
        match self {
            Keys::Rotate { .. } | Keys::Add => None,
            Keys::Use => Some(
                "with several servers, each must have been started since `portico keys add`: one that lacks the new key \
                 can't open what others seal with it",
            ),
            Keys::Reseal => Some(
                "every server must have been started since `portico keys use`: one that lacks the present key can't open \
                 what is sealed again now, and one that knows it only as a key that waits goes on with the older one",
            ),
        }
    }
}

/// What a command comes to.
pub(super) struct Told {
    /// What the person at the console should read.
    pub(super) text: String,
    /// Whether nothing is left to be done.
    pub(super) whole: bool,
}

/// Runs the command.
///
/// # Errors
/// A database that is away or lacks migrations, keys that can't be made, read or written: a sentence each.
#[expect(
    clippy::print_stdout,
    reason = "whoever lacks the premise can still interrupt the command"
)]
pub(super) async fn run(config: Config, command: &Keys) -> anyhow::Result<Told> {
    if let Some(premise) = command.premise() {
        println!("{premise}");
    }
    let text = match command {
        Keys::Rotate { now } => rotate(config, *now).await?,
        Keys::Add => add(&config.secrets, &SystemEntropy::default())?,
        Keys::Use => put_to_use(&config.secrets)?,
        Keys::Reseal => return seal_again(config).await,
    };
    Ok(Told { text, whole: true })
}

async fn rotate(config: Config, now: bool) -> anyhow::Result<String> {
    let haste = if now { Haste::AtOnce } else { Haste::Planned };
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

const UNCHANGED: &str = "the keys were not changed";

fn add(secrets: &Secrets, entropy: &dyn Entropy) -> anyhow::Result<String> {
    if let Some(keyring) = in_configuration(secrets)? {
        let (_, line) = keyring.another(entropy).context(UNCHANGED)?;
        return Ok(format!(
            "secrets.keys names the keys, so nothing was changed. Put this in front of it, with a comma behind, and \
             restart every server, one after the other; then `portico keys use`:\n{}",
            line.trim_end()
        ));
    }
    let id = Keyring::add(&secrets.key_file, entropy).context(UNCHANGED)?;
    let file = secrets.key_file.display();
    Ok(format!(
        "{id} waits in {file}: it opens, and seals nothing yet. Keep a copy of the file. With one server: `portico keys \
         use` now. With several: give each this file and restart it, one after the other; then `portico keys use`"
    ))
}

fn put_to_use(secrets: &Secrets) -> anyhow::Result<String> {
    const NEXT: &str = "restart every server, one after the other; then `portico keys reseal`";
    if let Some(keyring) = in_configuration(secrets)? {
        let id = keyring.waiting().next();
        let id = id.context("no key of secrets.keys waits: `portico keys add` makes one")?;
        return Ok(format!(
            "secrets.keys names the keys, so nothing was changed. Let {id} stand in front there, without its +, and {NEXT}"
        ));
    }
    let id = Keyring::put_to_use(&secrets.key_file).context(UNCHANGED)?;
    let file = secrets.key_file.display();
    Ok(format!(
        "{id} seals from the next start on. Give every server {file} as it is now, and {NEXT}"
    ))
}

/// The keys, where the configuration itself names them.
fn in_configuration(secrets: &Secrets) -> anyhow::Result<Option<Keyring>> {
    match &secrets.keys {
        Some(_) => Ok(Keyring::existing(secrets)?),
        None => Ok(None),
    }
}

async fn seal_again(config: Config) -> anyhow::Result<Told> {
    if Keyring::existing(&config.secrets)?.is_none() {
        let file = config.secrets.key_file.display().to_string();
        bail!(ChangeFault::Missing(file));
    }
    let portico = open(config).await?;
    let done = reseal::reseal(&portico).await.map_err(|Trouble(_)| {
        anyhow!("not everything is sealed again; the log says why. What is stays so: run this once more")
    })?;
    if let Some(id) = done.ahead(&portico.keyring) {
        bail!(
            "{id} waits here, and something is sealed with it already: these keys are older than another server's. Give \
             this server the keys as they are there and restart it; then `portico keys reseal`"
        );
    }
    Ok(Told {
        text: told(&portico.keyring, &done),
        whole: done.is_whole(),
    })
}

fn told(keyring: &Keyring, done: &Resealed) -> String {
    let present = keyring.sealing();
    let mut lines = vec![match done.again.is_empty() {
        true => format!("{present} seals; nothing else was there to be sealed again"),
        false => format!("{present} seals; sealed again with it: {}", list(&done.again)),
    }];
    for id in keyring.ids().filter(|id| *id != present) {
        let state = match done.left.get(id) {
            Some(left) => {
                let left = list(left);
                format!("still seals {left}; run this once more when every server seals with {present}")
            }
            None if keyring.waiting().any(|waiting| waiting == id) => {
                "waits: `portico keys use` lets it seal".to_owned()
            }
            None if id == keyring.oldest() => format!(
                "nothing is sealed with it any more; it must stay all the same, since it is the last one: {} follow from \
                 it, and can't be made again with another one (docs/operations.md, \"Change the keys\")",
                FROM_THE_OLDEST.join(", ")
            ),
            None => "nothing is sealed with it any more: its line may go, once no copy of the database that is older than \
                     this is kept"
                .to_owned(),
        };
        lines.push(format!("{id}: {state}"));
    }
    for (id, missing) in &done.missing {
        let why =
            format!("sealed with {id}, a key that is not here: put that key back from its copy, or else ");
        lines.extend(faults(missing, &why));
    }
    let changed = "does not open with its key, changed or moved here (the log names the row): ";
    lines.extend(faults(&done.broken, changed));
    let unsealed = "no sealed text, and names no key (the log names the row): ";
    lines.extend(faults(&done.unsealed, unsealed));
    lines.join("\n")
}

/// A line for each kind of what does not open: how many, why not, and what to do about them.
fn faults(counts: &Counts, why: &str) -> impl Iterator<Item = String> {
    counts.iter().map(move |(column, count)| {
        let (called, remedy) = (reseal::called(*column), reseal::remedy(*column));
        format!("{called} {count}: {why}{remedy}")
    })
}

fn list(counts: &Counts) -> String {
    let each = counts.iter().map(|(column, count)| {
        let called = reseal::called(*column);
        format!("{called} {count}")
    });
    each.collect::<Vec<_>>().join(", ")
}
