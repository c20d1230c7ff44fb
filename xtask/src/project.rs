//! Where things lie: the clone, and what is kept outside version control.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::environment;
use crate::run::command;

/// The folders of this clone and of its cache.
///
/// `PORTICO_CACHE` names a folder outside the clone that several clones may share; without it everything lives in the
/// clone's `target/`.
pub struct Project {
    /// The clone.
    pub root: PathBuf,
    /// What cargo builds with: `CARGO_TARGET_DIR`, else `$PORTICO_CACHE/target`, else `target`.
    pub target: PathBuf,
    /// Whether continuous integration runs this (`CI=true`): Cargo.lock may not change then.
    pub ci: bool,
    cache: PathBuf,
}

impl Project {
    /// Finds the folders.
    ///
    /// # Errors
    /// When the clone has no parent folder for this crate, or the cache's folder cannot be made.
    pub fn open() -> Result<Self> {
        // `cargo run` says where this crate lies now; the compiler knew where it lay when it was built.
        let here =
            environment::variable("CARGO_MANIFEST_DIR").unwrap_or(env!("CARGO_MANIFEST_DIR").to_owned());
        let root = Path::new(&here)
            .parent()
            .context("xtask lies in no clone")?
            .to_path_buf();
        let cache = environment::variable("PORTICO_CACHE").map(|folder| root.join(folder));
        let target = environment::variable("CARGO_TARGET_DIR")
            .map(|folder| root.join(folder))
            .or_else(|| cache.as_ref().map(|cache| cache.join("target")))
            .unwrap_or_else(|| root.join("target"));
        let cache = cache.unwrap_or_else(|| root.join("target"));
        let project = Self {
            root,
            target,
            ci: environment::variable("CI").is_some_and(|ci| ci != "false"),
            cache,
        };
        // Exists from the start, because the server's build looks into it.
        std::fs::create_dir_all(project.site())?;
        Ok(project)
    }

    /// Programs that this program installed.
    pub fn tools(&self) -> PathBuf {
        self.cache.join("tools")
    }

    /// npm modules, one folder for each state of the lock file.
    pub fn npm(&self) -> PathBuf {
        self.cache.join("npm")
    }

    /// Finished bundles, one folder for each state of their sources.
    pub fn bundles(&self) -> PathBuf {
        self.cache.join("bundles")
    }

    /// Cargo's folder for the browser's half. Its compiler may be another one than the server's, and the two would
    /// build each other's crates again in a common folder.
    pub fn wasm_target(&self) -> PathBuf {
        self.target.join("wasm")
    }

    /// What the server serves under `/assets/`: `.cargo/config.toml` tells the server's build the same folder.
    pub fn site(&self) -> PathBuf {
        self.root.join("target/site")
    }

    /// The release build of the server.
    pub fn program(&self) -> PathBuf {
        self.target.join("release/portico")
    }

    /// Cargo as it runs this program, in the clone.
    pub fn cargo(&self, arguments: &[&str]) -> std::process::Command {
        let mut cargo = command("cargo");
        cargo
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", &self.target)
            .args(arguments);
        cargo
    }

    /// Cargo for something that builds: in continuous integration the lock file stands.
    pub fn build(&self, arguments: &[&str]) -> std::process::Command {
        let (verb, rest) = arguments
            .split_first()
            .map_or(("build", &[][..]), |(verb, rest)| (*verb, rest));
        let mut cargo = self.cargo(&[verb]);
        if self.ci {
            cargo.arg("--locked");
        }
        cargo.args(rest);
        cargo
    }
}
