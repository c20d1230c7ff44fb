//! Secrets at rest: encrypted with ChaCha20-Poly1305 (RFC 8439); every ciphertext names its key.

use std::fmt;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hkdf::{HKDF_SHA256, Salt};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use storage::sealed::Place;

use super::{Challenges, Entropy, LinkTokens, RecoveryHashes};
use crate::config;

const VERSION: &str = "v1";
const SEAL_PURPOSE: &str = "portico/seal/v1";
const LINKS_PURPOSE: &str = "portico/links/v1";
const RECOVERY_PURPOSE: &str = "portico/recovery/v1";
const CHALLENGES_PURPOSE: &str = "portico/challenges/v1";

/// Why there is no keyring.
#[derive(Debug, thiserror::Error)]
pub enum KeyFault {
    /// The key file cannot be read or made.
    #[error("key file {path}: {error}")]
    File {
        /// The file.
        path: String,
        /// What the operating system says.
        error: io::Error,
    },
    /// A line is not `ID:KEY` with a key of 32 bytes in base64url, or an id stands twice.
    #[error("{source_name}, line {line}: must be ID:KEY with 32 bytes in base64url, each id once")]
    Line {
        /// File or configuration key.
        source_name: String,
        /// Line, from 1.
        line: usize,
    },
    /// No key at all.
    #[error("{0} holds no key")]
    Empty(String),
}

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

#[derive(Clone)]
struct Key {
    id: String,
    secret: Zeroizing<[u8; 32]>,
}

/// The keys that secrets are encrypted with. The first one seals; all of them open.
#[derive(Clone)]
pub struct Keyring {
    keys: Vec<Key>,
}

impl Keyring {
    /// The keyring that the configuration names; a missing key file is made.
    ///
    /// # Errors
    /// [`KeyFault`], which names file and line.
    pub fn load(config: &config::Secrets, entropy: &dyn Entropy) -> Result<Keyring, KeyFault> {
        match &config.keys {
            Some(keys) => Keyring::parse("secrets.keys", keys.expose_secret()),
            None => Keyring::open(&config.key_file, entropy),
        }
    }

    /// The keyring that the configuration names, if there is one: makes no key file.
    ///
    /// # Errors
    /// [`KeyFault`], which names file and line.
    pub fn existing(config: &config::Secrets) -> Result<Option<Keyring>, KeyFault> {
        if let Some(keys) = &config.keys {
            return Keyring::parse("secrets.keys", keys.expose_secret()).map(Some);
        }
        let path = config.key_file.display().to_string();
        match std::fs::read_to_string(&config.key_file) {
            Ok(text) => Keyring::parse(&path, &text).map(Some),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(KeyFault::File { path, error }),
        }
    }

    /// Reads the key file, or makes it with one new key and mode 0600 when there is none. Of two processes that start
    /// at once, one makes it and both use it.
    ///
    /// # Errors
    /// [`KeyFault`], which names file and line.
    pub fn open(path: &Path, entropy: &dyn Entropy) -> Result<Keyring, KeyFault> {
        let fault = |error| KeyFault::File {
            path: path.display().to_string(),
            error,
        };
        match std::fs::read_to_string(path) {
            Ok(text) => {
                warn_if_others_can_read(path);
                Keyring::parse(&path.display().to_string(), &text)
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {
                create(path, &Keyring::generate(entropy).text(), entropy).map_err(fault)?;
                let text = std::fs::read_to_string(path).map_err(fault)?;
                Keyring::parse(&path.display().to_string(), &text)
            }
            Err(error) => Err(fault(error)),
        }
    }

    /// Reads keys `ID:KEY`, one a line or separated by commas, the current one first. A line with `#` is a comment.
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
        if keys.is_empty() {
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
            }],
        }
    }

    /// The ids of the keys, the one that seals first.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(|key| key.id.as_str())
    }

    /// With what everything begins that each key has sealed.
    pub fn prefixes(&self) -> impl Iterator<Item = String> {
        self.ids().map(|id| format!("{VERSION}.{id}."))
    }

    /// Encrypts the bytes of a text for one place. Gives `v1.<key id>.<base64url of nonce and ciphertext>`.
    ///
    /// A ciphertext that is copied to another row does not open there.
    pub fn seal(&self, entropy: &dyn Entropy, place: &Place, plain: &[u8]) -> String {
        let key = &self.keys[0];
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

    /// Whether the key file is open to everybody on this machine.
    pub fn others_can_read(path: &Path) -> bool {
        #[cfg(unix)]
        {
            let open = |found: std::fs::Metadata| {
                std::os::unix::fs::PermissionsExt::mode(&found.permissions()) & 0o007 != 0
            };
            std::fs::metadata(path).is_ok_and(open)
        }
        #[cfg(not(unix))]
        {
            let _ = path;
            false
        }
    }

    /// A key for one purpose, made from the oldest key (HKDF, RFC 5869), so that a new one in front of it changes
    /// nothing. Other purposes give unrelated keys.
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        *derive(&self.keys[self.keys.len() - 1], purpose)
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

    /// The key file's text.
    fn text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::from(
            "# Keys of Portico, the current one first. Keep a copy in a safe place.\n",
        ));
        for key in &self.keys {
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

fn parse_key(line: &str) -> Option<Key> {
    let (id, secret) = line.split_once(':')?;
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(secret).ok()?);
    let secret = Zeroizing::new(bytes.as_slice().try_into().ok()?);
    (!id.is_empty() && id.chars().all(plain)).then(|| Key {
        id: id.to_owned(),
        secret,
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

/// Writes a new file with mode 0600. It appears with its whole content or not at all, and never replaces another one.
fn create(path: &Path, text: &str, entropy: &dyn Entropy) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut name = path.as_os_str().to_owned();
    name.push(format!(
        ".{:x}",
        u64::from_be_bytes(entropy.random10()[..8].try_into().unwrap_or_default())
    ));
    let draft = Path::new(&name);
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(draft)?;
    let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
    let linked = written.and_then(|()| match std::fs::hard_link(draft, path) {
        // Another process was first: its key counts.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        other => other,
    });
    std::fs::remove_file(draft)?;
    linked
}

/// A key that others on the machine can read protects nothing; mounted secrets may have it so on purpose.
fn warn_if_others_can_read(path: &Path) {
    if Keyring::others_can_read(path) {
        tracing::warn!(file = %path.display(), "others can read the key file");
    }
}
