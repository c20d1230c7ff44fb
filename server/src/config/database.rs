//! `[database]`: where the data is kept.

use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use super::keys::{Key, Section};
use super::sources::secret;

pub(super) const SECTION: Section = Section {
    name: "database",
    meaning: "Where the data is kept.",
    keys: &[Key::text(
        "url",
        "sqlite://data/portico.db",
        "`sqlite://PATH` (file and folder are made when missing) or `postgres://USER:PASSWORD@HOST/NAME`.",
    )],
};

/// Where the data is kept.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// `sqlite://…` or `postgres://…`; secret, since it may hold a password.
    #[serde(deserialize_with = "secret")]
    pub url: SecretString,
}

impl Database {
    pub(super) fn validate(&self) -> Vec<(&'static str, String)> {
        let url = self.url.expose_secret();
        let known = ["sqlite://", "postgres://", "postgresql://"];
        if known
            .iter()
            .any(|scheme| url.len() > scheme.len() && url.starts_with(scheme))
        {
            return Vec::new();
        }
        vec![(
            "database.url",
            "must begin with sqlite:// or postgres://".to_owned(),
        )]
    }
}
