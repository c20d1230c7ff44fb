//! All tests, from the fastest to the slowest.

use std::path::Path;

use anyhow::{Context, Result};
use clap::ValueEnum;

use crate::postgres::Postgres;
use crate::project::Project;
use crate::run::run;
use crate::steps::Steps;
use crate::{budget, check, end2end, tools, wasm};

/// A part of the tests that can be run alone.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Suite {
    /// Formatting and lints for both targets.
    Check,
    /// Decisions, and the tests of this program.
    Domain,
    /// SQL on SQLite and on PostgreSQL.
    Storage,
    /// HTTP through the real router.
    Server,
    /// Chromium against the release build, and the weight of the first page.
    Browser,
}

/// Runs the named suites, or all of them, in a fixed order; the first failure ends it.
///
/// # Errors
/// When a test fails or something that it needs cannot be had.
pub fn test(project: &Project, steps: &mut Steps, suites: &[Suite]) -> Result<()> {
    let wanted = |suite| suites.is_empty() || suites.contains(&suite);
    if wanted(Suite::Check) {
        check::check(project, steps)?;
    }
    if wanted(Suite::Domain) {
        steps.run("domain", || {
            run(project
                .build(&["test", "--quiet"])
                .args(["--package", "domain", "--package", "xtask"]))
        })?;
    }
    // One cluster for whoever needs it; it goes when this function ends.
    let needs_database = [Suite::Storage, Suite::Server, Suite::Browser]
        .into_iter()
        .any(wanted);
    let postgres = if needs_database {
        Some(steps.run("PostgreSQL", Postgres::start)?)
    } else {
        None
    };
    let database = postgres.as_ref().map(Postgres::url).unwrap_or_default();
    let package = |package: &str| {
        let mut cargo = project.build(&["test", "--quiet"]);
        run(cargo
            .args(["--package", package])
            .env("PORTICO_TEST_POSTGRES", &database))
    };
    if wanted(Suite::Storage) {
        steps.run("storage", || package("storage"))?;
    }
    if wanted(Suite::Server) {
        // Some tests run the program itself, which does not start without its site.
        wasm::build(project, steps)?;
        steps.run("server", || package("server"))?;
    }
    if wanted(Suite::Browser) {
        browser(project, steps, &database)?;
    }
    Ok(())
}

fn browser(project: &Project, steps: &mut Steps, database: &str) -> Result<()> {
    end2end::build(project, steps)?;
    steps.run("weight of the first page", || budget::check(project))?;
    let chromium = steps.run("Chromium", tools::chromium)?;
    let nginx = steps.run("nginx", tools::nginx)?;
    steps.run("sqlite3", tools::sqlite)?;
    let canaille = steps.run("Canaille", || tools::canaille(project))?;
    let authlib = steps.run("Authlib", || tools::authlib(project))?;
    let apache = steps.run("Apache", tools::apache)?;
    // What clients have shown is noted anew.
    let notes = project.root.join("target/clients");
    if notes.exists() {
        std::fs::remove_dir_all(&notes).context("target/clients")?;
    }
    steps.run("browser", || {
        let files = test_files(&project.root.join("end2end/tests"))?;
        // Every file has a shop, providers and a database of its own, so two of them run side by side.
        run(end2end::node(project)?
            .args(["--test", "--test-concurrency=2", "--test-reporter=spec"])
            .args(files)
            .env("PORTICO_TEST_CHROMIUM", chromium)
            .env("PORTICO_TEST_NGINX", nginx)
            .env("PORTICO_TEST_CANAILLE", canaille)
            .env("PORTICO_TEST_AUTHLIB", authlib)
            .env("PORTICO_TEST_APACHE", apache)
            .env("PORTICO_TEST_POSTGRES", database))
    })?;
    steps.run("table of clients", || {
        run(end2end::node(project)?.arg(project.root.join("end2end/support/proofs.mjs")))
    })
}

/// All files `*.test.mjs` of the folder, sorted.
fn test_files(folder: &Path) -> Result<Vec<std::path::PathBuf>> {
    let mut files = std::fs::read_dir(folder)
        .and_then(|entries| {
            entries
                .map(|entry| Ok(entry?.path()))
                .collect::<std::io::Result<Vec<_>>>()
        })
        .context("end2end/tests")?;
    files.retain(|file| file.to_string_lossy().ends_with(".test.mjs"));
    files.sort();
    anyhow::ensure!(!files.is_empty(), "end2end/tests holds no *.test.mjs");
    Ok(files)
}
