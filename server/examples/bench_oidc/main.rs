//! The benchmark of the OpenID provider (spec 08): code exchanges, refreshes, userinfo, introspection and discovery per
//! second of several providers, a slice of each in turn, so that all meet the same machine; and one code brought ten
//! thousand times at once. `cargo xtask bench oidc` starts the providers and runs it.
//!
//! Reads what to ask from the file that its only argument names (see [`Plan`]) and prints one JSON object: for each
//! provider the rates of every slice.
#![expect(clippy::print_stdout, reason = "prints what was measured")]

#[path = "../bench/measure.rs"]
#[expect(dead_code, reason = "the other benchmark uses all of it")]
mod measure;
mod provider;
mod wire;

use anyhow::{Context, Result};
use provider::{Provider, Task};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::{sync::Arc, time::Duration};

/// What to do.
#[derive(Deserialize)]
struct Plan {
    /// Length of a slice.
    seconds: f64,
    /// Slices of each kind; an odd number, so that the median is one of them.
    slices: usize,
    /// Connections at once.
    connections: usize,
    /// Codes that are exchanged in a slice.
    codes: usize,
    /// How often one code is brought.
    races: usize,
    /// The providers, each signed in to.
    providers: Vec<Provider>,
}

#[tokio::main]
async fn main() -> Result<()> {
    let file = std::env::args().nth(1).context("bench_oidc FILE")?;
    let plan: Plan = serde_json::from_str(&std::fs::read_to_string(file)?)?;
    let providers: Vec<_> = plan.providers.into_iter().map(Arc::new).collect();
    let length = Duration::try_from_secs_f64(plan.seconds)?;
    let mut rates: Vec<Map<String, Value>> = vec![Map::new(); providers.len()];
    let mut told = |provider: usize, what: &str, rate: f64| {
        let slices = rates[provider].entry(what).or_insert_with(|| json!([]));
        if let Some(slices) = slices.as_array_mut() {
            slices.push(json!(rate));
        }
    };
    for _ in 0..plan.slices {
        for (number, provider) in providers.iter().enumerate() {
            let rate = provider::exchange(provider, plan.connections, plan.codes).await?;
            told(number, "exchange", rate);
        }
        for task in Task::ALL {
            let asked = providers.iter().enumerate();
            for (number, provider) in asked.filter(|(_, provider)| provider.tasks.contains(task)) {
                let rate = provider::repeat(provider, length, plan.connections, *task).await?;
                told(number, task.name(), rate);
            }
        }
    }
    let mut results = Vec::new();
    for (provider, rates) in providers.iter().zip(rates) {
        let won = provider::race(provider, plan.connections, plan.races).await?;
        results.push(json!({ "rates": rates, "races": plan.races, "won": won }));
    }
    println!("{}", json!(results));
    Ok(())
}
