//! Licences, bans and sources of every crate in `Cargo.lock`, by `deny.toml`. cargo-deny would do it too, and would
//! be one more program to build.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::project::Project;
use crate::run::output;

/// The parts of cargo-deny's file that are held here.
#[derive(Deserialize)]
struct Policy {
    licenses: Licenses,
    bans: Bans,
    sources: Sources,
}

#[derive(Deserialize)]
struct Licenses {
    allow: BTreeSet<String>,
}

#[derive(Deserialize)]
struct Bans {
    deny: Vec<Ban>,
}

#[derive(Deserialize)]
struct Ban {
    #[serde(rename = "crate")]
    name: String,
}

#[derive(Deserialize)]
struct Sources {
    #[serde(rename = "allow-registry")]
    registries: BTreeSet<String>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

/// A crate of `cargo metadata`; ours have no source.
#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
    source: Option<String>,
}

/// Checks every crate.
///
/// # Errors
/// With the name of each crate that may not be used, and why.
pub fn check(project: &Project) -> Result<()> {
    let policy = std::fs::read_to_string(project.root.join("deny.toml")).context("deny.toml")?;
    let policy: Policy = toml::from_str(&policy).context("deny.toml")?;
    let metadata = output(&mut project.build(&["metadata", "--format-version", "1"]))?;
    let metadata: Metadata = serde_json::from_str(&metadata)?;
    let faults: Vec<String> = metadata
        .packages
        .iter()
        .flat_map(|package| faults(&policy, package))
        .collect();
    if !faults.is_empty() {
        bail!("{}", faults.join("\n"));
    }
    Ok(())
}

fn faults(policy: &Policy, package: &Package) -> Vec<String> {
    let mut faults = Vec::new();
    let Package { name, version, .. } = package;
    let license = package.license.as_deref().unwrap_or_default();
    if !allowed(license, &policy.licenses.allow) {
        faults.push(format!(
            "{name} {version}: its licence is not allowed: `{license}`"
        ));
    }
    if policy.bans.deny.iter().any(|ban| ban.name == *name) {
        faults.push(format!("{name} {version}: banned"));
    }
    if let Some(source) = &package.source {
        let registry = source.strip_prefix("registry+").unwrap_or(source);
        if !policy.sources.registries.contains(registry) {
            faults.push(format!("{name} {version}: from {source}"));
        }
    }
    faults
}

/// Whether an SPDX expression is satisfied by the allowed licences. `/` is the old way to write OR.
fn allowed(expression: &str, licenses: &BTreeSet<String>) -> bool {
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    any(&mut rest, licenses) == Some(true) && rest.is_empty()
}

/// Alternatives; AND binds more tightly. None when the expression makes no sense.
fn any(words: &mut &[&str], licenses: &BTreeSet<String>) -> Option<bool> {
    let mut good = all(words, licenses)?;
    while let ["OR", rest @ ..] = *words {
        *words = rest;
        good |= all(words, licenses)?;
    }
    Some(good)
}

fn all(words: &mut &[&str], licenses: &BTreeSet<String>) -> Option<bool> {
    let mut good = one(words, licenses)?;
    while let ["AND", rest @ ..] = *words {
        *words = rest;
        good &= one(words, licenses)?;
    }
    Some(good)
}

fn one(words: &mut &[&str], licenses: &BTreeSet<String>) -> Option<bool> {
    match *words {
        ["(", rest @ ..] => {
            *words = rest;
            let good = any(words, licenses)?;
            *words = words.strip_prefix(&[")"])?;
            Some(good)
        }
        [license, "WITH", exception, rest @ ..] => {
            *words = rest;
            Some(licenses.contains(&format!("{license} WITH {exception}")))
        }
        [license, rest @ ..] => {
            *words = rest;
            Some(licenses.contains(*license))
        }
        [] => None,
    }
}

#[cfg(test)]
mod tests {
    use super::allowed;

    #[test]
    fn expressions_are_understood() {
        let licenses = ["MIT", "ISC", "Apache-2.0 WITH LLVM-exception"].map(str::to_owned);
        let allows = |expression| allowed(expression, &licenses.clone().into());
        for good in ["MIT", "GPL-3.0 OR MIT", "GPL-3.0/MIT", "(GPL-3.0 OR ISC) AND MIT"] {
            assert!(allows(good), "{good}");
        }
        assert!(allows("Apache-2.0 WITH LLVM-exception"));
        for bad in [
            "",
            "GPL-3.0",
            "GPL-3.0 AND MIT",
            "Apache-2.0",
            "(MIT",
            "MIT OR",
            "ISC OR GPL-3.0 AND (GPL-3.0)x",
        ] {
            assert!(!allows(bad), "{bad}");
        }
    }
}
