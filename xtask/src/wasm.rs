//! The browser's half: three bundles, styles and pictures, ready to be served from `target/site`.
//!
//! Trunk builds each bundle, wasm-opt makes it small, `site.mjs` names every file by its content, compresses it and
//! writes `manifest.json`. Bundles are kept for each state of their sources, so that an unchanged one costs nothing.

use std::collections::hash_map::DefaultHasher;
use std::hash::Hasher;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context, Result};

use crate::project::Project;
use crate::run::{command, run};
use crate::steps::Steps;
use crate::toolchain::WasmToolchain;
use crate::tools;

const BUNDLES: [&str; 3] = ["shop", "account", "office"];
/// Everything that a bundle is made of, and how it is made.
const SOURCES: [&str; 9] = [
    "app",
    "frontend",
    "server/domain/src",
    "server/domain/Cargo.toml",
    "Cargo.toml",
    "Cargo.lock",
    "Trunk.toml",
    ".cargo/config.toml",
    "xtask/src/wasm.rs",
];
/// Without a list of features wasm-opt keeps to those that the compiler noted down in the file.
const OPTIMISE: [&str; 5] = [
    "-Oz",
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
    "--vacuum",
];
const KEPT_BUNDLES: usize = 6;

/// Builds what is out of date and returns the folder of the site.
///
/// # Errors
/// When a tool cannot be had, the sources do not compile, or a style names a picture that does not exist.
pub fn build(project: &Project, steps: &mut Steps) -> Result<PathBuf> {
    let modules = steps.run("npm modules", || tools::npm_modules(project))?;
    let toolchain = steps.run("compiler for WebAssembly", || {
        let toolchain = WasmToolchain::ready()?;
        println!("  {}", toolchain.version()?);
        Ok(toolchain)
    })?;
    let state = stamp(project, &toolchain)?;
    let kept = project.bundles().join(&state);
    if kept.is_dir() {
        steps.run("site", || assemble(project, &kept))?;
        return Ok(project.site());
    }
    let bundler = steps.run("Trunk and wasm-bindgen", || tools::bundler(project))?;
    let fresh = project
        .bundles()
        .join(format!("unfinished-{}", std::process::id()));
    std::fs::create_dir_all(&fresh)?;
    for bundle in BUNDLES {
        steps.run(&format!("bundle {bundle}"), || {
            build_bundle(project, &toolchain, bundler.clone(), &modules, bundle, &fresh)
        })?;
    }
    steps.run("site", || assemble(project, &fresh))?;
    // Sources that changed meanwhile may stand in one bundle and not in the other: good enough to look at, not to keep.
    if stamp(project, &toolchain)? == state {
        std::fs::rename(&fresh, &kept)?;
    } else {
        println!("  the sources changed while they were being built");
    }
    forget_old_bundles(&project.bundles())?;
    Ok(project.site())
}

fn build_bundle(
    project: &Project,
    toolchain: &WasmToolchain,
    bundler: Vec<PathBuf>,
    modules: &Path,
    bundle: &str,
    out: &Path,
) -> Result<()> {
    let raw = project.wasm_target().join("trunk").join(bundle);
    std::fs::create_dir_all(&raw)?;
    let mut trunk = command("trunk");
    toolchain.equip(project, bundler, &mut trunk)?;
    trunk
        .env("TRUNK_SKIP_VERSION_CHECK", "true")
        .args(["build", "--quiet", "--config", "Trunk.toml"]);
    if project.ci {
        trunk.args(["--locked", "true"]);
    }
    run(trunk
        .arg("--dist")
        .arg(&raw)
        .arg(format!("frontend/{bundle}.html")))?;

    let optimised = out.join(format!("{bundle}.wasm"));
    run(command(tools::node()?)
        .arg(modules.join("binaryen/bin/wasm-opt"))
        .arg(raw.join(format!("{bundle}_bg.wasm")))
        .args(OPTIMISE)
        .arg("--output")
        .arg(&optimised))?;
    std::fs::copy(raw.join(format!("{bundle}.js")), out.join(format!("{bundle}.js")))?;
    Ok(())
}

fn assemble(project: &Project, bundles: &Path) -> Result<()> {
    run(command(tools::node()?)
        .arg(project.root.join("xtask/site.mjs"))
        .arg("--bundles")
        .arg(bundles)
        .arg("--style")
        .arg(project.root.join("style"))
        .arg("--public")
        .arg(project.root.join("public"))
        .arg("--out")
        .arg(project.site()))
}

/// One name for the state of all sources and of the tools.
fn stamp(project: &Project, toolchain: &WasmToolchain) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    hasher.write(toolchain.version()?.as_bytes());
    hasher.write(tools::bundler_versions().as_bytes());
    hasher.write(&std::fs::read(project.root.join("end2end/package-lock.json"))?);
    for source in SOURCES {
        hash_files(&project.root, &project.root.join(source), &mut hasher)?;
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn hash_files(root: &Path, path: &Path, hasher: &mut DefaultHasher) -> Result<()> {
    if path.is_dir() {
        let mut entries = std::fs::read_dir(path)?
            .map(|entry| Ok(entry?.path()))
            .collect::<Result<Vec<_>>>()?;
        entries.sort();
        return entries
            .iter()
            .try_for_each(|entry| hash_files(root, entry, hasher));
    }
    let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
    hasher.write(path.strip_prefix(root)?.as_os_str().as_encoded_bytes());
    hasher.write_usize(bytes.len());
    hasher.write(&bytes);
    Ok(())
}

fn forget_old_bundles(folder: &Path) -> Result<()> {
    let mut kept = std::fs::read_dir(folder)?
        .map(|entry| {
            let entry = entry?;
            Ok((entry.metadata()?.modified()?, entry.path()))
        })
        .collect::<Result<Vec<(SystemTime, PathBuf)>>>()?;
    kept.sort();
    let surplus = kept.len().saturating_sub(KEPT_BUNDLES);
    kept[..surplus]
        .iter()
        .try_for_each(|(_, old)| Ok(std::fs::remove_dir_all(old)?))
}
