//! The file as a tree whose every value knows its key and its line.

use super::Source;
use std::{collections::BTreeMap, fmt, ops::Range};
use toml::de::{DeTable, DeValue};

/// What is wrong, where, and what would be right. Never shows a value that may be secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Name of the file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// The key with all that stands before it; empty when the file as a whole is at fault.
    pub key: String,
    /// What is wrong and what is allowed.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Fault {
            file,
            line,
            key,
            message,
        } = self;
        if key.is_empty() {
            write!(f, "{file}:{line}: {message}")
        } else {
            write!(f, "{file}:{line}: {key}: {message}")
        }
    }
}

/// Every fault, one line each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faults(pub Vec<Fault>);

impl std::error::Error for Faults {}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<_> = self.0.iter().map(Fault::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}

/// Where a value stands.
#[derive(Clone, Debug)]
pub struct Place {
    file: String,
    line: usize,
    key: String,
}

impl Place {
    /// The key with all that stands before it.
    pub fn key(&self) -> String {
        self.key.clone()
    }

    /// A fault here.
    pub fn fault(&self, message: impl Into<String>) -> Fault {
        Fault {
            file: self.file.clone(),
            line: self.line,
            key: self.key.clone(),
            message: message.into(),
        }
    }
}

/// A value with its place.
#[derive(Clone, Debug)]
pub struct Node {
    pub place: Place,
    pub value: Shape,
}

/// What a value is.
#[derive(Clone, Debug)]
pub enum Shape {
    Text(String),
    Number(i64),
    Truth(bool),
    List(Vec<Node>),
    Table(Table),
}

/// Keys and values.
#[derive(Clone, Debug)]
pub struct Table {
    pub place: Place,
    pub entries: BTreeMap<String, Node>,
}

/// Reads the text.
pub fn parse(source: &Source<'_>) -> Result<Table, Faults> {
    let reader = Reader {
        file: source.path.display().to_string(),
        text: source.text,
    };
    let place = |line| Place {
        file: reader.file.clone(),
        line,
        key: String::new(),
    };
    match DeTable::parse(source.text) {
        Ok(table) => reader
            .table(table.get_ref(), place(1))
            .map_err(|fault| Faults(vec![fault])),
        Err(error) => {
            // The parser's own report repeats the line, which may hold a secret.
            let line = error.span().map_or(1, |span| reader.line(&span));
            let reason = error.message().lines().collect::<Vec<_>>().join(", ");
            Err(Faults(vec![place(line).fault(reason)]))
        }
    }
}

struct Reader<'a> {
    file: String,
    text: &'a str,
}

impl Reader<'_> {
    fn line(&self, span: &Range<usize>) -> usize {
        let before = self.text.get(..span.start).unwrap_or_default();
        before.matches('\n').count() + 1
    }

    fn table(&self, table: &DeTable<'_>, place: Place) -> Result<Table, Fault> {
        let mut entries = BTreeMap::new();
        for (name, value) in table {
            let name_here = name.get_ref().to_string();
            let key = if place.key.is_empty() {
                name_here.clone()
            } else {
                format!("{}.{name_here}", place.key)
            };
            let here = Place {
                file: self.file.clone(),
                line: self.line(&name.span()),
                key,
            };
            entries.insert(name_here, self.node(value.get_ref(), here)?);
        }
        Ok(Table { place, entries })
    }

    fn node(&self, value: &DeValue<'_>, place: Place) -> Result<Node, Fault> {
        let value = match value {
            DeValue::String(text) => Shape::Text(text.to_string()),
            DeValue::Boolean(truth) => Shape::Truth(*truth),
            DeValue::Integer(number) => {
                let read = i64::from_str_radix(&number.as_str().replace('_', ""), number.radix());
                Shape::Number(read.map_err(|_| place.fault("not a whole number of 64 bits"))?)
            }
            DeValue::Array(items) => {
                let mut list = Vec::new();
                for (at, item) in items.iter().enumerate() {
                    let here = Place {
                        line: self.line(&item.span()),
                        key: format!("{}[{at}]", place.key),
                        ..place.clone()
                    };
                    list.push(self.node(item.get_ref(), here)?);
                }
                Shape::List(list)
            }
            DeValue::Table(table) => Shape::Table(self.table(table, place.clone())?),
            DeValue::Float(_) | DeValue::Datetime(_) => {
                return Err(place.fault("takes a text, a whole number, true or false, a list or a table"));
            }
        };
        Ok(Node { place, value })
    }
}

impl Table {
    /// Refuses keys that are none of these.
    pub fn only(&self, allowed: &[&str]) -> Result<(), Faults> {
        let unknown = self
            .entries
            .iter()
            .filter(|(name, _)| !allowed.contains(&name.as_str()));
        let faults: Vec<_> = unknown
            .map(|(_, node)| {
                node.place
                    .fault(format!("unknown key; allowed: {}", allowed.join(", ")))
            })
            .collect();
        if faults.is_empty() {
            Ok(())
        } else {
            Err(Faults(faults))
        }
    }

    /// The table with this name, if there is one.
    pub fn table(&self, name: &str) -> Result<Option<&Table>, Faults> {
        match self.entries.get(name) {
            None => Ok(None),
            Some(Node {
                value: Shape::Table(table),
                ..
            }) => Ok(Some(table)),
            Some(node) => Err(Faults(vec![
                node.place.fault(format!("is a table: write [{name}]")),
            ])),
        }
    }

    /// The tables of the list with this name; none if it does not stand.
    pub fn list(&self, name: &str) -> Result<Vec<&Table>, Faults> {
        let Some(node) = self.entries.get(name) else {
            return Ok(Vec::new());
        };
        let Shape::List(list) = &node.value else {
            let message = format!("is a list: write [[{name}]] for each");
            return Err(Faults(vec![node.place.fault(message)]));
        };
        let (mut tables, mut faults) = (Vec::new(), Vec::new());
        for node in list {
            match &node.value {
                Shape::Table(table) => tables.push(table),
                _ => faults.push(node.place.fault(format!("is a table: write [[{name}]]"))),
            }
        }
        if faults.is_empty() {
            Ok(tables)
        } else {
            Err(Faults(faults))
        }
    }

    /// The place of a key, or of the table where it does not stand.
    pub fn place_of(&self, key: &str) -> &Place {
        self.entries.get(key).map_or(&self.place, |node| &node.place)
    }

    /// All entries, each of which must be a table.
    pub fn tables(&self) -> Result<Vec<(&str, &Table)>, Faults> {
        let mut tables = Vec::new();
        for name in self.entries.keys() {
            tables.extend(self.table(name)?.map(|table| (name.as_str(), table)));
        }
        Ok(tables)
    }

    /// A fault at this key, or at the beginning of the file where it does not stand.
    pub fn fault(&self, key: &str, message: &str) -> Fault {
        let found = key
            .split_once('.')
            .and_then(|(table, key)| match self.entries.get(table)?.value {
                Shape::Table(ref table) => table.entries.get(key).map(|node| &node.place),
                _ => None,
            });
        found.unwrap_or(&self.place).fault(message)
    }
}

impl Node {
    /// The value, which must be a text.
    pub fn text(&self) -> Result<&str, Fault> {
        match &self.value {
            Shape::Text(text) => Ok(text),
            _ => Err(self.place.fault("takes a text")),
        }
    }

    /// The value, which must be true or false.
    pub fn truth(&self) -> Result<bool, Fault> {
        match self.value {
            Shape::Truth(truth) => Ok(truth),
            _ => Err(self.place.fault("takes true or false")),
        }
    }

    /// The value as JSON.
    pub fn json(&self) -> serde_json::Value {
        match &self.value {
            Shape::Text(text) => text.as_str().into(),
            Shape::Number(number) => (*number).into(),
            Shape::Truth(truth) => (*truth).into(),
            Shape::List(list) => list.iter().map(Node::json).collect(),
            Shape::Table(table) => {
                let entries = table
                    .entries
                    .iter()
                    .map(|(name, node)| (name.clone(), node.json()));
                serde_json::Value::Object(entries.collect())
            }
        }
    }
}
