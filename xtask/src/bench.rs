//! `cargo xtask bench`: what spec 08 asks for, each figure beside its yardstick of the same run.

use anyhow::Result;
use clap::ValueEnum;

use crate::end2end;
use crate::postgres::Postgres;
use crate::project::Project;
use crate::run::{output, run};
use crate::steps::Steps;

/// A part of the measurements that is measured alone.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum What {
    /// The OpenID provider, beside npm `oidc-provider`.
    Oidc,
}

/// Measures, prints a table and writes it as JSON into the target folder. Figures are told, never judged: how they come
/// out depends on the machine.
///
/// # Errors
/// When something does not build, or a measurement is refused.
pub fn bench(project: &Project, steps: &mut Steps, what: Option<What>) -> Result<()> {
    end2end::build(project, steps)?;
    match what {
        Some(What::Oidc) => oidc(project, steps),
        None => shop(project, steps),
    }
}

fn shop(project: &Project, steps: &mut Steps) -> Result<()> {
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

fn oidc(project: &Project, steps: &mut Steps) -> Result<()> {
    steps.run("load generator", || {
        let mut cargo = project.build(&["build", "--release", "--quiet", "--package", "server"]);
        run(cargo.args(["--example", "bench_oidc"]))
    })?;
    let postgres = steps.run("PostgreSQL", Postgres::start_safe)?;
    steps.run("OpenID provider", || {
        run(end2end::node(project)?
            .arg("bench/oidc.mjs")
            .arg("--load")
            .arg(project.program().with_file_name("examples").join("bench_oidc"))
            .arg("--out")
            .arg(project.root.join("target/bench-oidc.json"))
            .env("PORTICO_TEST_POSTGRES", postgres.url()))
    })
}
