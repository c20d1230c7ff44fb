//! Deciding registration requests in the back office.

mod assign;
mod decide;
mod decide_many;
mod list;
mod read;
mod undo;

pub use assign::{Assign, assign};
pub use decide::{Decide, decide};
pub use decide_many::{DecideMany, ReadResults, ResultRow, RowResult, Together, decide_many, read_results};
pub use list::{Filter, ListRequests, Queue, QueueRow, list_requests};
pub use read::{
    Decision, Duplicate, MailText, MatchedAccount, Previews, ReadRequest, RequestDetail, read_request,
};
pub use undo::{Undo, undo};
