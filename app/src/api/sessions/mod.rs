//! A customer's sessions: where they are signed in, what is left of the one here, and what an administrator lets
//! them last.

mod clock;
mod end;
mod limits;
mod list;

pub use clock::{ReadSession, SessionClock, SessionState, SignedOut, read_session};
pub use end::{EndOtherSessions, EndSession, end_other_sessions, end_session};
pub use limits::{ReadLimits, SaveLimits, SessionLimits, read_limits, save_limits};
pub use list::{ListSessions, OwnSession, list_sessions};
