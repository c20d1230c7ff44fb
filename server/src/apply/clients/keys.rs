//! Each field of a client's form under the key that it has in the file.

use super::{PUBLIC_KEYS, SECRET};
use crate::apply::document::{Fault, Node, Shape, Table};
use domain::{
    clients::{
        IdTokenAlgorithm,
        form::{ClientForm, Tick},
    },
    providers::ClientAuth,
};
use serde_json::{Value, json};

/// How a key's value becomes what a field holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Truth,
    Number,
    /// A list of texts, one a line.
    Lines,
    /// A list of words, each a box.
    Boxes,
}

/// Key and field, which have one name, and how the one becomes the other. Boxes have a field each.
const KEYS: &[(&str, Kind)] = &[
    ("name", Kind::Text),
    ("policy_uri", Kind::Text),
    ("tos_uri", Kind::Text),
    ("colour", Kind::Text),
    ("trusted", Kind::Truth),
    ("auth_method", Kind::Text),
    ("pkce", Kind::Truth),
    ("redirect_uris", Kind::Lines),
    ("post_logout_redirect_uris", Kind::Lines),
    ("back_channel_logout_uri", Kind::Text),
    ("front_channel_logout_uri", Kind::Text),
    ("response_types", Kind::Boxes),
    ("grant_types", Kind::Boxes),
    ("scopes", Kind::Boxes),
    ("id_token_algorithm", Kind::Text),
    ("access_token_minutes", Kind::Number),
    ("refresh_token_days", Kind::Number),
    ("sector_identifier", Kind::Text),
];

/// Further keys that are no field of the form.
const FLAGS: [&str; 2] = ["secret_overlap", "active"];

/// Every key that may stand.
pub(super) fn all() -> Vec<&'static str> {
    let fields = KEYS.iter().map(|(key, _)| *key);
    fields.chain(PUBLIC_KEYS).chain(SECRET).chain(FLAGS).collect()
}

/// The fields that a table names, in the order of the form.
pub(super) fn present(table: &Table) -> impl Iterator<Item = (&'static str, &Node)> {
    KEYS.iter()
        .filter_map(|(key, _)| Some((*key, table.entries.get(*key)?)))
}

/// The key under which the field stands in the file.
pub(super) fn of_field(field: &str) -> &str {
    match field.split_once('_') {
        Some(("type", _)) => "response_types",
        Some(("grant", _)) => "grant_types",
        Some(("scope", _)) => "scopes",
        _ => field,
    }
}

/// What is wrong with a field, and what it takes.
pub(super) fn words(field: &str, fault: domain::values::Fault) -> String {
    let allowed: Vec<&str> = match field {
        "auth_method" => ClientAuth::ALL.iter().map(|auth| auth.as_str()).collect(),
        "id_token_algorithm" => IdTokenAlgorithm::ALL.iter().map(|it| it.as_str()).collect(),
        _ => return fault.to_string(),
    };
    format!("{fault}; allowed: {}", allowed.join(", "))
}

/// The fields that a key fills.
pub(super) fn typed(key: &'static str, node: &Node) -> Result<Vec<(&'static str, Value)>, Fault> {
    let kind = KEYS.iter().find(|(own, _)| *own == key).map(|(_, kind)| *kind);
    let value = match kind {
        Some(Kind::Truth) => tick(node.truth()?),
        Some(Kind::Number) => match node.value {
            Shape::Number(number) => json!(number.to_string()),
            _ => return Err(node.place.fault("takes a number")),
        },
        Some(Kind::Lines) => json!(list(node)?.join("\n")),
        Some(Kind::Boxes) => {
            let form = ClientForm::default();
            return match key {
                "response_types" => boxes(&form.response_types(), node),
                "grant_types" => boxes(&form.grant_types(), node),
                _ => boxes(&form.scopes(), node),
            };
        }
        Some(Kind::Text) | None => json!(node.text()?),
    };
    Ok(vec![(key, value)])
}

/// Ticks the boxes that the list names, and no other.
fn boxes<T: AsRef<str>>(known: &[Tick<'_, T>], node: &Node) -> Result<Vec<(&'static str, Value)>, Fault> {
    let words = list(node)?;
    let all: Vec<&str> = known.iter().map(|(choice, ..)| choice.as_ref()).collect();
    if let Some(unknown) = words.iter().find(|word| !all.contains(word)) {
        return Err(node
            .place
            .fault(format!("{unknown}: unknown; allowed: {}", all.join(", "))));
    }
    let ticked = known
        .iter()
        .map(|(choice, field, _)| (*field, tick(words.contains(&choice.as_ref()))));
    Ok(ticked.collect())
}

fn tick(ticked: bool) -> Value {
    if ticked { json!("on") } else { Value::Null }
}

fn list(node: &Node) -> Result<Vec<&str>, Fault> {
    let fault = || node.place.fault("takes a list of texts");
    match &node.value {
        Shape::List(list) => list.iter().map(|word| word.text().map_err(|_| fault())).collect(),
        _ => Err(fault()),
    }
}
