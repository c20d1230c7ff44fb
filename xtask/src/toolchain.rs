//! The compiler for wasm32.
//!
//! An ordinary machine gets the target from rustup. A Debian machine whose rustup cannot reach its server gets a
//! compiler with the library's source as packages, and builds the standard library itself.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::project::Project;
use crate::run::{command, find, output, succeeds};
use crate::{apt, environment};

const TARGET: &str = "wasm32-unknown-unknown";
const PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-clippy"];
const LINKER_PACKAGE: &str = "lld-19";
const PACKAGED_LINKER: &str = "/usr/lib/llvm-19/bin/wasm-ld";
/// Enough for 20 MB over a slow line; a server that is out of reach fails at once or hangs.
const DOWNLOAD: Duration = Duration::from_secs(90);

/// A compiler that can build for the browser.
pub enum WasmToolchain {
    /// The one that builds the server, with the target's library beside it.
    Own,
    /// Debian's, which builds the library from source.
    Debian {
        /// `rust-lld` of the server's compiler, or LLVM's `wasm-ld`.
        linker: PathBuf,
    },
}

impl WasmToolchain {
    /// Finds a compiler, or gets one. `PORTICO_WASM_TOOLCHAIN=own|debian` chooses.
    ///
    /// # Errors
    /// When neither can be had; the text names both ways.
    pub fn ready() -> Result<Self> {
        let sysroot = PathBuf::from(output(command("rustc").args(["--print", "sysroot"]))?);
        let has_target = || sysroot.join("lib/rustlib").join(TARGET).is_dir();
        match environment::variable("PORTICO_WASM_TOOLCHAIN").as_deref() {
            Some("own") if has_target() => return Ok(Self::Own),
            Some("own") => bail!("the compiler has no {TARGET}: rustup target add {TARGET}"),
            Some("debian") => return Self::debian(&sysroot),
            Some(other) => bail!("PORTICO_WASM_TOOLCHAIN is `{other}`; it may be `own` or `debian`"),
            None => {}
        }
        if has_target() {
            return Ok(Self::Own);
        }
        if PACKAGES.iter().all(|package| apt::has(package)) {
            return Self::debian(&sysroot);
        }
        if find("rustup").is_some() {
            println!("  rustup target add {TARGET}");
            if succeeds(command("rustup").args(["target", "add", TARGET]), DOWNLOAD) && has_target() {
                return Ok(Self::Own);
            }
            println!("  rustup cannot get it; trying Debian's packages");
        }
        Self::debian(&sysroot).with_context(|| {
            format!(
                "no compiler for {TARGET}: run `rustup target add {TARGET}` where rustup reaches its server"
            )
        })
    }

    fn debian(sysroot: &Path) -> Result<Self> {
        apt::install(&PACKAGES)?;
        let own_linker = std::fs::read_dir(sysroot.join("lib/rustlib"))?
            .filter_map(Result::ok)
            .map(|entry| entry.path().join("bin/rust-lld"))
            .find(|file| file.is_file());
        let linker = match own_linker {
            Some(linker) => linker,
            None => {
                apt::install(&[LINKER_PACKAGE])?;
                PathBuf::from(PACKAGED_LINKER)
            }
        };
        Ok(Self::Debian { linker })
    }

    /// The compiler's name and version, for people and for stamps.
    ///
    /// # Errors
    /// When it does not run.
    pub fn version(&self) -> Result<String> {
        match self {
            Self::Own => output(command("rustc").arg("--version")),
            Self::Debian { .. } => output(command("/usr/bin/rustc").arg("--version")),
        }
    }

    /// Lets a command, and the cargo that it calls, build for the browser with this compiler.
    ///
    /// # Errors
    /// When the folder for Debian's cargo cannot be made.
    pub fn equip(&self, project: &Project, tools: Vec<PathBuf>, command: &mut Command) -> Result<()> {
        command
            .current_dir(&project.root)
            .env("CARGO_TARGET_DIR", project.wasm_target());
        let mut first = tools;
        if let Self::Debian { linker } = self {
            first.insert(0, debian_programs(project)?);
            command
                .env("RUSTC", "/usr/bin/rustc")
                .env("CARGO", "/usr/bin/cargo")
                // The option below is not stable; Debian's compiler is, so it has to be told.
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker)
                .env_remove("RUSTUP_TOOLCHAIN")
                .env_remove("LD_LIBRARY_PATH");
        }
        command.env("PATH", environment::path_with(first)?);
        Ok(())
    }

    /// `cargo clippy` for the browser's half.
    ///
    /// # Errors
    /// As [`Self::equip`].
    pub fn clippy(&self, project: &Project) -> Result<Command> {
        let mut clippy = match self {
            Self::Own => command("cargo"),
            // Started by its path, because cargo would look for it in its own folder first.
            Self::Debian { .. } => command("/usr/bin/cargo-clippy"),
        };
        self.equip(project, Vec::new(), &mut clippy)?;
        clippy.args(["clippy", "--target", TARGET]);
        Ok(clippy)
    }
}

/// A folder with Debian's cargo and rustc alone, so that nothing else of `/usr/bin` comes first in `PATH`.
fn debian_programs(project: &Project) -> Result<PathBuf> {
    let folder = project.tools().join("debian-rust");
    std::fs::create_dir_all(&folder)?;
    for name in ["cargo", "rustc"] {
        let link = folder.join(name);
        if !link.is_symlink() {
            std::os::unix::fs::symlink(Path::new("/usr/bin").join(name), link)?;
        }
    }
    Ok(folder)
}
