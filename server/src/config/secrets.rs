//! `[secrets]`: the key that secrets in the database are encrypted with.

use std::path::PathBuf;

use secrecy::SecretString;
use serde::Deserialize;

use super::keys::{Key, Section};
use super::sources::{from_text, secret_or_none};

pub(super) const SECTION: Section = Section {
    name: "secrets",
    meaning: "The key that secrets in the database are encrypted with.",
    keys: &[
        Key::text(
            "key_file",
            "data/portico.key",
            "File with the keys, made at the first start with mode 0600. Keep a copy apart from the database's.",
        ),
        Key::text(
            "keys",
            "",
            "The keys themselves instead of the file, in the file's form: `ID:KEY`, the current one first, \
             separated by commas.",
        ),
    ],
};

/// The key that secrets in the database are encrypted with.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Secrets {
    /// File with the keys.
    #[serde(deserialize_with = "from_text")]
    pub key_file: PathBuf,
    /// The keys themselves; the file is not looked at then.
    #[serde(deserialize_with = "secret_or_none")]
    pub keys: Option<SecretString>,
}
