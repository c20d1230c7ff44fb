//! How commits of SQLite get to the disk.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::Mutex;

/// Takes what was committed to the disk: one way there serves everybody who waits for it. SQLite itself would go for
/// each commit, with the next writer waiting (`synchronous=FULL`); with `NORMAL` it goes at checkpoints alone, and what
/// is in the write-ahead log by then is whole or not there at all.
#[derive(Debug)]
pub(crate) struct Disk {
    /// The write-ahead log.
    log: PathBuf,
    /// Commits until now.
    committed: AtomicU64,
    /// How many of them are on the disk.
    kept: Mutex<u64>,
}

impl Disk {
    /// That of a database file.
    pub(super) fn of(database: &Path) -> Self {
        let mut log = database.as_os_str().to_owned();
        log.push("-wal");
        Self {
            log: log.into(),
            committed: AtomicU64::new(0),
            kept: Mutex::new(0),
        }
    }

    /// Waits until everything that was committed before this call is on the disk.
    pub(super) async fn keep(&self) -> sqlx::Result<()> {
        let own = self.committed.fetch_add(1, Ordering::SeqCst) + 1;
        let mut kept = self.kept.lock().await;
        if *kept >= own {
            return Ok(());
        }
        let all = self.committed.load(Ordering::SeqCst);
        let log = self.log.clone();
        let going = tokio::task::spawn_blocking(move || std::fs::File::open(log)?.sync_data());
        going.await.map_err(std::io::Error::other)??;
        *kept = all;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_way_to_the_disk_serves_all_who_wait() {
        let file = std::env::temp_dir().join(format!("portico-disk-{}", std::process::id()));
        let disk = Disk::of(&file);
        std::fs::write(&disk.log, "frames").unwrap();
        let held = disk.kept.lock().await;
        let waiting = async { tokio::join!(disk.keep(), disk.keep(), disk.keep()) };
        let released = async { drop(held) };
        let ((first, second, third), ()) = tokio::join!(waiting, released);
        assert!(first.is_ok() && second.is_ok() && third.is_ok());
        assert_eq!(*disk.kept.lock().await, 3);
        std::fs::remove_file(&disk.log).unwrap();
        assert!(disk.keep().await.is_err(), "nobody is told that it is kept");
        assert_eq!(*disk.kept.lock().await, 3);
    }
}
