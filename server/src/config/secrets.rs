//! `[secrets]`: the keys that secrets in the database are encrypted with.

use std::path::PathBuf;

use secrecy::SecretString;
use serde::Deserialize;

use super::keys::{Key, Section};
use super::sources::{from_text, secret_or_none};

const MEANING: &str = "\
The keys that secrets in the database are encrypted with.

A new key: put a line `ID:KEY` in front of the others and start the program again. `ID` is a word of letters and digits
that no other key has, `KEY` is 32 random bytes in base64url without padding:
`openssl rand -base64 32 | tr '+/' '-_' | tr -d '='`. New secrets are sealed with the first key, and every key of the
list opens what was sealed with it. Replicas get the new key at the same time: one that lacks it can't open what another
has sealed.

Rows are not encrypted again. Keep an old key as long as anything is sealed with it:

- client secrets of providers, until each was entered and saved again (`providers.client_secret` begins with `v1.ID.`);
- ID tokens of sessions that began through a provider, 12 hours at most;
- sign-ins through a provider that are under way, or wait for the proof of an address, 24 hours at most.

The last key of the list, the oldest, has one task more: the links in mails and the addresses of status pages are made
from it, so that a new key in front changes none of them. Keep it as long as open links and status pages should work: a
request waits 90 days at most. Without it a mail that is sent again carries another link, and later mails about a
request lead to a status page that is not there.";

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
             separated by commas.",
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
