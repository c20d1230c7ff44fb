//! Secrets at rest: encrypted with ChaCha20-Poly1305 (RFC 8439); every ciphertext names its key.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hkdf::{HKDF_SHA256, Salt};
use secrecy::SecretString;
use secrecy::zeroize::Zeroizing;
use storage::sealed::Place;

use super::{Challenges, ChangeFault, Entropy, KeyFault, LinkTokens, RecoveryHashes};

const VERSION: &str = "v1";
const SEAL_PURPOSE: &str = "portico/seal/v1";
const LINKS_PURPOSE: &str = "portico/links/v1";
const RECOVERY_PURPOSE: &str = "portico/recovery/v1";
const CHALLENGES_PURPOSE: &str = "portico/challenges/v1";

/// What is made from the oldest key ([`Keyring::derive`]), and so can't be made again with another one.
/// `docs/configuration.md` and `docs/operations.md` name the same.
pub const FROM_THE_OLDEST: [&str; 7] = [
    "recovery codes",
    "subjects of clients with a sector identifier",
    "addresses of status pages",
    "links in mails",
    "codes in mails",
    "browsers that staff are known by",
    "tasks of the bot check",
];

/// Why a sealed text does not open.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealFault {
    /// Not of the form `v1.<key id>.<base64url>`.
    #[error("not a sealed text")]
    Form,
    /// Sealed with a key that the keyring lacks.
    #[error("sealed with key {0}, which the key file lacks")]
    UnknownKey(String),
    /// Changed, or moved here from another row.
    #[error("does not open with its key: changed, or belongs elsewhere")]
    Tampered,
}

/// What stands in front of a key that waits.
pub(super) const WAITS: char = '+';

#[derive(Clone)]
struct Key {
    id: String,
    secret: Zeroizing<[u8; 32]>,
    /// It opens and does nothing else yet, since there may be servers that do not know it.
    waits: bool,
}

/// The keys that secrets are encrypted with. All of them open. Of those that don't wait, the first one seals, and the
/// last one is what everything is derived from ([`Keyring::derive`]).
#[derive(Clone)]
pub struct Keyring {
    keys: Vec<Key>,
}

impl Keyring {
    /// Reads keys `ID:KEY`, one a line or separated by commas, the current one first, `+` in front of those that wait. A
    /// line with `#` is a comment.
    ///
    /// # Errors
    /// [`KeyFault`], with `source` as the name of where it stands.
    pub fn parse(source: &str, text: &str) -> Result<Keyring, KeyFault> {
        let mut keys: Vec<Key> = Vec::new();
        let lines = text
            .lines()
            .map(str::trim)
            .enumerate()
            .filter(|(_, line)| !line.starts_with('#'));
        for (index, item) in
            lines.flat_map(|(index, line)| line.split(',').map(move |item| (index, item.trim())))
        {
            if item.is_empty() {
                continue;
            }
            let key = parse_key(item).filter(|key| keys.iter().all(|other| other.id != key.id));
            let fault = || KeyFault::Line {
                source_name: source.to_owned(),
                line: index + 1,
            };
            keys.push(key.ok_or_else(fault)?);
        }
        if keys.iter().all(|key| key.waits) {
            Err(KeyFault::Empty(source.to_owned()))
        } else {
            Ok(Keyring { keys })
        }
    }

    /// A keyring with one new key.
    pub fn generate(entropy: &dyn Entropy) -> Keyring {
        let mut id = [0; 4];
        entropy.fill(&mut id);
        let mut secret = Zeroizing::new([0; 32]);
        entropy.fill(secret.as_mut());
        Keyring {
            keys: vec![Key {
                id: format!("{:08x}", u32::from_be_bytes(id)),
                secret,
                waits: false,
            }],
        }
    }

    /// The ids of the keys, as they stand in the file.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(|key| key.id.as_str())
    }

    /// The id of the key that seals.
    pub fn sealing(&self) -> &str {
        &self.used().0.id
    }

    /// The id of the key that everything is derived from.
    pub fn oldest(&self) -> &str {
        &self.used().1.id
    }

    /// The ids of the keys that only open.
    pub fn waiting(&self) -> impl Iterator<Item = &str> {
        let waiting = self.keys.iter().filter(|key| key.waits);
        waiting.map(|key| key.id.as_str())
    }

    /// The first and the last key of those that don't wait.
    fn used(&self) -> (&Key, &Key) {
        let mut used = self.keys.iter().filter(|key| !key.waits);
        let first = used.next().expect("no keyring is made without such a key");
        (first, used.next_back().unwrap_or(first))
    }

    /// With what everything begins that each key has sealed.
    pub fn prefixes(&self) -> impl Iterator<Item = String> {
        self.ids().map(prefix)
    }

    /// With what everything begins that is sealed now.
    pub fn sealing_prefix(&self) -> String {
        prefix(self.sealing())
    }

    /// The id of the key that a sealed text names.
    pub fn named(sealed: &str) -> Option<&str> {
        sealed.strip_prefix(VERSION)?.strip_prefix('.')?.split('.').next()
    }

    /// Encrypts the bytes of a text for one place. Gives `v1.<key id>.<base64url of nonce and ciphertext>`.
    ///
    /// A ciphertext that is copied to another row does not open there.
    pub fn seal(&self, entropy: &dyn Entropy, place: &Place, plain: &[u8]) -> String {
        let key = self.used().0;
        let mut nonce = [0; NONCE_LEN];
        entropy.fill(&mut nonce);
        let mut sealed = nonce.to_vec();
        let mut data = plain.to_vec();
        // Fails only for texts of 256 GiB and more.
        let tag = cipher(key)
            .seal_in_place_separate_tag(Nonce::assume_unique_for_key(nonce), aad(place), &mut data)
            .expect("the text fits into memory, so it fits the cipher");
        sealed.extend_from_slice(&data);
        sealed.extend_from_slice(tag.as_ref());
        format!("{VERSION}.{}.{}", key.id, URL_SAFE_NO_PAD.encode(sealed))
    }

    /// Decrypts what [`Keyring::seal`] made for the same place.
    ///
    /// # Errors
    /// [`SealFault`]; nothing of the plain text is given away.
    pub fn open_sealed(&self, place: &Place, sealed: &str) -> Result<SecretString, SealFault> {
        let mut parts = sealed.split('.');
        let (Some(VERSION), Some(id), Some(data), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(SealFault::Form);
        };
        let key = self.keys.iter().find(|key| key.id == id);
        let key = key.ok_or_else(|| SealFault::UnknownKey(id.to_owned()))?;
        let mut data = Zeroizing::new(URL_SAFE_NO_PAD.decode(data).map_err(|_| SealFault::Form)?);
        let (nonce, ciphertext) = data.split_at_mut_checked(NONCE_LEN).ok_or(SealFault::Form)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| SealFault::Form)?;
        let plain = cipher(key)
            .open_in_place(nonce, aad(place), ciphertext)
            .map_err(|_| SealFault::Tampered)?;
        std::str::from_utf8(plain)
            .map(SecretString::from)
            .map_err(|_| SealFault::Tampered)
    }

    /// A key for one purpose, made from the oldest key (HKDF, RFC 5869), so that a new one in front of it changes
    /// nothing. Other purposes give unrelated keys. Every use stands in [`FROM_THE_OLDEST`].
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        *derive(self.used().1, purpose)
    }

    /// The tokens of links in mails.
    pub fn links(&self) -> LinkTokens {
        LinkTokens::new(self.derive(LINKS_PURPOSE))
    }

    /// What the database holds of recovery codes.
    pub fn recovery(&self) -> RecoveryHashes {
        RecoveryHashes::new(self.derive(RECOVERY_PURPOSE))
    }

    /// Signatures of challenges.
    pub fn challenges(&self) -> Challenges {
        Challenges::new(self.derive(CHALLENGES_PURPOSE))
    }

    /// A new key that waits: its id, and its line.
    ///
    /// # Errors
    /// `Waits` when another one does: one new key at a time.
    pub fn another(&self, entropy: &dyn Entropy) -> Result<(String, Zeroizing<String>), ChangeFault> {
        if let Some(id) = self.waiting().next() {
            return Err(ChangeFault::Waits(id.to_owned()));
        }
        let mut new = Keyring::generate(entropy);
        while self.ids().any(|id| id == new.sealing()) {
            new = Keyring::generate(entropy);
        }
        let id = new.sealing().to_owned();
        new.keys[0].waits = true;
        Ok((id, new.lines()))
    }

    /// The keys as they stand in a file, one a line.
    pub(super) fn lines(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::new());
        for key in &self.keys {
            text.extend(key.waits.then_some(WAITS));
            text.push_str(&key.id);
            text.push(':');
            text.push_str(&Zeroizing::new(URL_SAFE_NO_PAD.encode(*key.secret)));
            text.push('\n');
        }
        text
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.keys.iter().map(|key| &key.id))
            .finish()
    }
}

fn prefix(id: &str) -> String {
    format!("{VERSION}.{id}.")
}

fn parse_key(line: &str) -> Option<Key> {
    let (waits, line) = match line.strip_prefix(WAITS) {
        Some(line) => (true, line),
        None => (false, line),
    };
    let (id, secret) = line.split_once(':')?;
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(secret).ok()?);
    let secret = Zeroizing::new(bytes.as_slice().try_into().ok()?);
    (!id.is_empty() && id.chars().all(plain)).then(|| Key {
        id: id.to_owned(),
        secret,
        waits,
    })
}

fn derive(key: &Key, purpose: &str) -> Zeroizing<[u8; 32]> {
    let mut derived = Zeroizing::new([0; 32]);
    Salt::new(HKDF_SHA256, b"portico")
        .extract(key.secret.as_ref())
        .expand(&[purpose.as_bytes()], HKDF_SHA256)
        .and_then(|material| material.fill(derived.as_mut()))
        .expect("32 bytes are within what HKDF-SHA-256 gives");
    derived
}

fn cipher(key: &Key) -> LessSafeKey {
    let key = UnboundKey::new(&CHACHA20_POLY1305, derive(key, SEAL_PURPOSE).as_ref());
    LessSafeKey::new(key.expect("the key has 32 bytes"))
}

fn aad(place: &Place) -> Aad<&[u8]> {
    Aad::from(place.as_ref())
}
