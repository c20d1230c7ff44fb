//! Deciding registration requests in the back office.

mod decide;
mod list;
mod read;

pub use decide::{Decide, decide};
pub use list::{Filter, ListRequests, Queue, QueueRow, list_requests};
pub use read::{Decision, ReadRequest, RequestDetail, read_request};
