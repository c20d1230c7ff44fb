//! The tools beside the compiler: how each is found, how it is got, and what to say when it cannot be.

use std::collections::hash_map::DefaultHasher;
use std::hash::Hasher;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::project::Project;
use crate::run::{command, find, output, run};
use crate::{apt, environment};

/// A program that `cargo install` builds from source.
struct Crate {
    package: &'static str,
    program: &'static str,
    version: &'static str,
    /// Whether the package's own lock file is followed.
    locked: bool,
}

const TRUNK: Crate = Crate {
    package: "trunk",
    program: "trunk",
    version: "0.21.14",
    locked: true,
};
/// The version of `wasm-bindgen` in Cargo.toml. Without the package's lock file, which names a version of a crate that
/// is not in the registry.
const WASM_BINDGEN: Crate = Crate {
    package: "wasm-bindgen-cli",
    program: "wasm-bindgen",
    version: "0.2.130",
    locked: false,
};

/// Makes Trunk and wasm-bindgen ready and returns the folders to put before `PATH`.
///
/// # Errors
/// When one of them has to be built and cannot be.
pub fn bundler(project: &Project) -> Result<Vec<PathBuf>> {
    [TRUNK, WASM_BINDGEN]
        .iter()
        .map(|tool| installed(project, tool))
        .collect()
}

/// The versions of the tools that shape a bundle.
pub fn bundler_versions() -> String {
    format!("trunk {} wasm-bindgen {}", TRUNK.version, WASM_BINDGEN.version)
}

/// The folder of a tool in its pinned version: ours, else one of `PATH`, else built now.
fn installed(project: &Project, tool: &Crate) -> Result<PathBuf> {
    let ours = project.tools().join("bin");
    let folders = std::iter::once(ours.clone()).chain(environment::path());
    for folder in folders {
        let file = folder.join(tool.program);
        if file.is_file() && version(&file).is_some_and(|version| version == tool.version) {
            return Ok(folder);
        }
    }
    println!(
        "  building {} {} from source, some minutes once",
        tool.package, tool.version
    );
    let mut install = command("cargo");
    install
        .args([
            "install",
            tool.package,
            "--version",
            tool.version,
            "--quiet",
            "--force",
            "--root",
        ])
        .arg(project.tools())
        // A tool that runs for seconds: quick to build matters more than quick to run.
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        // Into a temporary folder, which cargo removes afterwards.
        .env_remove("CARGO_TARGET_DIR");
    if tool.locked {
        install.arg("--locked");
    }
    run(&mut install).with_context(|| {
        format!(
            "{} {} is needed: cargo install {0} --version {1}",
            tool.package, tool.version
        )
    })?;
    Ok(ours)
}

/// The last word of `--version`'s first line up to a bracket: `trunk 0.21.14` → `0.21.14`.
fn version(program: &Path) -> Option<String> {
    let output = command(program).arg("--version").output().ok()?;
    String::from_utf8(output.stdout)
        .ok()?
        .split_whitespace()
        .nth(1)
        .map(str::to_owned)
}

/// Node, version 20 or newer, with npm.
///
/// # Errors
/// When it is missing or too old.
pub fn node() -> Result<PathBuf> {
    let node =
        find("node").context("Node 20 or newer is needed: apt-get install nodejs npm, or nodejs.org")?;
    let version = output(command(&node).arg("--version"))?;
    let major: u32 = version
        .trim_start_matches('v')
        .split('.')
        .next()
        .unwrap_or_default()
        .parse()?;
    if major < 20 {
        bail!("Node 20 or newer is needed, {} is {version}", node.display());
    }
    find("npm").context("npm is needed beside Node: apt-get install npm")?;
    Ok(node)
}

/// Installs the npm modules of `end2end/package-lock.json` and links them into `end2end/node_modules`.
///
/// # Errors
/// When Node is missing or the registry cannot be reached.
pub fn npm_modules(project: &Project) -> Result<PathBuf> {
    node()?;
    let source = project.root.join("end2end");
    let mut hasher = DefaultHasher::new();
    for name in ["package.json", "package-lock.json"] {
        hasher.write(&std::fs::read(source.join(name)).with_context(|| format!("end2end/{name}"))?);
    }
    let folder = project.npm().join(format!("{:016x}", hasher.finish()));
    let done = folder.join("complete");
    if !done.is_file() {
        std::fs::create_dir_all(&folder)?;
        for name in ["package.json", "package-lock.json"] {
            std::fs::copy(source.join(name), folder.join(name))?;
        }
        run(command("npm")
            .current_dir(&folder)
            .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))
        .context("the npm registry is needed for wasm-opt and the browser tests")?;
        std::fs::write(&done, "")?;
    }
    let modules = folder.join("node_modules");
    let link = source.join("node_modules");
    if std::fs::read_link(&link).ok().as_ref() != Some(&modules) {
        if link.is_symlink() {
            std::fs::remove_file(&link)?;
        }
        std::os::unix::fs::symlink(&modules, &link)
            .context("end2end/node_modules is not ours: please remove it")?;
    }
    Ok(modules)
}

/// Chromium or Chrome for the browser tests.
///
/// # Errors
/// When there is none and apt cannot install it.
pub fn chromium() -> Result<PathBuf> {
    let names = [
        "chromium",
        "chromium-browser",
        "google-chrome-stable",
        "google-chrome",
    ];
    if let Some(found) = names.iter().find_map(|name| find(name)) {
        return Ok(found);
    }
    apt::install(&["chromium", "fonts-dejavu-core"])?;
    find("chromium").context("apt installed no chromium")
}

/// A Python with Canaille, the second of the real providers in the browser tests.
///
/// # Errors
/// When Python or its registry cannot be had.
pub fn canaille(project: &Project) -> Result<PathBuf> {
    python(project, "canaille", "end2end/providers/canaille/requirements.txt")
}

/// A Python with Authlib, by which an application in the browser tests signs its people in.
///
/// # Errors
/// When Python or its registry cannot be had.
pub fn authlib(project: &Project) -> Result<PathBuf> {
    python(project, "authlib", "end2end/clients/authlib/requirements.txt")
}

/// A Python with what a file of requirements pins, in a folder of its own.
fn python(project: &Project, name: &str, requirements: &str) -> Result<PathBuf> {
    let requirements = project.root.join(requirements);
    let mut hasher = DefaultHasher::new();
    hasher.write(&std::fs::read(&requirements)?);
    let folder = project.tools().join(format!("{name}-{:016x}", hasher.finish()));
    let python = folder.join("bin/python");
    let done = folder.join("complete");
    if !done.is_file() {
        if find("python3").is_none() {
            apt::install(&["python3-venv"])?;
        }
        run(command("python3").args(["-m", "venv", "--clear"]).arg(&folder))
            .context("Python with venv is needed: apt-get install python3-venv")?;
        run(command(&python)
            .args([
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "--requirement",
            ])
            .arg(&requirements))
        .context("Python's registry is needed for the browser tests")?;
        std::fs::write(&done, "")?;
    }
    Ok(python)
}

/// sqlite3, with which operators copy a database that is in use.
///
/// # Errors
/// When there is none and apt cannot install it.
pub fn sqlite() -> Result<()> {
    match find("sqlite3") {
        Some(_) => Ok(()),
        None => apt::install(&["sqlite3"]),
    }
}

/// nginx, the proxy before two servers in the tests of replicas.
///
/// # Errors
/// When there is none and apt cannot install it.
pub fn nginx() -> Result<PathBuf> {
    server("nginx", &["nginx-light"])
}

/// Apache with mod_auth_openidc, which signs people in for an application in the browser tests. Where Apache is, its
/// modules are where Debian puts them.
///
/// # Errors
/// When it is missing and apt cannot install it.
pub fn apache() -> Result<PathBuf> {
    if !Path::new("/usr/lib/apache2/modules/mod_auth_openidc.so").is_file() {
        apt::install(&["apache2-bin", "libapache2-mod-auth-openidc"])?;
    }
    server("apache2", &["apache2-bin"])
}

/// A server's program; Debian keeps them out of people's `PATH`.
fn server(program: &str, packages: &[&str]) -> Result<PathBuf> {
    let packaged = || Some(Path::new("/usr/sbin").join(program)).filter(|file| file.is_file());
    let installed = || find(program).or_else(packaged);
    if let Some(found) = installed() {
        return Ok(found);
    }
    apt::install(packages)?;
    installed().with_context(|| format!("apt installed no {program}"))
}
