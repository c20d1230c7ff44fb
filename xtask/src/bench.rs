//! `cargo xtask bench`: what spec 08 asks for, each figure beside its yardstick of the same run.

use anyhow::Result;

use crate::end2end;
use crate::project::Project;
use crate::run::{output, run};
use crate::steps::Steps;

/// Measures, prints a table and writes target/bench.json. Figures are told, never judged: how they come out depends
/// on the machine.
///
/// # Errors
/// When something does not build, or a measurement is refused.
pub fn bench(project: &Project, steps: &mut Steps) -> Result<()> {
    end2end::build(project, steps)?;
    let inside = steps.run("sign-ins and home page", || {
        let mut cargo = project.build(&["run", "--release", "--quiet", "--package", "server"]);
        output(cargo.args(["--example", "bench"]))
    })?;
    steps.run("bytes, memory, start", || {
        run(end2end::node(project)?
            .args(["bench/index.mjs", "--inside", &inside, "--out"])
            .arg(project.root.join("target/bench.json")))
    })
}
