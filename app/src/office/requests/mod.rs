//! Registration requests: the queue, one request, and what became of several.

mod beside;
mod decision;
mod detail;
mod filter;
mod list;
mod reject;
mod results;
mod status;
mod taken;

pub use detail::DetailPage;
pub use list::ListPage;
pub use results::ResultsPage;
pub(super) use status::status_text;
