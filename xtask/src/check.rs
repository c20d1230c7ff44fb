//! Formatting, dependencies and lints, for the server and for the browser.

use anyhow::Result;

use crate::deny;
use crate::project::Project;
use crate::run::run;
use crate::steps::Steps;
use crate::toolchain::WasmToolchain;

/// Runs rustfmt and clippy, where a warning is an error, and holds `deny.toml`.
///
/// # Errors
/// When something is to be changed, or the compiler for the browser cannot be had.
pub fn check(project: &Project, steps: &mut Steps) -> Result<()> {
    steps.run("formatting", || {
        run(project.cargo(&["fmt", "--all"]).arg("--check"))
    })?;
    steps.run("dependencies", || deny::check(project))?;
    steps.run("lints", || {
        run(project
            .build(&["clippy", "--all-targets"])
            .args(["--", "-D", "warnings"]))
    })?;
    let toolchain = steps.run("compiler for WebAssembly", WasmToolchain::ready)?;
    steps.run("lints for WebAssembly", || {
        let mut clippy = toolchain.clippy(project)?;
        if project.ci {
            clippy.arg("--locked");
        }
        run(clippy.args(["--package", "frontend", "--", "-D", "warnings"]))
    })
}
