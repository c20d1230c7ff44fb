//! A secret of the file: it stands there, in a file beside it, or in a variable of the program.

use super::{
    Source,
    document::{Fault, Place, Table},
};
use std::path::Path;

/// The keys of one secret, of which one may stand: the secret, the name of its file, the name of its variable.
pub type Keys = [&'static str; 3];

/// The secret of a table with its place; none where no key of it stands.
pub fn read(table: &Table, keys: Keys, source: &Source<'_>) -> Result<Option<(String, Place)>, Fault> {
    let mut found = keys
        .iter()
        .enumerate()
        .filter_map(|(at, key)| Some((at, table.entries.get(*key)?)));
    let Some((at, node)) = found.next() else {
        return Ok(None);
    };
    if found.next().is_some() {
        return Err(table.place.fault(format!("takes one of {}", keys.join(", "))));
    }
    let text = node.text()?;
    let secret = match at {
        0 => text.to_owned(),
        1 => {
            let folder = source.path.parent().unwrap_or(Path::new(""));
            let read = std::fs::read_to_string(folder.join(text));
            let read = read.map_err(|error| node.place.fault(format!("cannot be read: {error}")))?;
            read.trim_end_matches(['\r', '\n']).to_owned()
        }
        _ => (source.variable)(text).ok_or_else(|| node.place.fault("there is no such variable"))?,
    };
    Ok(Some((secret, node.place.clone())))
}
