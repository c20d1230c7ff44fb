//! `portico apply`: the shop's settings, roles, providers and clients as a file. What the file does not name stays as it is.
//!
//! The file is read and checked as a whole, discovery documents are fetched, and then everything is written in one
//! transaction, or nothing. A dry run does the same and takes it back.

mod bot_check;
mod clients;
mod document;
mod groups;
mod providers;
mod roles;
mod secrets;

pub use document::{Fault, Faults};

use crate::{services::Trouble, state::Portico};
use domain::{
    ids::ProviderId,
    settings::{Consent, check_change, consent},
};
use std::path::Path;
use storage::customers::without_way_in;

/// What `portico apply` was asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wishes {
    /// Print what would change, and change nothing.
    pub dry_run: bool,
    /// Disable and hide the providers, switch off the clients, and delete the roles, that the file does not name.
    pub prune: bool,
    /// How many customers may lose their last way in; none unless a number is named.
    pub strand: Option<u64>,
}

/// Why nothing was applied.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// The file is at fault.
    #[error(transparent)]
    File(#[from] Faults),
    /// Customers would lose their last way in, more than the wishes name.
    #[error(
        "nothing was changed: {0} more customers would have no way in; if that is meant, say --strand {0}"
    )]
    Strands(u64),
    /// The database is away, or a fault of ours; the log knows more.
    #[error("nothing was changed: {0}")]
    Trouble(#[from] Trouble),
}

impl From<Fault> for Refused {
    fn from(fault: Fault) -> Self {
        Self::File(Faults(vec![fault]))
    }
}

impl From<storage::StorageError> for Refused {
    fn from(error: storage::StorageError) -> Self {
        Self::Trouble(error.into())
    }
}

/// A file that was read: its name for faults, and the folder from which it names others.
pub struct Source<'a> {
    /// Path as it was given.
    pub path: &'a Path,
    /// Its text.
    pub text: &'a str,
    /// Looks up the variables that the file names for secrets.
    pub variable: &'a (dyn Fn(&str) -> Option<String> + Sync),
}

/// Applies the file and answers one line for each change, in the order in which they were made. The same file applied
/// again changes nothing.
///
/// # Errors
/// Every fault of the file with its line, its key and what is allowed; what would leave the shop no way in, or
/// customers without one whom the wishes do not name. Nothing
/// is changed then.
pub async fn apply(portico: &Portico, source: &Source<'_>, wishes: Wishes) -> Result<Vec<String>, Refused> {
    let whole = document::parse(source)?;
    whole.only(&["settings", "policies", "roles", "providers", "clients"])?;
    let wanted = providers::read(&whole, source)?;
    let wanted_roles = roles::read(&whole)?;
    let wanted_clients = clients::read(&whole, source)?;
    // No transaction is open while providers answer.
    let plans = providers::plan(portico, &wanted).await?;

    let mut tx = portico.database.begin().await?;
    let before = storage::settings::guard(&mut tx).await?;
    let stranded = without_way_in(&mut tx).await?;
    let mut lines = Vec::new();
    if let Some(table) = whole.table("settings")? {
        lines.extend(groups::shop(portico, &mut tx, &before.settings, table).await?);
    }
    if let Some(tables) = whole.table("policies")? {
        for (name, table) in tables.tables()? {
            lines.extend(groups::policy(portico, &mut tx, name, table, source).await?);
        }
    }
    lines.extend(roles::carry_out(portico, &mut tx, &whole, &wanted_roles, wishes.prune).await?);
    let mut named: Vec<ProviderId> = Vec::new();
    for plan in plans {
        named.push(plan.id());
        lines.extend(plan.carry_out(portico, &mut tx).await?);
    }
    if wishes.prune {
        lines.extend(providers::prune(portico, &mut tx, &named).await?);
    }
    lines.extend(clients::carry_out(portico, &mut tx, &wanted_clients, wishes).await?);
    let after = storage::settings::ways_in(&mut tx).await?;
    let visible = usize::try_from(after.providers).unwrap_or(0);
    if check_change(&after.settings.shop, visible).is_err() {
        let message =
            "nobody could sign in any more: leave local_sign_in on, or a provider enabled and visible";
        return Err(whole.fault("settings.local_sign_in", message).into());
    }
    let now_stranded = without_way_in(&mut tx).await?;
    if now_stranded != stranded {
        lines.push(format!(
            "customers without a way in: {stranded} -> {now_stranded}"
        ));
    }
    let losing = u64::try_from(now_stranded - stranded).unwrap_or(0);
    let asks = consent(losing, wishes.strand) == Consent::Ask;
    if wishes.dry_run {
        tx.rollback().await?;
        lines.extend(asks.then(|| format!("refused without --strand {losing}")));
    } else if asks {
        return Err(Refused::Strands(losing));
    } else {
        tx.commit().await?;
        portico.discovery.forget();
    }
    Ok(lines)
}

/// One line for each value that changes: `what: key: old -> new`.
fn differences(what: &str, old: Option<&serde_json::Value>, new: &serde_json::Value) -> Vec<String> {
    let text = |value: Option<&serde_json::Value>| match value {
        None | Some(serde_json::Value::Null) => "(none)".to_owned(),
        Some(serde_json::Value::String(text)) if text.is_empty() => "(none)".to_owned(),
        Some(serde_json::Value::String(text)) => text.replace('\n', ", "),
        Some(other) => other.to_string(),
    };
    let Some(fields) = new.as_object() else {
        return Vec::new();
    };
    let changed = fields.iter().filter_map(|(key, value)| {
        let before = text(old.and_then(|old| old.get(key)));
        let now = text(Some(value));
        (before != now).then(|| format!("{what}: {key}: {before} -> {now}"))
    });
    changed.collect()
}

#[cfg(test)]
mod tests {
    use super::differences;
    use serde_json::json;

    #[test]
    fn a_line_tells_what_changes_and_nothing_else() {
        let (old, new) = (
            json!({ "a": 1, "b": true, "c": "" }),
            json!({ "a": 2, "b": true, "c": null }),
        );
        assert_eq!(
            differences("policies.x", Some(&old), &new),
            ["policies.x: a: 1 -> 2"]
        );
        assert_eq!(
            differences("providers.y", None, &json!({ "a": "t" })),
            ["providers.y: a: (none) -> t"]
        );
    }
}
