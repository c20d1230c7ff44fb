//! The project's commands, from a fresh clone: `cargo xtask start | test | check | bench | lighthouse | chaos | shots
//! | site`.
//!
//! Each command first gets what it needs (compiler target, Trunk, wasm-opt, Chromium, PostgreSQL, npm modules), says
//! what it is doing and how long it took, and when something cannot be had, names the command that gets it.
#![expect(clippy::print_stdout, reason = "a program for people at a terminal")]

mod apt;
mod bench;
mod budget;
mod chaos;
mod check;
mod deny;
mod end2end;
mod environment;
mod lease;
mod lighthouse;
mod postgres;
mod project;
mod run;
mod shots;
mod start;
mod steps;
mod test;
mod toolchain;
mod tools;
mod wasm;

use clap::{Parser, Subcommand};

use crate::lease::Lease;
use crate::project::Project;
use crate::steps::Steps;

/// The commands of the people who work on Portico.
#[derive(Parser)]
#[command(name = "cargo xtask", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Builds everything and serves the sample shop at http://localhost:3000, with a second one that signs people in.
    Start {
        /// Deletes the sample database first; without it people and settings are kept between starts.
        #[arg(long)]
        fresh: bool,
    },
    /// Runs formatting, lints and all tests, or only those that are named.
    Test {
        /// What to run; everything when none is named.
        #[arg(value_enum)]
        suites: Vec<test::Suite>,
    },
    /// Runs formatting and lints, for the server and for the browser.
    Check,
    /// Measures against the yardsticks of the same run, prints a table and writes target/bench.json.
    Bench {
        /// `oidc` measures the OpenID provider alone, beside npm `oidc-provider`: target/bench-oidc.json.
        #[arg(value_enum)]
        what: Option<bench::What>,
    },
    /// Asks Lighthouse about home, an offer and the sign-in page; reports go to target/lighthouse.
    Lighthouse,
    /// Breaks everything again and again while people use the shop, and looks what was lost.
    Chaos {
        /// How long.
        #[arg(long, default_value_t = 20)]
        minutes: u32,
        /// Draws the same interruptions as an earlier run; it prints its own.
        #[arg(long)]
        seed: Option<u32>,
    },
    /// Takes pictures of every page in every state into target/shots, with an index page.
    Shots,
    /// Builds the three WebAssembly bundles, styles and pictures into target/site.
    Site,
}

fn main() -> std::process::ExitCode {
    let arguments = Arguments::parse();
    let mut steps = Steps::new();
    let outcome = work(arguments.command, &mut steps);
    steps.print_summary();
    match outcome {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            println!("\n✗ {error:#}");
            std::process::ExitCode::FAILURE
        }
    }
}

fn work(command: Command, steps: &mut Steps) -> anyhow::Result<()> {
    run::catch_interrupts()?;
    let project = Project::open()?;
    let lease = Lease::take(&project)?;
    match command {
        Command::Start { fresh } => start::start(&project, steps, fresh, lease),
        Command::Test { suites } => test::test(&project, steps, &suites),
        Command::Check => check::check(&project, steps),
        Command::Bench { what } => bench::bench(&project, steps, what),
        Command::Lighthouse => lighthouse::lighthouse(&project, steps),
        Command::Chaos { minutes, seed } => chaos::chaos(&project, steps, minutes, seed),
        Command::Shots => shots::shots(&project, steps),
        Command::Site => wasm::build(&project, steps).map(drop),
    }
}
