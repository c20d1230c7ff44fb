//! Panics in the log: one line each, with the place.

use std::panic::{PanicHookInfo, set_hook};

/// Writes a line for each panic from now on, in place of the two that Rust writes.
pub(super) fn log_panics() {
    set_hook(Box::new(log_panic));
}

/// The line: where it was. What it says may hold what somebody typed, and stays out.
pub fn log_panic(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    tracing::error!(panic.place = place, "the program panicked");
}
