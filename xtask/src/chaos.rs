//! `cargo xtask chaos`: everything breaks while people use the shop, and nothing that was acknowledged may be lost.

use anyhow::Result;

use crate::postgres::Postgres;
use crate::project::Project;
use crate::run::run_beside;
use crate::steps::Steps;
use crate::{end2end, tools};

/// Lets people come to two servers on one PostgreSQL for so many minutes, while servers are killed, PostgreSQL is
/// restarted and crashes, the mail server and the provider are cut off. Without a seed one is drawn and printed.
///
/// # Errors
/// When something that was acknowledged is lost, or something that is needed cannot be had.
pub fn chaos(project: &Project, steps: &mut Steps, minutes: u32, seed: Option<u32>) -> Result<()> {
    end2end::build(project, steps)?;
    let chromium = steps.run("Chromium", tools::chromium)?;
    let nginx = steps.run("nginx", tools::nginx)?;
    let mut postgres = steps.run("PostgreSQL", Postgres::start_safe)?;
    steps.run("chaos", || {
        let mut node = end2end::node(project)?;
        node.args(["chaos/index.mjs", "--minutes", &minutes.to_string()])
            .env("PORTICO_TEST_CHROMIUM", chromium)
            .env("PORTICO_TEST_NGINX", nginx)
            .env("PORTICO_TEST_POSTGRES", postgres.url())
            .env("PORTICO_TEST_POSTGRES_DATA", postgres.data());
        if let Some(seed) = seed {
            node.args(["--seed", &seed.to_string()]);
        }
        run_beside(&mut node, || postgres.revive())
    })
}
