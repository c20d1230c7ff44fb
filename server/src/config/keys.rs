//! The list of all keys: what the program knows, refuses and documents comes from here.

/// What every variable of the configuration begins with.
pub(super) const PREFIX: &str = "PORTICO_";

/// One section of the configuration.
pub(super) struct Section {
    /// Name in the file (`[name]`) and, in capitals, in variables.
    pub name: &'static str,
    /// What the section is about: a sentence, and below it what an operator must know, as Markdown.
    pub meaning: &'static str,
    /// Its keys, in the order of the reference.
    pub keys: &'static [Key],
}

/// One key of a section.
pub(super) struct Key {
    /// Name in the file and, in capitals, in variables.
    pub name: &'static str,
    /// How its text is read.
    pub kind: Kind,
    /// The default as text: as it would stand in a variable.
    pub default: &'static str,
    /// What it does, units and allowed values included.
    pub meaning: &'static str,
}

/// How a value's text is read from a variable, and how it is written in the file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A string.
    Text,
    /// An unsigned whole number.
    Number,
    /// Strings: an array in the file, separated by commas in a variable.
    List,
}

impl Key {
    pub(super) const fn text(name: &'static str, default: &'static str, meaning: &'static str) -> Key {
        Key {
            name,
            kind: Kind::Text,
            default,
            meaning,
        }
    }

    pub(super) const fn number(name: &'static str, default: &'static str, meaning: &'static str) -> Key {
        Key {
            name,
            kind: Kind::Number,
            default,
            meaning,
        }
    }

    pub(super) const fn list(name: &'static str, meaning: &'static str) -> Key {
        Key {
            name,
            kind: Kind::List,
            default: "",
            meaning,
        }
    }
}

/// All sections, in the order of the reference.
pub(super) const SECTIONS: &[&Section] = &[
    &super::server::SECTION,
    &super::database::SECTION,
    &super::mail::SECTION,
    &super::secrets::SECTION,
    &super::passwords::SECTION,
    &super::shop::SECTION,
    &super::outgoing::SECTION,
    &super::log::SECTION,
];

/// Every key with its section.
pub(super) fn all() -> impl Iterator<Item = (&'static Section, &'static Key)> {
    SECTIONS
        .iter()
        .flat_map(|section| section.keys.iter().map(move |key| (*section, key)))
}

/// The key with this `section.key` name.
pub(super) fn by_path(path: &str) -> Option<(&'static Section, &'static Key)> {
    all().find(|(section, key)| path.split_once('.') == Some((section.name, key.name)))
}

/// The key that this variable sets.
pub(super) fn by_variable(variable: &str) -> Option<(&'static Section, &'static Key)> {
    all().find(|(section, key)| self::variable(section, key) == variable)
}

/// The variable that sets a key: `PORTICO_<SECTION>__<KEY>`.
pub(super) fn variable(section: &Section, key: &Key) -> String {
    format!("{PREFIX}{}__{}", section.name, key.name).to_ascii_uppercase()
}
