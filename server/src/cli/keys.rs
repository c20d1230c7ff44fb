//! `portico keys`: the keys that sign what clients get, and those that secrets at rest are encrypted with.

use super::open;
use crate::{
    config::{Config, Secrets},
    crypto::{Entropy, Keyring, SystemEntropy},
    services::{
        Trouble,
        oidc::keys,
        reseal::{self, Counts, Resealed},
    },
};
use anyhow::{Context, anyhow};
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
    /// Lets the key that waits seal, from the next start of each server on. Every server must know it by then.
    Use,
    /// Encrypts again what another key than the present one has sealed, while the shop is open, and says what still names
    /// which key. Every server must run with the present key by then.
    Reseal,
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
pub(super) async fn run(config: Config, command: &Keys) -> anyhow::Result<Told> {
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
    let portico = open(config).await?;
    let done = reseal::reseal(&portico).await.map_err(|Trouble(_)| {
        anyhow!("not everything is sealed again; the log says why. What is stays so: run this once more")
    })?;
    Ok(Told {
        text: told(&portico.keyring, &done),
        whole: done.left.is_empty(),
    })
}

/// What follows from the last key, and can't be made again with another one.
const DERIVED: &str = "it must stay all the same, since it is the last one: recovery codes, the subjects by which clients \
                       with a sector identifier know people, addresses of status pages, links and codes in mails follow \
                       from it";

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
            None if id == keyring.oldest() => format!("nothing is sealed with it any more; {DERIVED}"),
            None => "nothing is sealed with it any more: its line may go, once no copy of the database that is older than \
                     this is kept"
                .to_owned(),
        };
        lines.push(format!("{id}: {state}"));
    }
    if !done.broken.is_empty() {
        let broken = list(&done.broken);
        lines.push(format!(
            "does not open with its key, changed or moved here: {broken}; enter it again"
        ));
    }
    let missing = done.left.iter();
    for (id, left) in missing.filter(|(id, _)| !keyring.ids().any(|known| known == *id)) {
        let left = list(left);
        lines.push(match id.as_str() {
            "" => format!("not a sealed text: {left}; enter it again"),
            id => format!(
                "{id}, a key that is not here, seals {left}: put it back from its copy, or enter that again"
            ),
        });
    }
    lines.join("\n")
}

fn list(counts: &Counts) -> String {
    let each = counts.iter().map(|(column, count)| format!("{column} {count}"));
    each.collect::<Vec<_>>().join(", ")
}
