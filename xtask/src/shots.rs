//! `cargo xtask shots`: every page in every state as pictures, to be looked at.

use anyhow::Result;

use crate::postgres::Postgres;
use crate::project::Project;
use crate::run::run;
use crate::steps::Steps;
use crate::{end2end, tools};

/// Takes the pictures into target/shots, with index.html.
///
/// # Errors
/// When something that is needed cannot be had, or a page is not as the pictures expect it.
pub fn shots(project: &Project, steps: &mut Steps) -> Result<()> {
    end2end::build(project, steps)?;
    let chromium = steps.run("Chromium", tools::chromium)?;
    // A database that can be taken away while somebody looks.
    let postgres = steps.run("PostgreSQL", Postgres::start)?;
    steps.run("pictures", || {
        run(end2end::node(project)?
            .args(["shots/index.mjs", "--out"])
            .arg(project.root.join("target/shots"))
            .env("PORTICO_TEST_CHROMIUM", chromium)
            .env("PORTICO_TEST_POSTGRES", postgres.url()))
    })
}
