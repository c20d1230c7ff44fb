//! Defaults, file and variables, laid over each other; every fault with the place it stands in.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::str::FromStr;

use figment::providers::{Format, Toml};
use figment::value::{Dict, Map, Value};
use figment::{Figment, Metadata, Profile, Provider};
use secrecy::SecretString;
use serde::{Deserialize, Deserializer, de};

use super::keys::{self, Key, Kind, Section};
use super::{Config, Fault, Faults};

/// The configuration that results from a file (name and text) and variables. Reads nothing else, so tests can call it.
///
/// # Errors
/// Every fault at once: unknown keys, values of the wrong type, and what must hold between keys.
pub fn from_sources(
    file: Option<(&str, &str)>,
    variables: &BTreeMap<String, String>,
) -> Result<Config, Faults> {
    let mut faults = Vec::new();
    let mut figment = Figment::new();
    for (section, key) in keys::all() {
        if let Ok(value) = parse(key, key.default) {
            figment = figment.merge(Source::of_key("default", section, key, value));
        }
    }
    if let Some((name, text)) = file {
        match Toml::from_str::<Dict>(text) {
            Ok(data) => {
                faults.extend(unknown_keys(name, &data));
                figment = figment.merge(Source {
                    name: name.to_owned(),
                    data,
                });
            }
            Err(error) => faults.push(fault(name, "", broken(text, &error))),
        }
    }
    for (name, text) in variables {
        match keys::by_variable(name) {
            Some((section, key)) => match parse(key, text) {
                Ok(value) => figment = figment.merge(Source::of_key(name, section, key, value)),
                Err(message) => faults.push(fault(name, &path(section, key), message)),
            },
            None => faults.extend(unknown_variable(name)),
        }
    }
    // A file or a variable that names no key of ours would only be reported a second time.
    if !faults.is_empty() {
        return Err(Faults(faults));
    }
    extract(figment)
}

/// Reads the sections. A faulty value is noted and replaced by its default, so that the next fault is found as well.
fn extract(mut figment: Figment) -> Result<Config, Faults> {
    let mut faults = Vec::new();
    let mut faulty = BTreeSet::new();
    let config = loop {
        match figment.extract::<Config>() {
            Ok(config) => break config,
            Err(error) => {
                let key = error.path.iter().take(2).cloned().collect::<Vec<_>>().join(".");
                let source = error
                    .metadata
                    .as_ref()
                    .map_or("configuration", |found| found.name.as_ref());
                faults.push(fault(source, &key, &error.kind));
                let Some((section, known)) = keys::by_path(&key).filter(|_| faulty.insert(key.clone()))
                else {
                    return Err(Faults(faults));
                };
                if let Ok(value) = parse(known, known.default) {
                    figment = figment.merge(Source::of_key("default", section, known, value));
                }
            }
        }
    };
    for (key, message) in config.validate() {
        if !faulty.contains(key) {
            let source = figment
                .find_metadata(key)
                .map_or("default", |found| found.name.as_ref());
            faults.push(fault(source, key, message));
        }
    }
    if faults.is_empty() {
        Ok(config)
    } else {
        Err(Faults(faults))
    }
}

fn fault(source: &str, key: &str, message: impl Display) -> Fault {
    Fault {
        source: source.to_owned(),
        key: key.to_owned(),
        message: message.to_string(),
    }
}

/// Where a file that is no TOML breaks off, and why. The parser's own report repeats the line, which may hold a secret.
fn broken(text: &str, error: &<Toml as Format>::Error) -> String {
    let reason = error.message().lines().collect::<Vec<_>>().join(", ");
    let Some(before) = error.span().and_then(|span| text.get(..span.start)) else {
        return reason;
    };
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    format!("line {line}, column {column}: {reason}")
}

fn path(section: &Section, key: &Key) -> String {
    format!("{}.{}", section.name, key.name)
}

/// A variable's or a default's text as a value.
fn parse(key: &Key, text: &str) -> Result<Value, String> {
    match key.kind {
        Kind::Text => Ok(Value::from(text)),
        Kind::Number => text
            .parse::<u64>()
            .map(Value::from)
            .map_err(|_| "not a whole number".to_owned()),
        Kind::List => {
            let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
            Ok(Value::from(items.collect::<Vec<_>>()))
        }
    }
}

/// Keys of a file that the program does not know.
fn unknown_keys(file: &str, data: &Dict) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (name, value) in data {
        let section = keys::SECTIONS.iter().find(|section| section.name == name);
        match (section, value.as_dict()) {
            (None, _) => faults.push(fault(file, name, "unknown section")),
            (Some(_), None) => faults.push(fault(file, name, format!("is a section: write [{name}]"))),
            (Some(section), Some(entries)) => {
                let unknown = entries
                    .keys()
                    .filter(|entry| section.keys.iter().all(|key| key.name != *entry));
                faults.extend(unknown.map(|entry| fault(file, &format!("{name}.{entry}"), "unknown key")));
            }
        }
    }
    faults
}

/// A variable with our prefix that is no key. One without `__` may belong to something else (tools and tests have
/// some): it is a fault only when it is a key of ours that lost its second underscore.
fn unknown_variable(name: &str) -> Option<Fault> {
    let meant = keys::all()
        .map(|(section, key)| keys::variable(section, key))
        .find(|known| known.replace("__", "_") == name.replace("__", "_").to_ascii_uppercase());
    match meant {
        Some(known) => Some(fault(name, "", format!("unknown key; {known} is one"))),
        None if name.contains("__") => Some(fault(name, "", "unknown key")),
        None => None,
    }
}

/// Data with the name of the file or variable that it came from, which figment keeps beside each value.
struct Source {
    name: String,
    data: Dict,
}

impl Source {
    fn of_key(name: &str, section: &Section, key: &Key, value: Value) -> Source {
        let inner = Dict::from([(key.name.to_owned(), value)]);
        Source {
            name: name.to_owned(),
            data: Dict::from([(section.name.to_owned(), Value::from(inner))]),
        }
    }
}

impl Provider for Source {
    fn metadata(&self) -> Metadata {
        Metadata::named(self.name.clone())
    }

    fn data(&self) -> Result<Map<Profile, Dict>, figment::Error> {
        Ok(Profile::Default.collect(self.data.clone()))
    }
}

/// Reads a field from its text; the message of the fault is the one of `FromStr`.
pub(super) fn from_text<'de, D: Deserializer<'de>, T>(deserializer: D) -> Result<T, D::Error>
where
    T: FromStr<Err: Display>,
{
    String::deserialize(deserializer)?
        .trim()
        .parse()
        .map_err(de::Error::custom)
}

/// As [`from_text`], where an empty text or `off` means none.
pub(super) fn from_text_or_none<'de, D: Deserializer<'de>, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: FromStr<Err: Display>,
{
    match String::deserialize(deserializer)?.trim() {
        "" | "off" => Ok(None),
        text => text.parse().map(Some).map_err(de::Error::custom),
    }
}

/// Reads a secret, which no later message shows.
pub(super) fn secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SecretString, D::Error> {
    String::deserialize(deserializer).map(SecretString::from)
}

/// As [`secret`], where an empty text means none.
pub(super) fn secret_or_none<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<SecretString>, D::Error> {
    let text = String::deserialize(deserializer)?;
    Ok((!text.is_empty()).then(|| SecretString::from(text)))
}

/// As [`from_text`] for each item of a list.
pub(super) fn from_texts<'de, D: Deserializer<'de>, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    T: FromStr<Err: Display>,
{
    let items = Vec::<String>::deserialize(deserializer)?;
    items
        .iter()
        .map(|item| item.trim().parse().map_err(de::Error::custom))
        .collect()
}
