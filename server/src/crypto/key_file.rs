//! The file that the keys live in: made at the first start, and changed in one step.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use secrecy::ExposeSecret;
use secrecy::zeroize::Zeroizing;

use super::seal::WAITS;
use super::{Entropy, Keyring};
use crate::config;

const COMMENT: &str = "# Keys of Portico, the current one first. Keep a copy in a safe place.\n";

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
    /// No key at all, or none that seals.
    #[error("{0} holds no key that seals")]
    Empty(String),
}

/// Why the keys stay as they are.
#[derive(Debug, thiserror::Error)]
pub enum ChangeFault {
    /// They can't be read, or the file can't be replaced.
    #[error(transparent)]
    Keys(#[from] KeyFault),
    /// There is no file.
    #[error("there is no key file {0} yet: the first start makes it")]
    Missing(String),
    /// Somebody else changes it just now, or was interrupted.
    #[error("{0} is there: the keys are being changed just now, or that was interrupted; remove it then")]
    Busy(String),
    /// One new key at a time.
    #[error("key {0} waits already: `portico keys use` lets it seal")]
    Waits(String),
    /// There is none to be used.
    #[error("no key waits to be used: `portico keys add` makes one")]
    NoneWaits,
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
        match read(&config.key_file) {
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
        let fault = |error| file_fault(path, error);
        match read(path) {
            Ok(text) => {
                warn_if_others_can_read(path);
                Keyring::parse(&path.display().to_string(), &text)
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let keys = Keyring::generate(entropy).lines();
                let text = Zeroizing::new([COMMENT, keys.as_str()].concat());
                create(path, &text, entropy).map_err(fault)?;
                let text = read(path).map_err(fault)?;
                Keyring::parse(&path.display().to_string(), &text)
            }
            Err(error) => Err(fault(error)),
        }
    }

    /// Puts a new key in front of the others in the key file, where it waits, and gives its id.
    ///
    /// # Errors
    /// [`ChangeFault`]; the file is as it was then.
    pub fn add(path: &Path, entropy: &dyn Entropy) -> Result<String, ChangeFault> {
        change(path, |keyring, text| {
            let (id, line) = keyring.another(entropy)?;
            Ok((id, in_front(text, &line)))
        })
    }

    /// Lets the key that waits in the key file seal from now on, and gives its id.
    ///
    /// # Errors
    /// [`ChangeFault`]; the file is as it was then.
    pub fn put_to_use(path: &Path) -> Result<String, ChangeFault> {
        change(path, |keyring, text| {
            let id = keyring.waiting().next().ok_or(ChangeFault::NoneWaits)?;
            let (line, others) = taken_out(text, id);
            Ok((id.to_owned(), in_front(&others, &line)))
        })
    }

    /// Whether the key file is open to everybody on this machine.
    pub fn others_can_read(path: &Path) -> bool {
        #[cfg(unix)]
        {
            let open =
                |found: Metadata| std::os::unix::fs::PermissionsExt::mode(&found.permissions()) & 0o007 != 0;
            fs::metadata(path).is_ok_and(open)
        }
        #[cfg(not(unix))]
        {
            let _ = path;
            false
        }
    }
}

fn read(path: &Path) -> io::Result<Zeroizing<String>> {
    fs::read_to_string(path).map(Zeroizing::new)
}

fn file_fault(path: &Path, error: io::Error) -> KeyFault {
    KeyFault::File {
        path: path.display().to_string(),
        error,
    }
}

/// Writes a new file with mode 0600. It appears with its whole content or not at all, and never replaces another one.
fn create(path: &Path, text: &str, entropy: &dyn Entropy) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut name = path.as_os_str().to_owned();
    name.push(format!(
        ".{:x}",
        u64::from_be_bytes(entropy.random10()[..8].try_into().unwrap_or_default())
    ));
    let draft = Draft::new(PathBuf::from(name))?;
    draft.write(text)?;
    match fs::hard_link(&draft.path, path) {
        // Another process was first: its key counts.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        other => other,
    }
}

/// Replaces the text of the key file in one step: whoever looks finds the old one or the new one, and so does who
/// looks after a crash. Mode and owner stay. A link stays, too: the file that it leads to is another.
fn change<T>(
    path: &Path,
    edit: impl FnOnce(&Keyring, &str) -> Result<(T, Zeroizing<String>), ChangeFault>,
) -> Result<T, ChangeFault> {
    let fault = |error| file_fault(path, error);
    let name = path.display().to_string();
    let path = match fs::canonicalize(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(ChangeFault::Missing(name)),
        found => found.map_err(fault)?,
    };
    // As long as it is there, nobody else changes the file.
    let draft = path.with_added_extension("draft");
    let draft = match Draft::new(draft.clone()) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            return Err(ChangeFault::Busy(draft.display().to_string()));
        }
        made => made.map_err(fault)?,
    };
    let text = read(&path).map_err(fault)?;
    let (told, text) = edit(&Keyring::parse(&name, &text)?, &text)?;
    // Nothing that can't be read takes the place of what can.
    Keyring::parse(&name, &text)?;
    draft.replace(&path, &text).map_err(fault)?;
    Ok(told)
}

/// The text with a line in front of the first key; comments above it stay there.
fn in_front(text: &str, line: &str) -> Zeroizing<String> {
    let mut new = Zeroizing::new(String::with_capacity(text.len() + line.len() + 1));
    let mut put = false;
    for old in text.lines() {
        let is_key = !old.trim().is_empty() && !old.trim().starts_with('#');
        if is_key && !put {
            new.push_str(line);
            put = true;
        }
        new.push_str(old);
        new.push('\n');
    }
    new
}

/// The line of a key that waits, as one that waits no more, and the text without it.
fn taken_out(text: &str, id: &str) -> (Zeroizing<String>, Zeroizing<String>) {
    let begin = format!("{WAITS}{id}:");
    let mut line = Zeroizing::new(String::new());
    let mut rest = Zeroizing::new(String::with_capacity(text.len() + 1));
    for old in text.lines() {
        let is_own = |item: &&str| !old.trim().starts_with('#') && item.trim().starts_with(&begin);
        let (own, others): (Vec<&str>, Vec<&str>) = old.split(',').partition(is_own);
        if let Some(own) = own.first() {
            line.push_str(own.trim().trim_start_matches(WAITS));
            line.push('\n');
        }
        if own.is_empty() || others.iter().any(|item| !item.trim().is_empty()) {
            rest.push_str(&Zeroizing::new(others.join(",")));
            rest.push('\n');
        }
    }
    (line, rest)
}

/// A file with mode 0600 that is to take another one's place; it goes away where it does not.
struct Draft {
    path: PathBuf,
    file: File,
    placed: bool,
}

impl Draft {
    fn new(path: PathBuf) -> io::Result<Draft> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path)?;
        Ok(Draft {
            path,
            file,
            placed: false,
        })
    }

    fn write(&self, text: &str) -> io::Result<()> {
        (&self.file).write_all(text.as_bytes())?;
        self.file.sync_all()
    }

    /// Takes the place of the file, whose mode and owner it gets. What fails leaves the old one in its place.
    fn replace(mut self, path: &Path, text: &str) -> io::Result<()> {
        belong_alike(&self.file, &fs::metadata(path)?)?;
        self.write(text)?;
        let folder = path.parent().map(File::open).transpose()?;
        fs::rename(&self.path, path)?;
        self.placed = true;
        // The new name, too, is to survive the end of the power. It stands even where that is not certain.
        if let Some(Err(error)) = folder.map(|folder| folder.sync_all()) {
            let file = path.display();
            tracing::warn!(%file, %error, "the key file is changed, but may be the old one again if the power fails now");
        }
        Ok(())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // The name of one that is in place may be another command's already.
        if !self.placed {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Gives the file mode and owner of the other one.
fn belong_alike(file: &File, other: &Metadata) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, fchown};
        let own = file.metadata()?;
        if (own.uid(), own.gid()) != (other.uid(), other.gid()) {
            fchown(file, Some(other.uid()), Some(other.gid()))?;
        }
    }
    file.set_permissions(other.permissions())
}

/// A key that others on the machine can read protects nothing; mounted secrets may have it so on purpose.
fn warn_if_others_can_read(path: &Path) {
    if Keyring::others_can_read(path) {
        tracing::warn!(file = %path.display(), "others can read the key file");
    }
}
