//! Progress: what is being done, how long each step took, and a table at the end.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// The steps of one command, in the order in which they ran.
#[derive(Default)]
pub struct Steps {
    done: Vec<(String, Duration, bool)>,
}

impl Steps {
    /// No step yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Runs one step, says its name before and its time after it.
    ///
    /// # Errors
    /// Those of the step, with its name.
    pub fn run<T>(&mut self, name: &str, step: impl FnOnce() -> Result<T>) -> Result<T> {
        println!("▸ {name}");
        let started = now();
        let outcome = step();
        let took = started.elapsed();
        self.done.push((name.to_owned(), took, outcome.is_ok()));
        if outcome.is_ok() {
            println!("  {name}: {}", seconds(took));
        }
        outcome.with_context(|| name.to_owned())
    }

    /// Forgets what was done, so that a table already printed is not printed again.
    pub fn forget(&mut self) {
        self.done.clear();
    }

    /// Prints the table; nothing when there was a single step or none.
    pub fn print_summary(&self) {
        if self.done.len() < 2 {
            return;
        }
        let width = self
            .done
            .iter()
            .map(|(name, ..)| name.chars().count())
            .max()
            .unwrap_or_default();
        println!();
        for (name, took, good) in &self.done {
            println!(
                "  {} {name:width$}  {:>9}",
                if *good { "✓" } else { "✗" },
                seconds(*took)
            );
        }
        let total = self.done.iter().map(|(_, took, _)| *took).sum();
        println!("    {:width$}  {:>9}", "together", seconds(total));
    }
}

/// Time as people read it: `0.4 s`, `2 min 05 s`.
fn seconds(time: Duration) -> String {
    match time.as_secs() {
        0..60 => format!("{:.1} s", time.as_secs_f64()),
        whole => format!("{} min {:02} s", whole / 60, whole % 60),
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "measures how long a step takes; decides nothing"
)]
fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::{Steps, seconds};
    use std::time::Duration;

    #[test]
    fn times_are_short() {
        assert_eq!(seconds(Duration::from_millis(420)), "0.4 s");
        assert_eq!(seconds(Duration::from_secs(125)), "2 min 05 s");
    }

    #[test]
    fn a_failed_step_is_listed_and_named() {
        let mut steps = Steps::new();
        let error = steps
            .run::<()>("lints", || anyhow::bail!("two warnings"))
            .unwrap_err();
        assert_eq!(format!("{error:#}"), "lints: two warnings");
        assert!(!steps.done[0].2);
    }
}
