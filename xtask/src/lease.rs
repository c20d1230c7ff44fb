//! A build folder that several clones share.
//!
//! Cargo tells a changed file by its time, and the crates of two clones have the same place in a common folder. The
//! older clone would take over what the newer one built. So one clone at a time has the folder, and one that comes
//! after another first gives its own sources a new time.

use std::fs::{File, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result, bail};

use crate::project::Project;
use crate::run::interrupted;

const SOURCES: [&str; 3] = ["server", "app", "frontend"];
const POLL: Duration = Duration::from_millis(200);

/// The right to build in the folder, until it is dropped. Several commands of one clone may have it at once.
pub struct Lease {
    _mark: Option<File>,
}

impl Lease {
    /// Waits until no other clone builds in this folder. A folder inside the clone is its own.
    ///
    /// # Errors
    /// When the folder cannot be written, or the person presses Ctrl-C while waiting.
    pub fn take(project: &Project) -> Result<Self> {
        if project.target.starts_with(&project.root) {
            return Ok(Self { _mark: None });
        }
        std::fs::create_dir_all(&project.target)?;
        let path = project.target.join("portico-clone");
        let open = || {
            File::options()
                .read(true)
                .write(true)
                .create(true)
                .truncate(false)
                .open(&path)
        };
        let ours = project.root.to_string_lossy();
        loop {
            let mut mark = open().with_context(|| path.display().to_string())?;
            wait(|| mark.try_lock_shared())?;
            if owner(&mut mark)? == ours {
                return Ok(Self { _mark: Some(mark) });
            }
            mark.unlock()?;
            wait(|| mark.try_lock())?;
            if owner(&mut mark)? != ours {
                let now = now();
                SOURCES
                    .iter()
                    .try_for_each(|source| renew(&project.root.join(source), now))?;
                mark.set_len(0)?;
                mark.rewind()?;
                mark.write_all(ours.as_bytes())?;
            }
        }
    }
}

/// The clone that had the folder last.
fn owner(mark: &mut File) -> Result<String> {
    let mut owner = String::new();
    mark.rewind()?;
    mark.read_to_string(&mut owner)?;
    Ok(owner)
}

fn wait(mut attempt: impl FnMut() -> Result<(), TryLockError>) -> Result<()> {
    let mut told = false;
    loop {
        match attempt() {
            Ok(()) => return Ok(()),
            Err(TryLockError::Error(error)) => return Err(error.into()),
            Err(TryLockError::WouldBlock) if interrupted() => bail!("stopped"),
            Err(TryLockError::WouldBlock) => {
                if !told {
                    println!("  waiting for another clone, which builds in the same folder");
                    told = true;
                }
                sleep(POLL);
            }
        }
    }
}

/// Gives all files of a folder a new time.
fn renew(path: &Path, time: SystemTime) -> Result<()> {
    if path.is_dir() {
        return std::fs::read_dir(path)?.try_for_each(|entry| renew(&entry?.path(), time));
    }
    let file = File::options().append(true).open(path)?;
    file.set_modified(time)
        .with_context(|| path.display().to_string())
}

#[expect(
    clippy::disallowed_methods,
    reason = "the new time of a file; decides nothing"
)]
fn now() -> SystemTime {
    SystemTime::now()
}
