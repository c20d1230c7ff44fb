//! The benchmark that runs inside of one process (spec 08): password sign-ins beside plain Argon2id, two hundred of
//! them at once, the home page from the database beside the same page from constants, whether the time of an answer
//! tells that an address is known, and what a million customers cost. `cargo xtask bench` runs it, with what is
//! measured outside.
//!
//! Prints one JSON object. `--seconds N` is the length of each of the measured slices, 3 unless told otherwise;
//! `--customers N` how many the larger of two shops has, 1,000,000 unless told otherwise.
#![expect(clippy::print_stdout, reason = "prints what was measured")]

mod burst;
mod constant;
mod crowd;
mod home;
mod line;
mod measure;
mod shop;
mod sign_in;
mod timing;

use anyhow::{Context, Result};
use measure::Plan;
use serde_json::json;

#[tokio::main]
async fn main() -> Result<()> {
    let plan =
        Plan::from_arguments(std::env::args().skip(1)).context("bench [--seconds N] [--customers N]")?;
    let shop = shop::open("sample").await?;
    let home = home::measure(&shop, &plan).await?;
    let sign_in = sign_in::measure(&shop, &plan).await?;
    let burst = burst::measure(&shop).await?;
    let timing = timing::measure(&shop).await?;
    let crowd = crowd::measure(&plan).await?;
    println!(
        "{}",
        json!({
            "cores": plan.cores,
            "seconds_per_slice": plan.slice.as_secs_f64(),
            "slices": plan.slices,
            "sign_in": sign_in,
            "burst": burst,
            "home": home,
            "known_and_unknown_addresses": timing,
            "crowd": crowd,
        })
    );
    Ok(())
}
