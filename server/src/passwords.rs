//! Common and breached passwords, refused without asking anybody: a compact filter in place of the list.

mod filter;
mod list;

pub use list::{ListFault, build};

use filter::Filter;
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use std::{fmt, path::Path, sync::Arc};

/// What `portico passwords build` made of the list that `server/passwords/README.md` tells about.
const BUILT_IN: &[u8] = include_bytes!("../passwords/refused.filter");

/// The passwords that nobody may choose. Cheap to clone.
#[derive(Clone)]
pub struct Refused(Arc<Filter>);

/// A file that can't be used as a filter.
#[derive(Debug, thiserror::Error)]
pub enum FilterFault {
    /// It can't be read.
    #[error("cannot be read: {0}")]
    Io(#[from] std::io::Error),
    /// It is something else, or a part is missing.
    #[error("is not a filter that `portico passwords build` made, or a part of it is missing")]
    Malformed,
}

impl Refused {
    /// The list that comes with the program.
    ///
    /// # Errors
    /// Never with the file of this repository; a test holds it.
    pub fn built_in() -> Result<Self, FilterFault> {
        Self::from_bytes(BUILT_IN)
    }

    /// An operator's own, made by `portico passwords build`.
    ///
    /// # Errors
    /// A file that can't be read or is no filter.
    pub fn open(path: &Path) -> Result<Self, FilterFault> {
        Self::from_bytes(&std::fs::read(path)?)
    }

    fn from_bytes(bytes: &[u8]) -> Result<Self, FilterFault> {
        let filter = Filter::from_bytes(bytes).ok_or(FilterFault::Malformed)?;
        Ok(Self(Arc::new(filter)))
    }

    /// Whether this text is on the list. Of texts that are not, one in ten thousand is taken for one that is.
    pub fn holds(&self, password: &str) -> bool {
        self.0.holds(&key(password))
    }

    /// How many passwords it holds.
    pub fn len(&self) -> u64 {
        self.0.entries()
    }

    /// Whether it refuses nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl fmt::Debug for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Refused({} passwords)", self.len())
    }
}

/// SHA-1, since that is what published lists of breached passwords hold. It spreads the entries; it hides nothing.
type Key = [u8; 20];

fn key(password: &str) -> Key {
    let mut key = [0; 20];
    key.copy_from_slice(digest(&SHA1_FOR_LEGACY_USE_ONLY, password.as_bytes()).as_ref());
    key
}
