//! Customers' and staff sessions: when they may begin and when they end.

mod began;
mod begin;
mod limits;
mod recent;

pub use began::{Began, Change, Origin, ends};
pub use begin::{BeginFacts, BeginRefused, Permit, permit};
pub use limits::{Life, Limits, SessionTimes, TOUCH_EVERY, life, touch_due};
pub use recent::{RECENT, recent};
