//! `[secrets]`: the keys that secrets in the database are encrypted with.

use std::path::PathBuf;

use secrecy::SecretString;
use serde::Deserialize;

use super::keys::{Key, Section};
use super::sources::{from_text, secret_or_none};

const MEANING: &str = "\
The keys that secrets in the database are encrypted with.

Each is a line `ID:KEY`. `ID` is a word of letters and digits that no other key has, `KEY` is 32 random bytes in base64url
without padding: `openssl rand -base64 32 | tr '+/' '-_' | tr -d '='`. The first key seals, and every key opens what was
sealed with it. A key with `+` in front only opens: it waits until every server knows it.

`portico keys add`, `portico keys use` and `portico keys reseal` give a new key its turn and encrypt again what an older one
has sealed: [operations.md](operations.md#change-the-keys) tells in which order. Every server reads the keys when it starts.

The last key of the list, the oldest, has one task more: recovery codes, subjects of clients with a sector identifier,
addresses of status pages, links in mails, codes in mails, browsers that staff are known by, and tasks of the bot check are
made from it, so that a new key in front changes none of them. They can't be made again with another one:
[operations.md](operations.md#what-is-made-from-the-last-key) tells what is lost without it.";

pub(super) const SECTION: Section = Section {
    name: "secrets",
    meaning: MEANING,
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
             separated by commas; `+` in front of one that waits.",
        ),
    ],
};

/// The keys that secrets in the database are encrypted with.
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
