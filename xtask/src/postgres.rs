//! A throw-away PostgreSQL: an own cluster in a temporary folder, on a free port, gone at the end.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::apt;
use crate::run::{command, find, interrupted, output, run, stop, succeeds};

/// Fast instead of safe, room for tests that run at once, and no word about errors that tests provoke.
const SETTINGS: [&str; 6] = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=200",
    "log_min_messages=panic",
    "log_min_error_statement=panic",
];

/// As PostgreSQL is delivered: what it has acknowledged survives its crash.
const SAFE: [&str; 3] = [
    "max_connections=200",
    "log_min_messages=panic",
    "log_min_error_statement=panic",
];

/// A running cluster; dropping it stops the server and removes its folder.
pub struct Postgres {
    server: Child,
    port: u16,
    programs: PathBuf,
    owner: Owner,
    settings: &'static [&'static str],
    // Dropped after the server has been stopped.
    folder: Folder,
}

/// A temporary folder that is removed with its owner.
struct Folder(PathBuf);

impl Folder {
    fn data(&self) -> PathBuf {
        self.0.join("data")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Postgres {
    /// Makes a cluster and waits until it answers. Nothing in it survives a crash (`fsync` is off).
    ///
    /// # Errors
    /// When PostgreSQL is missing and apt cannot install it, or it does not start.
    pub fn start() -> Result<Self> {
        Self::with(&SETTINGS)
    }

    /// As [`Self::start`], and it may crash: see [`Self::revive`].
    ///
    /// # Errors
    /// As [`Self::start`].
    pub fn start_safe() -> Result<Self> {
        Self::with(&SAFE)
    }

    fn with(settings: &'static [&'static str]) -> Result<Self> {
        let programs = programs()?;
        let owner = Owner::find()?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let folder = Folder(std::env::temp_dir().join(format!("portico-postgres-{}", std::process::id())));
        std::fs::create_dir_all(&folder.0)?;
        owner.give(&folder.0)?;
        let data = folder.data();
        run(owner
            .command(&programs.join("initdb"))
            .args([
                "--username=postgres",
                "--auth=trust",
                "--encoding=UTF8",
                "--no-locale",
                "--no-sync",
            ])
            .arg("--pgdata")
            .arg(&data)
            .stdout(std::process::Stdio::null()))?;
        let mut cluster = Self {
            server: launch(&programs, &owner, &folder, port, settings)?,
            port,
            programs,
            owner,
            settings,
            folder,
        };
        cluster.wait()?;
        Ok(cluster)
    }

    /// Starts the server again if it has ended, as a supervisor does.
    ///
    /// # Errors
    /// When it does not start.
    pub fn revive(&mut self) -> Result<()> {
        if self.server.try_wait()?.is_some() {
            self.server = launch(
                &self.programs,
                &self.owner,
                &self.folder,
                self.port,
                self.settings,
            )?;
        }
        Ok(())
    }

    /// The cluster's folder, with `postmaster.pid`.
    pub fn data(&self) -> PathBuf {
        self.folder.data()
    }

    /// Where it answers, as its superuser.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    fn wait(&mut self) -> Result<()> {
        let pg_isready = self.programs.join("pg_isready");
        let port = self.port.to_string();
        for _ in 0..300 {
            let mut probe = command(&pg_isready);
            if succeeds(
                probe.args(["-h", "127.0.0.1", "-p", &port, "-U", "postgres"]),
                Duration::from_secs(5),
            ) {
                return Ok(());
            }
            if self.server.try_wait()?.is_some() || interrupted() {
                break;
            }
            sleep(Duration::from_millis(100));
        }
        bail!("PostgreSQL does not start")
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // SIGINT is its "fast shutdown": open connections are cut.
        stop(&mut self.server, "INT");
    }
}

fn launch(programs: &Path, owner: &Owner, folder: &Folder, port: u16, settings: &[&str]) -> Result<Child> {
    owner
        .command(&programs.join("postgres"))
        .arg("-D")
        .arg(folder.data())
        .args(["-h", "127.0.0.1", "-p", &port.to_string(), "-k"])
        .arg(&folder.0)
        .args(settings.iter().flat_map(|setting| ["-c", setting]))
        .spawn()
        .context("PostgreSQL does not start")
}

/// The folder of `initdb` and `postgres`; Debian keeps them out of `PATH`.
fn programs() -> Result<PathBuf> {
    if let Some(found) = installed() {
        return Ok(found);
    }
    apt::install(&["postgresql"]).context("PostgreSQL is needed for the tests")?;
    installed().context("apt installed no initdb")
}

fn installed() -> Option<PathBuf> {
    let packaged = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(Result::ok);
    let mut folders: Vec<PathBuf> = packaged.map(|version| version.path().join("bin")).collect();
    folders.sort();
    folders
        .into_iter()
        .rev()
        .find(|folder| folder.join("initdb").is_file())
        .or_else(|| {
            let initdb = find("initdb")?.canonicalize().ok()?;
            Some(initdb.parent()?.to_path_buf())
        })
}

/// As whom the server runs: it refuses to run as root.
enum Owner {
    Me,
    Other(&'static str),
}

impl Owner {
    fn find() -> Result<Self> {
        if output(command("id").arg("-u"))? != "0" {
            return Ok(Self::Me);
        }
        let exists = |name: &&str| succeeds(command("id").arg(name), Duration::from_secs(5));
        let name = ["postgres", "nobody"].into_iter().find(exists);
        name.map(Self::Other)
            .context("PostgreSQL does not run as root, and there is no user postgres or nobody")
    }

    fn give(&self, folder: &Path) -> Result<()> {
        match self {
            Self::Me => Ok(()),
            Self::Other(name) => run(command("chown").arg(name).arg(folder)),
        }
    }

    fn command(&self, program: &Path) -> Command {
        let mut wrapped = match self {
            Self::Me => return command(program),
            Self::Other(name) => {
                let mut wrapped = command("setpriv");
                wrapped
                    .args(["--reuid", name, "--regid"])
                    .arg(group_of(name))
                    .arg("--clear-groups");
                wrapped
            }
        };
        // Its own folder may be one that the other user cannot enter.
        wrapped.current_dir("/").arg(program);
        wrapped
    }
}

/// Debian's `nobody` has the group `nogroup`.
fn group_of(user: &str) -> &str {
    if user == "nobody" { "nogroup" } else { user }
}
