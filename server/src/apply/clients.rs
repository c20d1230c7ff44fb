//! `[[clients]]`: the applications whose users sign in here, each by its name.

mod carry_out;
mod keys;

pub use carry_out::carry_out;

use super::{
    Source,
    document::{Fault, Faults, Place, Table},
    secrets,
};
use domain::clients::Overlap;
use serde_json::Value;

/// Where the secret stands.
const SECRET: secrets::Keys = ["secret", "secret_file", "secret_env"];

/// Where the public keys stand, with `private_key_jwt`.
const PUBLIC_KEYS: secrets::Keys = ["public_keys", "public_keys_file", "public_keys_env"];

/// Characters of the shortest secret: it is kept as a plain hash, so nobody may be able to guess it.
const SHORTEST_SECRET: usize = 32;

/// A client of the file. What it does not say stays as it is.
pub struct Named {
    name: String,
    /// Fields of the form (`domain::clients::form::ClientForm`) with what they are to hold.
    fields: Vec<(&'static str, Value)>,
    secret: Option<(String, Place)>,
    /// How long the secret before still works: a day unless the file says otherwise, as the back office offers it.
    overlap: Overlap,
    active: Option<bool>,
    places: Vec<(&'static str, Place)>,
    place: Place,
}

impl Named {
    /// A fault that the form has beside a field, at the key of that field.
    fn fault(&self, field: &str, fault: domain::values::Fault) -> Fault {
        let key = keys::of_field(field);
        let found = self.places.iter().find(|(own, _)| *own == key);
        let mut told = found
            .map_or(&self.place, |(_, place)| place)
            .fault(keys::words(field, fault));
        if found.is_none() {
            told.key = format!("{}.{key}", told.key);
        }
        told
    }
}

/// Reads the clients of the file.
pub fn read(whole: &Table, source: &Source<'_>) -> Result<Vec<Named>, Faults> {
    let (mut named, mut faults) = (Vec::<Named>::new(), Vec::new());
    for table in whole.list("clients")? {
        match one(table, source) {
            Ok(client) if named.iter().any(|other| other.name == client.name) => {
                faults.push(table.place_of("name").fault("stands in the file twice"));
            }
            Ok(client) => named.push(client),
            Err(Faults(own)) => faults.extend(own),
        }
    }
    if faults.is_empty() {
        Ok(named)
    } else {
        Err(Faults(faults))
    }
}

fn one(table: &Table, source: &Source<'_>) -> Result<Named, Faults> {
    table.only(&keys::all())?;
    let mut faults = Vec::new();
    let mut named = Named {
        name: String::new(),
        fields: Vec::new(),
        secret: None,
        overlap: Overlap::Day,
        active: None,
        places: Vec::new(),
        place: table.place.clone(),
    };
    for (key, node) in keys::present(table) {
        match keys::typed(key, node) {
            Ok(fields) => named.fields.extend(fields),
            Err(fault) => faults.push(fault),
        }
        named.places.push((key, node.place.clone()));
    }
    faults.extend(beside(&mut named, table, source).err());
    if named.name.is_empty() && faults.is_empty() {
        faults.push(table.place.fault("name is missing: what people read"));
    }
    if faults.is_empty() {
        Ok(named)
    } else {
        Err(Faults(faults))
    }
}

/// What is no field of the form: name, secrets, and whether it is switched on.
fn beside(named: &mut Named, table: &Table, source: &Source<'_>) -> Result<(), Fault> {
    if let Some(node) = table.entries.get("name") {
        named.name = node.text()?.trim().to_owned();
    }
    if let Some((keys, place)) = secrets::read(table, PUBLIC_KEYS, source)? {
        named.fields.push(("public_keys", keys.into()));
        named.places.push(("public_keys", place));
    }
    if let Some(node) = table.entries.get("active") {
        named.active = Some(node.truth()?);
    }
    if let Some(node) = table.entries.get("secret_overlap") {
        let all: Vec<_> = Overlap::ALL.iter().map(|overlap| overlap.as_str()).collect();
        let unknown = || {
            node.place
                .fault(format!("unknown choice; allowed: {}", all.join(", ")))
        };
        named.overlap = node.text()?.parse().map_err(|_| unknown())?;
    }
    named.secret = secrets::read(table, SECRET, source)?;
    match &named.secret {
        Some((secret, place)) if !is_strong(secret) => Err(place.fault(format!(
            "takes at least {SHORTEST_SECRET} letters, digits and signs without blanks, made by a program"
        ))),
        _ => Ok(()),
    }
}

/// Whether a secret is long enough, and one that every client can send (RFC 6749 appendix A.2).
fn is_strong(secret: &str) -> bool {
    secret.len() >= SHORTEST_SECRET && secret.bytes().all(|byte| byte.is_ascii_graphic())
}
