//! Rates, measured in turns: a slice of the one, a slice of the other, so that both meet the same machine.

use anyhow::{Result, bail};
use serde::Serialize;
use std::{
    future::Future,
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    time::{Duration, Instant},
};

/// How much is measured.
pub struct Plan {
    /// Length of a slice.
    pub slice: Duration,
    /// Slices of each kind; an odd number, so that the median is one of them.
    pub slices: usize,
    /// Cores of the machine.
    pub cores: usize,
    /// Customers of the larger of two shops.
    pub customers: u32,
}

impl Plan {
    /// Reads `--seconds N` and `--customers N`.
    ///
    /// # Errors
    /// Any other argument, or no number.
    pub fn from_arguments(mut arguments: impl Iterator<Item = String>) -> Result<Self> {
        let (mut seconds, mut customers) = (3.0, 1_000_000);
        while let Some(argument) = arguments.next() {
            let value = arguments.next().unwrap_or_default();
            match argument.as_str() {
                "--seconds" => seconds = value.parse()?,
                "--customers" => customers = value.parse()?,
                _ => bail!("{argument} is unknown"),
            }
        }
        let cores = std::thread::available_parallelism()?.get();
        Ok(Self {
            slice: Duration::try_from_secs_f64(seconds)?,
            slices: 5,
            cores,
            customers,
        })
    }
}

/// Two rates and what the one is of the other.
#[derive(Serialize)]
pub struct Compared {
    /// Ours, per second: the median of the slices.
    pub per_second: f64,
    /// The yardstick's.
    pub yardstick_per_second: f64,
    /// The median of the slices' own ratios.
    pub ratio: f64,
}

/// Compares slices that were measured side by side: ours first, the yardstick second.
pub fn compare(slices: &[(f64, f64)]) -> Compared {
    Compared {
        per_second: median(slices.iter().map(|slice| slice.0)),
        yardstick_per_second: median(slices.iter().map(|slice| slice.1)),
        ratio: median(slices.iter().map(|(ours, yardstick)| ours / yardstick)),
    }
}

/// The value in the middle.
pub fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// A slice that is going on: who works asks it before each piece.
#[derive(Default)]
pub struct Slice {
    over: AtomicBool,
    done: AtomicU64,
}

impl Slice {
    /// Whether there is time for another piece.
    pub fn goes_on(&self) -> bool {
        !self.over.load(Ordering::Relaxed)
    }

    /// Counts a piece that is done.
    pub fn count(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }

    /// Ends the slice.
    pub fn end(&self) {
        self.over.store(true, Ordering::Relaxed);
    }

    /// Pieces per second since `started`. Pieces that began before the end count, and so does their time.
    pub fn rate(&self, started: Instant) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
        let done = self.done.load(Ordering::Relaxed) as f64;
        done / started.elapsed().as_secs_f64()
    }
}

/// The present moment of this machine.
#[expect(
    clippy::disallowed_methods,
    reason = "a benchmark measures time; nothing is decided by it"
)]
pub fn now() -> Instant {
    Instant::now()
}

/// Runs `worker` in so many tasks for a slice of this length and gives the rate of all together.
///
/// # Errors
/// The first error of a task.
pub async fn rate<W, F>(length: Duration, tasks: usize, worker: W) -> Result<f64>
where
    W: Fn(std::sync::Arc<Slice>) -> F,
    F: Future<Output = Result<()>> + Send + 'static,
{
    let slice = std::sync::Arc::new(Slice::default());
    let started = now();
    let running: Vec<_> = (0..tasks).map(|_| tokio::spawn(worker(slice.clone()))).collect();
    tokio::time::sleep(length).await;
    slice.end();
    for task in running {
        task.await??;
    }
    Ok(slice.rate(started))
}
