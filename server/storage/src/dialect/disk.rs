//! How commits of SQLite get to the disk.

use std::fmt::{self, Debug};
use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use tokio::sync::Mutex;

/// Takes what was committed to the disk: one way there serves everybody who waits for it. SQLite itself would go for
/// each commit, with the next writer waiting (`synchronous=FULL`); with `NORMAL` it goes at checkpoints alone, and what
/// is in the write-ahead log by then is whole or not there at all.
pub(crate) struct Disk {
    /// Goes there.
    way: Arc<dyn Fn() -> Result<(), Miss> + Send + Sync>,
    /// Commits until now.
    committed: AtomicU64,
    /// How many of them are on the disk.
    kept: Mutex<u64>,
    /// Something is lost. Whoever asks the system a second time hears that all is well, and it is not.
    lost: AtomicBool,
}

/// Why nothing got there.
enum Miss {
    /// The log was not reached: what it holds may still be taken.
    Unreachable(io::Error),
    /// The disk did not take it.
    Lost(io::Error),
}

impl Disk {
    /// That of a database file, which is there, by whatever name it is known.
    pub(super) fn of(database: &Path) -> io::Result<Self> {
        // The log stands beside the file itself, not beside a link to it.
        let mut log = database.canonicalize()?.into_os_string();
        log.push("-wal");
        Ok(Self::by(move || {
            let log = File::open(&log).map_err(Miss::Unreachable)?;
            log.sync_data().map_err(Miss::Lost)
        }))
    }

    fn by(way: impl Fn() -> Result<(), Miss> + Send + Sync + 'static) -> Self {
        Self {
            way: Arc::new(way),
            committed: AtomicU64::new(0),
            kept: Mutex::new(0),
            lost: AtomicBool::new(false),
        }
    }

    /// An error once something was lost: from then on nobody is told that anything is kept, and nothing is done,
    /// until the program is started again and reads what the disk has.
    pub(super) fn sound(&self) -> sqlx::Result<()> {
        match self.lost.load(Ordering::SeqCst) {
            false => Ok(()),
            true => Err(io::Error::other("the disk did not keep a commit: start the program again").into()),
        }
    }

    /// Waits until everything that was committed before this call is on the disk.
    pub(super) async fn keep(&self) -> sqlx::Result<()> {
        let own = self.committed.fetch_add(1, Ordering::SeqCst) + 1;
        let mut kept = self.kept.lock().await;
        if *kept >= own {
            return Ok(());
        }
        self.sound()?;
        let all = self.committed.load(Ordering::SeqCst);
        let way = Arc::clone(&self.way);
        let gone = tokio::task::spawn_blocking(move || way()).await;
        match gone.unwrap_or_else(|error| Err(Miss::Lost(io::Error::other(error)))) {
            Ok(()) => {
                *kept = all;
                Ok(())
            }
            Err(Miss::Unreachable(error)) => Err(error.into()),
            Err(Miss::Lost(error)) => {
                self.lost.store(true, Ordering::SeqCst);
                Err(error.into())
            }
        }
    }
}

impl Debug for Disk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Disk").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A disk that counts the ways to it, and one of which fails.
    fn counting(fails: u64) -> (Disk, Arc<AtomicU64>) {
        let ways = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&ways);
        let disk = Disk::by(
            move || match counted.fetch_add(1, Ordering::SeqCst) + 1 == fails {
                true => Err(Miss::Lost(io::Error::other("a bad block"))),
                false => Ok(()),
            },
        );
        (disk, ways)
    }

    async fn three_at_once(disk: &Disk) -> [bool; 3] {
        let held = disk.kept.lock().await;
        let waiting = async { tokio::join!(disk.keep(), disk.keep(), disk.keep()) };
        let released = async { drop(held) };
        let ((first, second, third), ()) = tokio::join!(waiting, released);
        [first, second, third].map(|kept| kept.is_ok())
    }

    #[tokio::test]
    async fn one_way_to_the_disk_serves_all_who_wait() {
        let (disk, ways) = counting(0);
        assert_eq!(three_at_once(&disk).await, [true; 3]);
        assert_eq!(ways.load(Ordering::SeqCst), 1);
        assert!(disk.keep().await.is_ok());
        assert_eq!(ways.load(Ordering::SeqCst), 2);
    }

    #[tokio::test]
    async fn after_one_that_failed_nobody_is_told_that_anything_is_kept() {
        let (disk, ways) = counting(2);
        assert!(disk.keep().await.is_ok() && disk.sound().is_ok());
        assert_eq!(three_at_once(&disk).await, [false; 3]);
        assert!(disk.keep().await.is_err() && disk.sound().is_err());
        assert_eq!(ways.load(Ordering::SeqCst), 2, "nobody asks again");
    }

    #[tokio::test]
    async fn the_log_stands_beside_the_file_that_a_link_leads_to() {
        let folder = std::env::temp_dir().join(format!("portico-disk-{}", std::process::id()));
        let (file, link) = (folder.join("far/shop.db"), folder.join("shop.db"));
        std::fs::create_dir_all(folder.join("far")).unwrap();
        std::fs::write(&file, "pages").unwrap();
        std::fs::write(folder.join("far/shop.db-wal"), "frames").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        let disk = Disk::of(&link).unwrap();
        assert!(disk.keep().await.is_ok());
        std::fs::remove_file(folder.join("far/shop.db-wal")).unwrap();
        assert!(disk.keep().await.is_err() && disk.sound().is_ok());
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
