//! Customers' and staff sessions: when they may begin and when they end.

mod began;
mod begin;
mod device;
mod limits;
mod recent;

pub use began::{Began, Change, Origin, ends};
pub use begin::{BeginFacts, BeginRefused, Permit, permit};
pub use device::{Device, DeviceFacts, tell_of_device};
pub use limits::{Life, Limits, NextLimit, SessionTimes, TOUCH_EVERY, left, life, touch_due, warn_before};
pub use recent::{RECENT, UNTOLD, authenticated_at, recent};
