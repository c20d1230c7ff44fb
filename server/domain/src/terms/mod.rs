//! The terms of use and what waits for them.

mod gate;

pub use gate::{Gate, gate, open_before_acceptance};
