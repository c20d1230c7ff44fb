//! Rehearsing a sign-in through a provider: everything is checked, nothing is created.

mod read;
mod report;
mod start;

pub use read::{ReadRehearsal, Rehearsal, read_rehearsal};
pub use report::{Check, Claim, Filled, Known, LeadsTo, Outcome, Owner, Person, Report, Vouches, Would};
pub use start::{StartRehearsal, start_rehearsal};
