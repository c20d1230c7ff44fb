//! Registration requests: the queue and one request.

mod decision;
mod detail;
mod list;
mod status;

pub use detail::DetailPage;
pub use list::ListPage;
