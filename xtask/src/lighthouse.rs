//! `cargo xtask lighthouse`: the scores of the pages that people meet first. Not a test, because performance depends on
//! the machine.

use anyhow::Result;

use crate::project::Project;
use crate::run::run;
use crate::steps::Steps;
use crate::{end2end, tools};

/// Measures home, an offer and the sign-in page of the release build; reports go to target/lighthouse.
///
/// # Errors
/// When a score is below 95, or something that is needed cannot be had.
pub fn lighthouse(project: &Project, steps: &mut Steps) -> Result<()> {
    end2end::build(project, steps)?;
    let chromium = steps.run("Chromium", tools::chromium)?;
    steps.run("Lighthouse", || {
        run(end2end::node(project)?
            .args(["lighthouse/index.mjs", "--out"])
            .arg(project.root.join("target/lighthouse"))
            .env("PORTICO_TEST_CHROMIUM", chromium))
    })
}
