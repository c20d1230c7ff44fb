//! The programs of end2end/, run by Node against the release build.

use std::process::Command;

use anyhow::Result;

use crate::project::Project;
use crate::run::{command, run};
use crate::steps::Steps;
use crate::{tools, wasm};

/// Builds the site and the release build of the server.
///
/// # Errors
/// When a tool cannot be had or the sources do not compile.
pub fn build(project: &Project, steps: &mut Steps) -> Result<()> {
    wasm::build(project, steps)?;
    steps.run("server, release build", || {
        run(&mut project.build(&["build", "--release", "--package", "server"]))
    })
}

/// Node in end2end/, told where the release build is.
///
/// # Errors
/// When there is no Node.
pub fn node(project: &Project) -> Result<Command> {
    let mut node = command(tools::node()?);
    node.current_dir(project.root.join("end2end"))
        .env("PORTICO_TEST_PROGRAM", project.program());
    Ok(node)
}
