//! Rules for new passwords, and the meter that the browser shows while one is typed.

mod check;
mod guesses;
mod rules;
mod strength;

pub use check::check;
pub use rules::{MAX, MIN, Profile, Rules};
pub use strength::{Strength, strength};
