//! Two hundred people sign in at the same moment: how long they wait, and how many are told to come back.

use crate::{line::Line, measure::now, shop::Shop};
use anyhow::{Result, ensure};
use serde::Serialize;
use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};
use tokio::{sync::Barrier, task::JoinSet};

const PEOPLE: usize = 200;
/// What `Retry-After` says.
const COME_BACK: Duration = Duration::from_secs(2);

/// What became of them.
#[derive(Serialize)]
pub struct Burst {
    people: usize,
    /// Answers 503 with `Retry-After`; any other refusal ends the measurement.
    told_to_come_back: u32,
    /// Milliseconds of the tries that signed somebody in: the median.
    p50: f64,
    /// And the slowest but one in a hundred.
    p99: f64,
    /// Seconds until everybody was in.
    everybody: f64,
}

/// Lets them come, each as often as needed.
///
/// # Errors
/// An answer that is neither a sign-in nor a 503 with `Retry-After`.
pub async fn measure(shop: &Shop) -> Result<Burst> {
    let address = shop.serve().await?;
    let numbers = Arc::new(AtomicU32::new(1 << 23));
    let refused = Arc::new(AtomicU32::new(0));
    let start = Arc::new(Barrier::new(PEOPLE + 1));
    let mut people = JoinSet::new();
    for _ in 0..PEOPLE {
        let (numbers, refused, start) = (numbers.clone(), refused.clone(), start.clone());
        let mut line = Line::open(address).await?;
        people.spawn(async move {
            start.wait().await;
            loop {
                let began = now();
                let answer = line.try_sign_in(&numbers).await?;
                if answer.status == 200 {
                    return Ok::<_, anyhow::Error>(began.elapsed());
                }
                ensure!(
                    answer.status == 503 && answer.retry_after,
                    "a sign-in answers {}: {}",
                    answer.status,
                    answer.body
                );
                refused.fetch_add(1, Ordering::Relaxed);
                tokio::time::sleep(COME_BACK).await;
            }
        });
    }
    let began = now();
    start.wait().await;
    let mut times = Vec::new();
    while let Some(time) = people.join_next().await {
        times.push(time??.as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    let at = |share: usize| times.get(PEOPLE * share / 100).copied().unwrap_or(f64::NAN);
    Ok(Burst {
        people: PEOPLE,
        told_to_come_back: refused.load(Ordering::Relaxed),
        p50: at(50),
        p99: at(99),
        everybody: began.elapsed().as_secs_f64(),
    })
}
